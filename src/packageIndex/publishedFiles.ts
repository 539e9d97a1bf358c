import { type Clock, sleep } from '../base/clock';
import type { IndexVerdict } from '../release/check';
import type { Observation } from '../release/fact';
import type { PublishedIndex } from '../release/hosting';
import type { ReleaseVersion } from '../versions/releaseVersion';
import { availability } from './availability';
import { compareFiles, type Comparison, filesOfVersion } from './compareFiles';
import type { ExpectedFiles } from './expectedFiles';
import type { IndexClient } from './indexClient';
import { observed, type Reading } from './observed';
import { IndexFailure, type IndexFile } from './packageIndex';
import { type PlaceRow, placeRows } from './placeRows';
import { availabilityVerdict } from './verdict';

/** What was seen at one look, in words. */
export interface Look {
  readonly version: ReleaseVersion;
  readonly state: Liveness['state'];
  readonly observation: Observation;
  readonly places: readonly PlaceRow[];
}

/** The files of one Python distribution on one index, beside those that its workflow builds. */
export class PublishedFiles implements PublishedIndex {
  /**
   * @param expectedAt what the workflow of a commit puts on the index
   * @param seen notified about every look
   */
  constructor(
    private readonly client: IndexClient,
    private readonly name: string,
    private readonly expectedAt: (commit: string) => Promise<ExpectedFiles>,
    private readonly seen: (seen: Look) => void = () => undefined,
    private readonly now: () => number = Date.now,
  ) {}

  async observe(commit: string, version: ReleaseVersion): Promise<Observation> {
    return (await this.look(commit, version)).observation;
  }

  /** @throws the reason of `signal` where it was aborted */
  async look(commit: string, version: ReleaseVersion, signal?: AbortSignal): Promise<Look> {
    const expected = await this.expectedAt(commit);
    const liveness = await look(
      this.client,
      { name: this.name, version: version.pep440, expected },
      signal,
    );
    return this.#tell(version, liveness, expected, 'once');
  }

  /**
   * Looks again and again once the upload may have begun, until pip sees everything or the patience is at its end.
   *
   * @returns what was seen last, no longer as something that is on its way
   * @throws the reason of `signal` where it was aborted
   */
  async watch(
    commit: string,
    version: ReleaseVersion,
    clock: Clock,
    signal?: AbortSignal,
  ): Promise<Look> {
    const expected = await this.expectedAt(commit);
    const last = await watch({
      client: this.client,
      sought: { name: this.name, version: version.pep440, expected },
      clock,
      mayHaveUploaded: () => true,
      seen: liveness => void this.#tell(version, liveness, expected, 'awaited'),
      ...(signal !== undefined && { signal }),
    });
    return this.#tell(version, last, expected, 'timedOut');
  }

  /** Whether a version can be published. */
  async available(version: ReleaseVersion): Promise<IndexVerdict> {
    const { client, name } = this;
    return availabilityVerdict(
      await availability(client, name, version.pep440),
      name,
      version.pep440,
      client.index.name,
    );
  }

  #tell(
    version: ReleaseVersion,
    liveness: Liveness,
    expected: ExpectedFiles,
    waiting: Reading['waiting'],
  ): Look {
    const seen: Look = {
      version,
      state: liveness.state,
      observation: observed(liveness, { expected, waiting, now: this.now() }),
      places: 'comparison' in liveness ? placeRows(liveness.comparison) : [],
    };
    this.seen(seen);
    return seen;
  }
}

/**
 * What an index was seen to serve of a version.
 * - `notYet`: nothing
 * - `partial`: some of the expected files
 * - `propagating`: everything has been uploaded, and pip does not see all of it yet
 * - `live`: pip sees every expected file
 * - `unknown`: the index did not answer
 */
export type Liveness =
  | { readonly state: 'notYet' }
  | {
      readonly state: 'partial' | 'propagating' | 'live';
      readonly comparison: Comparison;
      readonly files: readonly IndexFile[];
    }
  | { readonly state: 'unknown'; readonly failure: IndexFailure };

/** The version that is looked for. */
export interface Sought {
  readonly name: string;
  /** In any PEP 440 spelling. */
  readonly version: string;
  readonly expected: ExpectedFiles;
}

/**
 * Looks once: at what has been uploaded, then at what pip sees. Only the JSON API tells the two apart, because the pages
 * of the Simple API can be minutes old; an index without it is `live` or `partial` by the Simple API alone.
 *
 * @throws the reason of `signal` where it was aborted
 */
export async function look(
  client: IndexClient,
  sought: Sought,
  signal?: AbortSignal,
): Promise<Liveness> {
  const { name, version, expected } = sought;
  const uploaded = client.hasVersions
    ? await answer(client.version(name, version, signal))
    : undefined;
  const pages = await answer(client.project(name, signal));

  const visible = pages instanceof IndexFailure ? [] : filesOfVersion(pages.files, name, version);
  const known = uploaded === undefined || uploaded instanceof IndexFailure ? [] : uploaded.files;
  const unseen = known.filter(file => !visible.some(({ fileName }) => fileName === file.fileName));
  // Either of the two may be the older one: a file that one of them serves is on the index.
  const files = [...visible, ...unseen];
  const comparison = compareFiles(expected, files);
  if (files.length > 0) {
    return {
      state: !comparison.complete ? 'partial' : unseen.length > 0 ? 'propagating' : 'live',
      comparison,
      files,
    };
  }
  const failure = [uploaded, pages].find(
    seen => seen instanceof IndexFailure && seen.reason !== 'notFound',
  );
  return failure instanceof IndexFailure ? { state: 'unknown', failure } : { state: 'notYet' };
}

async function answer<T>(question: Promise<T>): Promise<T | IndexFailure> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof IndexFailure) return error;
    throw error;
  }
}

export interface Watch {
  readonly client: IndexClient;
  readonly sought: Sought;
  readonly clock: Clock;
  /** Whether the job that uploads has begun. Until then the index is not asked at all. */
  readonly mayHaveUploaded: () => boolean;
  /** Called with every look. */
  readonly seen: (liveness: Liveness) => void;
  readonly signal?: AbortSignal;
}

const SHORTEST_PAUSE = 10_000;
const LONGEST_PAUSE = 30_000;

/** How long an index is watched after the upload may have begun. */
export const WATCH_TIMEOUT_MS = 30 * 60_000;

/**
 * Watches until the version is live: every 10 seconds at first, every 30 seconds later, for at most half an hour.
 *
 * @returns what was seen last; `live` unless the time ran out
 * @throws the reason of `signal` where it was aborted
 */
export async function watch({
  client,
  sought,
  clock,
  mayHaveUploaded,
  seen,
  signal,
}: Watch): Promise<Liveness> {
  signal?.throwIfAborted();
  while (!mayHaveUploaded()) await sleep(clock, SHORTEST_PAUSE, signal);
  const end = clock.now() + WATCH_TIMEOUT_MS;
  for (let pause = SHORTEST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 1.25)) {
    const liveness = await look(client, sought, signal);
    seen(liveness);
    const wait = Math.max(
      pause,
      liveness.state === 'unknown' ? (liveness.failure.retryAfter ?? 0) : 0,
    );
    if (liveness.state === 'live' || clock.now() + wait > end) return liveness;
    await sleep(clock, wait, signal);
  }
}
