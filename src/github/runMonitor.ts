import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../base/clock';
import { GitHubFailure } from './failure';
import { type Job, type Run, type Watched, type WatchedRun } from './model';
import { type Attention, MINUTE, pauseAfterFailure, pauseFor, SECOND } from './pollInterval';
import { isLive } from './runState';

/** Where runs and jobs are read. */
export interface RunSource {
  runs(headSha: string): Promise<readonly Run[]>;
  jobs(runId: number): Promise<readonly Job[]>;
}

export interface MonitorEvents {
  /** Something that can be seen has changed. */
  changed(watched: Watched): void;
  /** An attempt of a run that was seen live, or was expected, has ended. Once for each attempt. */
  finished(run: WatchedRun): void;
}

interface Commit {
  /** When something was done that should start a run. */
  expectedAt: number;
  /** Which run satisfies the expectation. */
  isExpected: (run: Run) => boolean;
}

/** How long after a push or publication a run may take to appear. */
const APPEARS_WITHIN = 3 * MINUTE;

/** How far the clock of this computer may be from that of GitHub. */
const CLOCK_SKEW = 2 * MINUTE;

/** Jobs of a run that says nothing new are asked for all the same after this time: `updated_at` does not follow every step. */
const JOBS_EVERY = 15 * SECOND;

/**
 * Watches the runs of released commits until all have ended: one request after the other, jobs only of runs that move, and
 * none at all when nothing is live.
 */
export class RunMonitor {
  readonly #commits = new Map<string, Commit>();
  /** Commits to refresh, whether one of their runs is live or not. */
  readonly #asked = new Set<string>();
  readonly #runs = new Map<number, WatchedRun>();
  readonly #jobsReadAt = new Map<number, number>();
  readonly #finished = new Set<string>();
  readonly #seenLive = new Set<string>();
  #attention: Attention = { focused: true, visible: true };
  #changedAt = 0;
  #lookedAt = 0;
  #failures = 0;
  #failure: GitHubFailure | undefined;
  #cancel: (() => void) | undefined;
  #looking: Promise<void> | undefined;
  /** A refresh is due while another one runs. */
  #isDue = false;
  /** Counts calls of {@link forget}: answers to earlier requests are dropped. */
  #era = 0;
  #shown: Watched | undefined;
  #isDisposed = false;

  constructor(
    private readonly source: RunSource,
    private readonly clock: Clock,
    private readonly events: MonitorEvents,
  ) {}

  /**
   * Something was done that should start a run for a commit: look now, and go on until what it starts has ended.
   * @param isExpected tells the runs that were meant from others of the same commit
   */
  expect(headSha: string, isExpected: (run: Run) => boolean = () => true): void {
    this.#commits.set(headSha, { expectedAt: this.clock.now(), isExpected });
    this.#wake(headSha);
  }

  /** Follows the runs of a commit as they are, expecting no new ones. */
  follow(headSha: string): void {
    if (!this.#commits.has(headSha))
      this.#commits.set(headSha, { expectedAt: Number.NEGATIVE_INFINITY, isExpected: () => true });
    this.#wake(headSha);
  }

  /** A run that is known from elsewhere, such as one that was just started by hand. */
  adopt(run: Run): void {
    if (!this.#runs.has(run.id)) this.#runs.set(run.id, { run, jobs: undefined });
    this.expect(run.headSha, ({ id }) => id === run.id);
  }

  /** Stops watching everything, for example at sign-out. */
  forget(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#era++;
    for (const known of [this.#commits, this.#asked, this.#runs, this.#jobsReadAt]) known.clear();
    this.#failure = undefined;
    this.#failures = 0;
    this.#show();
  }

  set attention(attention: Attention) {
    const wasLess = !this.#attention.focused || !this.#attention.visible;
    this.#attention = attention;
    if (
      wasLess &&
      attention.focused &&
      attention.visible &&
      this.#cancel !== undefined &&
      this.#failure === undefined
    ) {
      this.#schedule(
        Math.max(0, this.#lookedAt + pauseFor(this.#sinceChange(), attention) - this.clock.now()),
      );
    }
  }

  /** Resolves when the look that is going on is over. */
  async settled(): Promise<void> {
    await this.#looking;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#era++;
    this.#cancel?.();
  }

  #wake(headSha: string): void {
    this.#asked.add(headSha);
    this.#changedAt = this.clock.now();
    this.#failures = 0;
    this.#scheduleSoon();
  }

  /** At once, or when GitHub lets us. */
  #scheduleSoon(): void {
    this.#schedule(Math.max(0, (this.#failure?.retryAt ?? 0) - this.clock.now()));
  }

  #schedule(ms: number): void {
    this.#cancel?.();
    this.#cancel = this.clock.after(ms, () => {
      this.#cancel = undefined;
      // One look at a time; the one that is going on schedules the next.
      if (this.#looking === undefined)
        this.#looking = this.#look().finally(() => (this.#looking = undefined));
      else this.#isDue = true;
    });
  }

  async #look(): Promise<void> {
    const era = this.#era;
    let failure: GitHubFailure | undefined;
    try {
      for (const headSha of [...this.#commits.keys()]) await this.#lookAt(headSha, era);
    } catch (error) {
      failure =
        error instanceof GitHubFailure
          ? error
          : new GitHubFailure('other', String(error), '', { cause: error });
    }
    if (this.#isDisposed) return;
    if (era === this.#era) {
      this.#failures = failure === undefined ? 0 : this.#failures + 1;
      this.#failure = failure;
    }
    this.#lookedAt = this.clock.now();
    // Requested during this refresh: already due.
    if (this.#isDue) this.#scheduleSoon();
    else if (this.#cancel === undefined && this.#hasWork()) {
      this.#schedule(
        this.#failure === undefined
          ? pauseFor(this.#sinceChange(), this.#attention)
          : pauseAfterFailure(this.#failures, this.#failure, this.clock.now()),
      );
    }
    this.#isDue = false;
    this.#show();
  }

  async #lookAt(headSha: string, era: number): Promise<void> {
    if (era !== this.#era || !this.#isOpen(headSha)) return;
    this.#asked.delete(headSha);
    try {
      const runs = await this.source.runs(headSha);
      for (const run of runs) {
        if (era !== this.#era) return;
        await this.#lookInto(run, era);
      }
    } catch (error) {
      // The request was not answered: try again with the next refresh.
      if (era === this.#era) this.#asked.add(headSha);
      throw error;
    }
  }

  async #lookInto(run: Run, era: number): Promise<void> {
    const known = this.#runs.get(run.id);
    const hasMoved = known === undefined || !isDeepStrictEqual(known.run, run);
    if (isLive(run)) this.#seenLive.add(attemptKey(run));
    let jobs = known?.jobs;
    if (hasMoved || jobs === undefined || this.#areJobsDue(run)) {
      // Jobs of an attempt that has not begun are those of the one before.
      jobs = await this.source.jobs(run.id);
      if (era !== this.#era) return;
      this.#jobsReadAt.set(run.id, this.clock.now());
    }
    if (hasMoved || !isDeepStrictEqual(known.jobs, jobs)) {
      this.#changedAt = this.clock.now();
      this.#runs.set(run.id, { run, jobs });
      this.#show();
    }
    this.#tellFinished({ run, jobs });
  }

  #areJobsDue(run: Run): boolean {
    return (
      run.status === 'in_progress' &&
      this.clock.now() - (this.#jobsReadAt.get(run.id) ?? 0) >= JOBS_EVERY
    );
  }

  #tellFinished(watched: WatchedRun): void {
    const { run } = watched;
    const key = attemptKey(run);
    if (isLive(run) || this.#finished.has(key)) return;
    this.#finished.add(key);
    const expectedAt = this.#commits.get(run.headSha)?.expectedAt ?? Number.NEGATIVE_INFINITY;
    const isNew =
      run.startedAt >= expectedAt - CLOCK_SKEW && expectedAt !== Number.NEGATIVE_INFINITY;
    if (this.#seenLive.has(key) || isNew) this.events.finished(watched);
  }

  /** Whether to refresh a commit: requested, a run is live, or a run is expected. */
  #isOpen(headSha: string): boolean {
    return (
      this.#asked.has(headSha) ||
      this.#isExpecting(headSha) ||
      this.#runsOf(headSha).some(({ run }) => isLive(run))
    );
  }

  #isExpecting(headSha: string): boolean {
    const commit = this.#commits.get(headSha);
    if (commit === undefined || this.#hasWaited(headSha)) return false;
    return !this.#runsOf(headSha).some(({ run }) => commit.isExpected(run));
  }

  #hasWaited(headSha: string): boolean {
    return this.clock.now() - (this.#commits.get(headSha)?.expectedAt ?? 0) > APPEARS_WITHIN;
  }

  #hasWork(): boolean {
    if (this.#failure?.isTransient === false) return false;
    return [...this.#commits.keys()].some(headSha => this.#isOpen(headSha));
  }

  #runsOf(headSha: string): WatchedRun[] {
    return [...this.#runs.values()].filter(({ run }) => run.headSha === headSha);
  }

  #sinceChange(): number {
    return this.clock.now() - this.#changedAt;
  }

  #show(): void {
    const commits = [...this.#commits.keys()];
    const watched: Watched = {
      commits,
      runs: [...this.#runs.values()].sort((a, b) => b.run.id - a.run.id),
      isLive: this.#cancel !== undefined || this.#hasWork(),
      nothingStarted: commits.filter(headSha => {
        const commit = this.#commits.get(headSha);
        return (
          commit !== undefined &&
          commit.expectedAt !== Number.NEGATIVE_INFINITY &&
          this.#hasWaited(headSha) &&
          !this.#runsOf(headSha).some(({ run }) => commit.isExpected(run))
        );
      }),
      ...(this.#failure !== undefined && { failure: this.#failure }),
    };
    if (isDeepStrictEqual(watched, this.#shown)) return;
    this.#shown = watched;
    this.events.changed(watched);
  }
}

function attemptKey({ id, attempt }: Run): string {
  return `${id}#${attempt}`;
}
