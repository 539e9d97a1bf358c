import type { FactReport } from '../release/engine';
import type { FactId, Observation } from '../release/fact';
import type { Release } from './selectors';

/**
 * How far a release is.
 * - `unseen`: its facts could not be looked at
 * - `running`: the extension makes its facts
 * - `done`: every fact holds
 * - `buildFailed`: a platform build failed
 * - `building`: platform builds are running
 * - `arriving`: the package index has some of its files
 * - `published`: the package index has all of them, and another fact is open
 * - `tagged`: the tag is on the remote
 * - `inReview`: its pull request is open
 * - `paused`: it was confirmed, and its tag is not on the remote
 * - `unasked`: the tag is here; whether the remote has it is unknown
 * - `notReleased`: its tag is not here
 */
export type Phase =
  | 'unseen'
  | 'running'
  | 'done'
  | 'buildFailed'
  | 'building'
  | 'arriving'
  | 'published'
  | 'tagged'
  | 'inReview'
  | 'paused'
  | 'unasked'
  | 'notReleased';

const AFTER_TAG: readonly FactId[] = ['hostedRelease', 'builds', 'index', 'crates'];

export function phaseOf({
  facts,
  intent,
  running,
  note,
}: Pick<Release, 'facts' | 'intent' | 'running' | 'note'>): Phase {
  const state = (id: FactId): Observation['state'] | undefined =>
    facts.find(fact => fact.id === id)?.observation.state;
  if (running === true) return 'running';
  if (note !== undefined || facts.length === 0) return 'unseen';
  // Of a release that goes on, the facts after the tag are listed when they were looked at.
  const isWhole = intent === undefined || facts.some(({ id }) => AFTER_TAG.includes(id));
  if (isWhole && facts.every(({ observation }) => observation.state === 'holds')) return 'done';
  if (state('builds') === 'conflict') return 'buildFailed';
  if (state('builds') === 'inProgress') return 'building';
  if (state('index') === 'inProgress') return 'arriving';
  if (state('index') === 'holds') return 'published';
  if (state('remoteTag') === 'holds') return 'tagged';
  if (state('remoteBranch') === 'inProgress') return 'inReview';
  if (intent !== undefined) return 'paused';
  // A tag that is unknown is here and lightweight: only the remote says whether it is public.
  return state('tag') === 'holds' || state('tag') === 'unknown' ? 'unasked' : 'notReleased';
}

/** Whether others can see the release: its tag is on the remote, or its files are on the index. */
export function isPublic(facts: readonly FactReport[]): boolean {
  return facts.some(
    ({ id, observation }) =>
      observation.state === 'holds' && (id === 'remoteTag' || id === 'index'),
  );
}
