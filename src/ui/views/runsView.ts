import * as vscode from 'vscode';
import { describeAddress } from '../../github/address';
import { summarize } from '../../github/runSummary';
import { COMMANDS, VIEWS } from '../../ids';
import type { HostedState, State, Store } from '../store';
import { MessageNode, NodeTree, type ViewNode } from './nodeTree';
import { GroupNode, type ReadJobs, RunNode } from './runNodes';
/** How often times that run are shown anew while something is live and seen, in milliseconds. No request is made for it. */
const TICK_MS = 10_000;

/** The view *Workflow Runs*: the runs of releases first, then the recent ones. */
export class RunsView implements vscode.Disposable {
  readonly tree = new NodeTree(VIEWS.runs, () => this.#roots(), { showCollapseAll: true });
  readonly #subscriptions: vscode.Disposable;
  #ticking: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: Store<State>,
    private readonly readJobs: ReadJobs,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      this.tree,
      store.onDidChange((state, before) => {
        if (state.hosted !== before.hosted) this.#stateChanged();
      }),
      this.tree.view.onDidChangeVisibility(() => this.#tick()),
    );
  }

  #roots(): ViewNode[] {
    const { hosted } = this.store.value;
    const repositories = [...hosted].filter(
      ([, { isSignedIn, ofReleases, recent, failure }]) =>
        isSignedIn === true || ofReleases.length > 0 || recent.length > 0 || failure !== undefined,
    );
    const [only] = repositories;
    if (repositories.length === 1 && only !== undefined) return this.#rowsOf(...only);
    return repositories.map(
      ([root, state]) =>
        new GroupNode(
          `repository#${root}`,
          describeAddress(state.address),
          true,
          this.#rowsOf(root, state),
        ),
    );
  }

  #rowsOf(
    root: string,
    { failure, nothingStarted, ofReleases, recent, address }: HostedState,
  ): ViewNode[] {
    const shown = new Set(ofReleases.map(({ run }) => run.id));
    const others = recent
      .filter(({ run }) => !shown.has(run.id))
      .map(view => new RunNode(root, view, false, this.readJobs));
    const rows: ViewNode[] = [];
    if (failure !== undefined) {
      const signIn = { command: COMMANDS.signIn, title: vscode.l10n.t('Sign In to GitHub') };
      const needsSignIn =
        failure.reason === 'expired' ||
        failure.reason === 'signedOut' ||
        failure.reason === 'scope';
      rows.push(
        new MessageNode(
          `${root}#failure`,
          'error',
          failure.message,
          failure.advice,
          needsSignIn ? signIn : { command: COMMANDS.refreshRuns, title: vscode.l10n.t('Refresh') },
        ),
      );
    }
    for (const commit of nothingStarted) {
      rows.push(
        new MessageNode(
          `${root}#nothing#${commit}`,
          'warning',
          vscode.l10n.t('Nothing has started for {0}', commit.slice(0, 7)),
          vscode.l10n.t('Click to run the release workflow.'),
          { command: COMMANDS.runReleaseWorkflow, title: vscode.l10n.t('Run Release Workflow…') },
        ),
      );
    }
    rows.push(...ofReleases.map(view => new RunNode(root, view, true, this.readJobs)));
    // Folded away beneath the runs of a release; alone, they are what there is to see.
    if (others.length > 0)
      rows.push(
        ...(ofReleases.length === 0
          ? others
          : [new GroupNode(`${root}#recent`, vscode.l10n.t('Recent runs'), false, others)]),
      );
    if (rows.length === 0)
      rows.push(
        new MessageNode(
          `${root}#none`,
          'info',
          vscode.l10n.t('No workflow runs yet'),
          describeAddress(address),
        ),
      );
    return rows;
  }

  #stateChanged(): void {
    this.tree.changed();
    this.#showBadge();
    this.#tick();
  }

  /** Failures of the runs of releases, on the icon in the activity bar. */
  #showBadge(): void {
    const failed = [...this.store.value.hosted.values()]
      .flatMap(({ ofReleases }) => ofReleases)
      .filter(({ run, rows }) => summarize(run, rows ?? [], Date.now()).state === 'failure').length;
    if ((this.tree.view.badge?.value ?? 0) === failed) return;
    this.tree.view.badge =
      failed === 0
        ? undefined
        : {
            value: failed,
            tooltip:
              failed === 1
                ? vscode.l10n.t('1 run of a release failed')
                : vscode.l10n.t('{0} runs of releases failed', failed),
          };
  }

  #tick(): void {
    clearTimeout(this.#ticking);
    const isLive = [...this.store.value.hosted.values()].some(state => state.isLive);
    if (!isLive || !this.tree.view.visible) return;
    this.#ticking = setTimeout(() => {
      this.tree.changed();
      this.#tick();
    }, TICK_MS);
  }

  dispose(): void {
    clearTimeout(this.#ticking);
    this.#subscriptions.dispose();
  }
}
