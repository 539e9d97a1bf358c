import { sleep, type Clock } from '../base/clock';
import { compareFiles, filesOfVersion, type Comparison } from './compareFiles';
import type { ExpectedFiles } from './expectedFiles';
import { IndexFailure } from './failure';
import type { IndexClient } from './indexClient';
import type { IndexFile } from './model';

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
  // Either of the two may be the older one, so that what one of them serves is there.
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
