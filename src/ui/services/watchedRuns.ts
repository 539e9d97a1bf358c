import { isDeepStrictEqual } from 'node:util';
import type * as vscode from 'vscode';
import { SYSTEM_CLOCK } from '../../base/clock';
import type { RepositoryAddress } from '../../github/address';
import type { GitHubClient } from '../../github/client';
import { GitHubFailure } from '../../github/failure';
import type { Job, Run, Watched, WatchedRun } from '../../github/model';
import type { Attention } from '../../github/pollInterval';
import { RunMonitor } from '../../github/runMonitor';
import type { RunOrigin } from '../../github/runPlan';
import { listJobs, listRuns, successfulRuns } from '../../github/runs';
import { isLive, runElapsed } from '../../github/runState';
import { buildsOf, jobDurations, type RunRow } from '../../github/runSummary';
import type { Builds } from '../../release/hosting';
import type { Repository } from '../../release/repository';
import type { HostedState, RunView, State, Store } from '../store';
import type { GitHub } from './gitHub';
import type { WorkflowFiles } from './workflowFiles';

/** A repository whose runs are shown. */
interface Followed {
  readonly root: string;
  readonly repository: Repository;
  readonly address: RepositoryAddress;
  readonly monitor: RunMonitor;
}

/** Keeps the store true to the workflow runs of the repositories that are released, with no request that no view needs. */
export class WatchedRuns implements vscode.Disposable {
  readonly #followed = new Map<string, Followed>();
  readonly #before = new Map<number, Promise<RunView['before']>>();
  /** What runs were started with from here: GitHub does not say. */
  readonly #inputs = new Map<number, Readonly<Record<string, string>>>();
  #attention: Attention = { focused: true, visible: true };
  #projecting = Promise.resolve();

  constructor(
    private readonly store: Store<State>,
    private readonly gitHub: GitHub,
    private readonly workflows: WorkflowFiles,
    /** How many runs beside those of releases are shown. */
    private readonly mostRecent: () => number,
    private readonly finished: (root: string, view: RunView) => void,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Makes a repository known to the views. It sends no request. */
  async open(repository: Repository, remote: string): Promise<Followed | undefined> {
    const address = await this.gitHub.addressOf(repository, remote);
    if (address === undefined) return undefined;
    const { root } = repository;
    const known = this.#followed.get(root);
    if (known !== undefined && isDeepStrictEqual(known.address, address)) return known;
    known?.monitor.dispose();
    const client = () => this.gitHub.signedInClient(address);
    const monitor = new RunMonitor(
      {
        runs: async headSha => await listRuns(await client(), { headSha, most: 100 }),
        jobs: async runId => await listJobs(await client(), runId),
      },
      SYSTEM_CLOCK,
      {
        changed: watched => this.#project(followed, watched),
        finished: run => this.#tellFinished(followed, run),
      },
    );
    monitor.attention = this.#attention;
    const followed: Followed = { root, repository, address, monitor };
    this.#followed.set(root, followed);
    this.#put(root, {
      address,
      ofReleases: [],
      seenAt: 0,
      recent: [],
      isLive: false,
      nothingStarted: [],
    });
    return followed;
  }

  /** A run should start for a commit: watches until it has ended. */
  async expect(
    repository: Repository,
    remote: string,
    headSha: string,
    isExpected?: (run: Run) => boolean,
  ): Promise<void> {
    (await this.open(repository, remote))?.monitor.expect(headSha, isExpected);
  }

  /** A run was started by hand with these inputs. */
  adopt(root: string, run: Run, inputs: Readonly<Record<string, string>>): void {
    this.#inputs.set(run.id, inputs);
    this.#followed.get(root)?.monitor.adopt(run);
  }

  /** A run was asked to do something: to run again, to stop, to go on. */
  changed(root: string, { id, headSha, attempt }: Run, isAgain: boolean): void {
    this.#followed
      .get(root)
      ?.monitor.expect(headSha, run => run.id === id && (!isAgain || run.attempt > attempt));
  }

  /** The user looks: the recent runs, and those of the commits of releases. It never prompts for a sign-in. */
  async refresh(root: string, releaseCommits: readonly string[]): Promise<void> {
    const followed = this.#followed.get(root);
    if (followed === undefined) return;
    const client = await this.gitHub.silentClient(followed.address);
    this.#put(root, { isSignedIn: client !== undefined });
    if (client === undefined) {
      followed.monitor.forget();
      return;
    }
    for (const commit of releaseCommits) followed.monitor.follow(commit);
    try {
      const data = await listRuns(client, { most: this.mostRecent() });
      const known = new Map(
        this.store.value.hosted.get(root)?.recent.map(view => [view.run.id, view]),
      );
      const recent = data.map(
        run =>
          (isDeepStrictEqual(known.get(run.id)?.run, run) ? known.get(run.id) : undefined) ?? {
            run,
            rows: undefined,
          },
      );
      this.#put(root, { recent, failure: undefined });
    } catch (error) {
      if (!(error instanceof GitHubFailure)) throw error;
      this.#put(root, { failure: error });
    }
  }

  /** Reads the jobs of a run that the user has not looked into so far. @throws GitHubFailure */
  async readJobs(root: string, run: Run): Promise<readonly RunRow[]> {
    const followed = this.#followed.get(root);
    if (followed === undefined) return [];
    // What is still moving is watched from now on.
    if (isLive(run)) followed.monitor.follow(run.headSha);
    const data = await listJobs(await this.gitHub.signedInClient(followed.address), run.id);
    const rows = await this.#rows(followed, run, data);
    const { recent = [] } = this.store.value.hosted.get(root) ?? {};
    this.#put(root, {
      recent: recent.map(view => (view.run.id === run.id ? { ...view, rows } : view)),
    });
    return rows;
  }

  /** How the builds of a released commit stand. @throws GitHubFailure */
  async builds(repository: Repository, client: GitHubClient, commit: string): Promise<Builds> {
    const at = { repository, address: client.address };
    const runs = await listRuns(client, { headSha: commit, most: 100 });
    const publishing = await this.workflows.publishingRuns(repository, runs, {
      repository: fullName(client.address),
    });
    const views = await Promise.all(
      publishing.map(async run => ({
        run,
        rows: await this.#rows(at, run, await listJobs(client, run.id)),
      })),
    );
    return buildsOf(views, Date.now());
  }

  /** What a run and its jobs took when the workflow last succeeded before. */
  async before(root: string, run: Run): Promise<RunView['before']> {
    const followed = this.#followed.get(root);
    return followed === undefined ? undefined : await this.#readBefore(followed, run);
  }

  set attention(attention: Attention) {
    this.#attention = attention;
    for (const { monitor } of this.#followed.values()) monitor.attention = attention;
  }

  /** An account signed in or out: what was seen is another's. */
  forget(): void {
    for (const { root, monitor } of this.#followed.values()) {
      monitor.forget();
      this.#put(root, { recent: [], ofReleases: [], failure: undefined });
    }
  }

  /** What is known of a run beside what GitHub says of it. */
  originOf(root: string, { id }: Run): RunOrigin | undefined {
    const followed = this.#followed.get(root);
    return followed && { repository: fullName(followed.address), inputs: this.#inputs.get(id) };
  }

  /** Follows the runs of a commit as they are. */
  follow(root: string, headSha: string): void {
    this.#followed.get(root)?.monitor.follow(headSha);
  }

  dispose(): void {
    for (const { monitor } of this.#followed.values()) monitor.dispose();
  }

  #rows(
    { repository, address }: Pick<Followed, 'repository' | 'address'>,
    run: Run,
    jobs: readonly Job[],
  ): Promise<readonly RunRow[]> {
    return this.workflows.rows(repository, run, jobs, {
      repository: fullName(address),
      inputs: this.#inputs.get(run.id),
    });
  }

  /** One after the other: a slower reading of workflow files must not overtake a later one. */
  #project(followed: Followed, watched: Watched): void {
    this.#projecting = this.#projecting
      .then(async () => {
        const { root } = followed;
        const known = new Map(
          this.store.value.hosted.get(root)?.ofReleases.map(view => [view.run.id, view]),
        );
        const ofReleases = await Promise.all(
          watched.runs.map(seen => this.#view(followed, seen, known.get(seen.run.id))),
        );
        const isNew = !isDeepStrictEqual(this.store.value.hosted.get(root)?.ofReleases, ofReleases);
        this.#put(root, {
          ...(isNew && { ofReleases, seenAt: Date.now() }),
          isLive: watched.isLive,
          nothingStarted: watched.nothingStarted,
          // That no account is signed in is no failure: the view offers it.
          failure: watched.failure?.reason === 'signedOut' ? undefined : watched.failure,
          ...(watched.failure?.reason === 'signedOut'
            ? { isSignedIn: false }
            : watched.runs.length > 0 && { isSignedIn: true }),
        });
      })
      .catch((error: unknown) =>
        this.log.error(
          'Workflow runs could not be shown.',
          error instanceof Error ? error : String(error),
        ),
      );
  }

  async #view(
    followed: Followed,
    { run, jobs }: WatchedRun,
    known: RunView | undefined,
  ): Promise<RunView> {
    const [rows, publishing] = await Promise.all([
      this.#rows(followed, run, jobs ?? []),
      this.workflows.publishingRuns(followed.repository, [run], {
        repository: fullName(followed.address),
      }),
    ]);
    const before =
      known?.before ?? (isLive(run) ? await this.#readBefore(followed, run) : undefined);
    return {
      run,
      rows,
      canPublish: publishing.length > 0,
      ...(before !== undefined && { before }),
    };
  }

  /** What the workflow took when it last succeeded; asked once. */
  #readBefore({ address }: Followed, { workflowId, id }: Run): Promise<RunView['before']> {
    const known = this.#before.get(id);
    if (known !== undefined) return known;
    const reading = (async () => {
      const client = await this.gitHub.signedInClient(address);
      const last = (await successfulRuns(client, workflowId, 2)).find(run => run.id < id);
      if (last === undefined) return undefined;
      const jobs: readonly Job[] = await listJobs(client, last.id);
      return { total: runElapsed(last, last.updatedAt), jobs: jobDurations(jobs) };
    })().catch((error: unknown) => {
      // How long it will take is nice to know, and not worth a message.
      this.log.debug('The last successful run could not be read.', String(error));
      return undefined;
    });
    this.#before.set(id, reading);
    return reading;
  }

  #tellFinished(followed: Followed, { run, jobs }: WatchedRun): void {
    this.#projecting = this.#projecting
      .then(async () =>
        this.finished(followed.root, { run, rows: await this.#rows(followed, run, jobs ?? []) }),
      )
      .catch((error: unknown) =>
        this.log.error(
          'The end of a run could not be told.',
          error instanceof Error ? error : String(error),
        ),
      );
  }

  #put(root: string, fields: { [K in keyof HostedState]?: HostedState[K] | undefined }): void {
    const before = this.store.value.hosted.get(root);
    const after = Object.fromEntries(
      Object.entries({ ...before, ...fields }).filter(([, value]) => value !== undefined),
    ) as unknown as HostedState;
    if (!isDeepStrictEqual(before, after))
      this.store.update({ hosted: new Map(this.store.value.hosted).set(root, after) });
  }
}

function fullName({ owner, name }: RepositoryAddress): string {
  return `${owner}/${name}`;
}
