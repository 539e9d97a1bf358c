import * as vscode from 'vscode';
import { type Clock, SYSTEM_CLOCK } from '../../base/clock';
import { MINUTE, pauseFor } from '../../github/pollInterval';
import { COMMANDS } from '../../ids';
import type { Package } from '../../manifests/package';
import { notifyInfo, notifyWarning } from '../notify';
import { phaseOf } from '../phase';
import { packagesOf, type Release, releaseOf } from '../selectors';
import type { State, Store } from '../store';
import type { ReleaseStatus } from './releaseStatus';

/** A review may take days: after an hour its pull request is looked at this rarely. */
const LONG_REVIEW_MS = 60 * MINUTE;
const RARELY_MS = 5 * MINUTE;

interface Watch {
  readonly since: number;
  cancel: () => void;
}

/** Looks again at releases that wait for their pull request, until it is merged. While none waits, nothing is asked. */
export class MergeWatch implements vscode.Disposable {
  readonly #watched = new Map<string, Watch>();
  readonly #subscription: { dispose(): void };

  constructor(
    private readonly store: Store<State>,
    private readonly status: Pick<ReleaseStatus, 'refresh'>,
    private readonly log: (error: unknown) => void,
    private readonly clock: Clock = SYSTEM_CLOCK,
  ) {
    this.#subscription = store.onDidChange(() => this.#changed());
  }

  #changed(): void {
    for (const pkg of packagesOf(this.store.value)) {
      const release = releaseOf(this.store.value, pkg.manifest);
      if (release !== undefined && phaseOf(release) === 'inReview') this.#watch(pkg);
    }
  }

  #watch(pkg: Package): void {
    if (this.#watched.has(pkg.manifest)) return;
    const watch: Watch = { since: this.clock.now(), cancel: () => undefined };
    this.#watched.set(pkg.manifest, watch);
    this.#wait(pkg, watch);
  }

  #wait(pkg: Package, watch: Watch): void {
    const passed = this.clock.now() - watch.since;
    const pause = pauseFor(passed, { focused: vscode.window.state.focused, visible: true });
    watch.cancel = this.clock.after(
      passed > LONG_REVIEW_MS ? Math.max(pause, RARELY_MS) : pause,
      () => {
        this.#look(pkg, watch).catch(this.log);
      },
    );
  }

  async #look(pkg: Package, watch: Watch): Promise<void> {
    const isRunning = this.store.value.running !== undefined;
    if (!isRunning) await this.status.refresh(pkg, true, 'silently');
    if (!this.#watched.has(pkg.manifest)) return;
    const release = releaseOf(this.store.value, pkg.manifest);
    if (isRunning || (release !== undefined && phaseOf(release) === 'inReview')) {
      this.#wait(pkg, watch);
      return;
    }
    this.#watched.delete(pkg.manifest);
    if (release?.intent?.pullRequest !== undefined) await say(pkg, release);
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const { cancel } of this.#watched.values()) cancel();
    this.#watched.clear();
  }
}

/** What became of the pull request. */
async function say(pkg: Package, { version, facts }: Release): Promise<void> {
  const observed = (wanted: string) => facts.find(({ id }) => id === wanted)?.observation;
  const [merged, pull] = [observed('remoteBranch'), observed('pullRequest')];
  const problem = [pull, merged].find(found => found?.state === 'conflict');
  if (problem !== undefined && 'advice' in problem) {
    await notifyWarning(
      vscode.l10n.t('{0} {1}: {2}. {3}', pkg.name, version, problem.detail, problem.advice),
    );
    return;
  }
  if (merged?.state !== 'missing' && merged?.state !== 'holds') return;
  const resume = vscode.l10n.t('Resume');
  const answer = await notifyInfo(
    pull === undefined
      ? vscode.l10n.t(
          '{0} {1}: the branch on the remote has new commits. Resume Release looks for the merged one and tags it.',
          pkg.name,
          version,
        )
      : vscode.l10n.t(
          '{0} {1}: {2}. Resume Release tags the merged commit.',
          pkg.name,
          version,
          pull.detail,
        ),
    resume,
  );
  if (answer === resume) await vscode.commands.executeCommand(COMMANDS.resumeRelease, { pkg });
}
