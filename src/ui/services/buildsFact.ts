import type * as vscode from 'vscode';
import { observedBuilds } from '../../release/facts/hosted';
import type { ReleaseStatus } from './releaseStatus';
import type { State, Store } from '../store';
import type { WatchedRuns } from './watchedRuns';

/** Keeps the fact of the builds true to the runs that are watched, without a request of its own. */
export class BuildsFact implements vscode.Disposable {
  readonly #subscription: { dispose(): void };

  constructor(
    private readonly store: Store<State>,
    private readonly looks: ReleaseStatus,
    private readonly runs: WatchedRuns,
    private readonly failed: (error: unknown) => void,
  ) {
    this.#subscription = store.onDidChange((state, before) => {
      if (state.hosted !== before.hosted) void this.#project().catch(this.failed);
    });
  }

  async #project(): Promise<void> {
    for (const [manifest, { facts, commit, root }] of this.store.value.releases) {
      const fact = facts.find(({ id }) => id === 'builds');
      if (fact === undefined || commit === undefined || root === undefined) continue;
      const builds = await this.runs.seenBuilds(root, commit);
      if (builds === undefined) continue;
      this.looks.putRemoteFact(manifest, { ...fact, observation: observedBuilds(builds) });
      await this.looks.finishIfDone(manifest);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
