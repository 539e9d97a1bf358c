import * as l10n from '@vscode/l10n';
import { plural } from '../base/text';
import { type Clock, sleep } from '../base/clock';
import { IndexFailure } from '../packageIndex/packageIndex';
import { WATCH_TIMEOUT_MS } from '../packageIndex/publishedFiles';
import type { Observation } from '../release/fact';
import { unreadLines, versionIn } from './crateAvailability';
import type { CrateVersion } from './indexLines';
import type { SparseIndex } from './sparseIndex';

/** A crate of a release, with the registry that should serve it. */
export interface ExpectedCrate {
  readonly crate: string;
  /** As SemVer. */
  readonly version: string;
  readonly client: SparseIndex;
  /** Whether only the run knows if it is published. */
  readonly isOptional?: boolean;
}

/** Which crates a release should put on registries. */
export interface ExpectedCrates {
  readonly crates: readonly ExpectedCrate[];
  /** What may publish further crates and could not be read, such as a script; empty where everything was read. */
  readonly unread: readonly string[];
}

/** One crate of a release, as its registry was seen to serve it. */
export interface CrateRow {
  readonly crate: string;
  readonly version: string;
  /** Name of the registry, for people. */
  readonly registry: string;
  readonly state: 'served' | 'yanked' | 'missing' | 'unknown';
  /** A phrase. */
  readonly detail: string;
  readonly advice?: string;
  readonly publishedAt?: number;
  readonly isOptional?: boolean;
}

/** Asks for every crate once. @throws the reason of `signal` where it was aborted */
export async function lookAtCrates(
  { crates }: Pick<ExpectedCrates, 'crates'>,
  signal?: AbortSignal,
): Promise<readonly CrateRow[]> {
  return await Promise.all(crates.map(expected => lookAt(expected, signal)));
}

async function lookAt(
  { crate, version, client, isOptional = false }: ExpectedCrate,
  signal: AbortSignal | undefined,
): Promise<CrateRow> {
  const { registry } = client;
  const about = {
    crate,
    version,
    registry: registry.name,
    ...(isOptional && { isOptional }),
  };
  const missing: CrateRow = {
    ...about,
    state: 'missing',
    detail: registry.isMirror
      ? l10n.t('not on the mirror of {0}', registry.name)
      : l10n.t('missing'),
  };
  try {
    const found = await client.crate(crate, signal);
    const seen = versionIn(found.versions, version);
    if (seen !== undefined) return { ...about, ...servedRow(seen) };
    if (found.unread > 0) throw unreadLines(client, crate);
    return missing;
  } catch (error) {
    if (!(error instanceof IndexFailure)) throw error;
    if (error.reason === 'notFound') return missing;
    return {
      ...about,
      state: 'unknown',
      detail: error.message.replace(/\.$/, ''),
      advice: error.advice,
    };
  }
}

function servedRow({
  yanked,
  rustVersion,
  publishedAt,
}: CrateVersion): Pick<CrateRow, 'state' | 'detail' | 'publishedAt'> {
  return {
    state: yanked ? 'yanked' : 'served',
    detail: yanked
      ? l10n.t('yanked')
      : rustVersion === undefined
        ? l10n.t('published')
        : l10n.t('published, for Rust {0} and later', rustVersion),
    ...(publishedAt !== undefined && { publishedAt }),
  };
}

/** How a look at crates is shown as a fact. */
export interface CratesReading {
  readonly unread: readonly string[];
  /** As for the files of a Python index: `awaited` while an upload was just seen to end. */
  readonly waiting: 'once' | 'awaited' | 'timedOut';
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function observedCrates(
  rows: readonly CrateRow[],
  { unread, waiting, now }: CratesReading,
): Observation {
  const served = rows.filter(({ state }) => state === 'served');
  const absent = rows.filter(({ state }) => state === 'missing');
  const missing = absent.filter(({ isOptional }) => isOptional !== true).map(({ crate }) => crate);
  const yanked = rows.find(({ state }) => state === 'yanked');
  const unknown = rows.find(({ state }) => state === 'unknown');
  const [notRead] = unread;
  if (yanked !== undefined)
    return {
      state: 'conflict',
      detail: l10n.t('{0} {1} is yanked', yanked.crate, yanked.version),
      advice: l10n.t('Release the next version, or run cargo yank --undo.'),
    };
  if (unknown !== undefined)
    return {
      state: 'unknown',
      detail: l10n.t('{0}: {1}', unknown.crate, unknown.detail),
      advice: unknown.advice ?? '',
    };
  if (rows.length === 0)
    return {
      state: 'unknown',
      detail:
        notRead === undefined
          ? l10n.t('no crate to publish was found')
          : l10n.t('which crates {0} publishes is not known', notRead),
      advice: l10n.t('Look at the crates on the registry.'),
    };
  if (missing.length > 0) {
    const detail =
      served.length === 0
        ? l10n.t('Nothing there yet')
        : l10n.t('{0} of {1} crates; missing: {2}', served.length, rows.length, missing.join(', '));
    const newest = Math.max(0, ...served.map(({ publishedAt = 0 }) => publishedAt));
    if (waiting === 'awaited' || (waiting === 'once' && now - newest < WATCH_TIMEOUT_MS))
      return { state: 'inProgress', detail };
    if (served.length === 0) return { state: 'missing', detail };
    return {
      state: 'conflict',
      detail,
      advice: l10n.t(
        'Run the job that publishes again, or Publish Crates, which leaves out what the registry has.',
      ),
    };
  }
  const [optional] = absent;
  if (optional !== undefined)
    return {
      state: waiting === 'awaited' ? 'inProgress' : 'unknown',
      detail: l10n.t(
        '{0} is not there; a condition of the workflow decides about it',
        optional.crate,
      ),
      advice: l10n.t('See in the run whether the step that publishes it was skipped.'),
    };
  if (notRead !== undefined)
    return {
      state: 'unknown',
      detail: plural(
        rows.length,
        l10n.t('1 crate; {0} can publish more', notRead),
        l10n.t('{0} crates; {1} can publish more', rows.length, notRead),
      ),
      advice: l10n.t('Compare with the log of the job that publishes.'),
    };
  return { state: 'holds', detail: cratesText(rows) };
}

function cratesText(rows: readonly CrateRow[]): string {
  return rows.length <= 3
    ? rows.map(({ crate }) => crate).join(', ')
    : l10n.t('{0} crates', rows.length);
}

const SHORTEST_PAUSE = 5_000;
const LONGEST_PAUSE = 30_000;

/**
 * Looks again and again until every crate is served, or the time is over. A registry that does not answer is asked again.
 *
 * @returns what was seen last
 * @throws the reason of `signal` where it was aborted
 */
export async function watchCrates(
  expected: Pick<ExpectedCrates, 'crates'>,
  clock: Clock,
  seen: (rows: readonly CrateRow[]) => void,
  signal?: AbortSignal,
): Promise<readonly CrateRow[]> {
  const end = clock.now() + WATCH_TIMEOUT_MS;
  for (let pause = SHORTEST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 1.5)) {
    const rows = await lookAtCrates(expected, signal);
    seen(rows);
    const isOpen = rows.some(({ state }) => state === 'missing' || state === 'unknown');
    if (!isOpen || clock.now() + pause > end) return rows;
    await sleep(clock, pause, signal);
  }
}
