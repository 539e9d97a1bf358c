import * as l10n from '@vscode/l10n';
import { messageOf, UserFacingError } from '../base/errors';
import { withoutTrailing } from '../base/text';
import { sweepTemporaryFiles } from '../manifests/plan/writeFiles';
import { type Fact, type FactId, type FactMember, type Observation } from './fact';
import { changelog } from './facts/changelog';
import { commit } from './facts/commit';
import { builds, crates, hostedRelease, index, indexOf } from './facts/hosted';
import { mergedBranch } from './facts/mergedBranch';
import { pullRequest } from './facts/pullRequest';
import { releaseBranch } from './facts/releaseBranch';
import { remoteBranch } from './facts/remoteBranch';
import { remoteTag, tag } from './facts/tag';
import { locks, versions } from './facts/versions';
import { HeadGuard } from './headGuard';
import { recogniseOwn } from './record/recogniseOwn';
import { withMembers } from './memberFacts';
import type { ReleaseContext } from './releaseContext';

/** The facts of *Bump Version*: files alone. */
export const FILE_FACTS: readonly Fact[] = [versions, locks];

/** The facts up to the tag on the remote, in the order in which they are made. */
export const RELEASE_FACTS: readonly Fact[] = [
  ...FILE_FACTS,
  changelog,
  commit,
  releaseBranch,
  pullRequest,
  remoteBranch,
  mergedBranch,
  tag,
  remoteTag,
];

/** Facts that are made in this clone. */
const HERE: ReadonlySet<FactId> = new Set(['versions', 'locks', 'changelog', 'commit', 'tag']);

/** What is made once the notes are written. */
export const PUBLISH_FACTS: readonly Fact[] = [...RELEASE_FACTS, hostedRelease];

/**
 * Everything that is seen of a release where the remote is on GitHub.
 *
 * @param members the other distributions of the release
 */
export function hostedFacts(members: readonly FactMember[] = []): readonly Fact[] {
  return [...PUBLISH_FACTS, builds, ...members.map(indexOf), index, crates];
}

/** A fact as it was last seen. */
export interface FactReport {
  readonly id: FactId;
  readonly member?: FactMember;
  readonly title: string;
  readonly observation: Observation;
  /** Set while the fact is being made. */
  readonly inProgress?: true;
}

/** Whether a fact of the first package of a release holds. */
export function isHeld(facts: readonly FactReport[], id: FactId): boolean {
  return facts.some(
    fact => fact.id === id && fact.member === undefined && fact.observation.state === 'holds',
  );
}

export type Outcome =
  | { readonly result: 'done'; readonly facts: readonly FactReport[] }
  | { readonly result: 'cancelled'; readonly facts: readonly FactReport[] }
  /** A fact comes true without this program, such as the merge of a pull request. */
  | { readonly result: 'waiting'; readonly facts: readonly FactReport[]; readonly fact: FactReport }
  | { readonly result: 'failed'; readonly facts: readonly FactReport[]; readonly failure: Failure };

/** Why a release stopped. */
export interface Failure {
  readonly fact: FactId;
  readonly message: string;
  readonly advice: string;
  /** The error behind it, for the log. */
  readonly cause?: unknown;
}

export interface EngineOptions {
  readonly signal?: AbortSignal;
  /** Notified about every change of a fact, with all facts as they are known then. */
  readonly report?: (facts: readonly FactReport[]) => void;
}

/** Looks at every fact that has a part in the release and changes nothing. */
export function observeAll(facts: readonly Fact[], context: ReleaseContext): Promise<FactReport[]> {
  return context.look(async () => observeParts(await partsOf(facts, context), context));
}

function observeParts(facts: readonly Fact[], context: ReleaseContext): Promise<FactReport[]> {
  return context.look(async () => {
    const reports: FactReport[] = [];
    for (const fact of facts) reports.push(await observe(fact, context));
    return reports;
  });
}

async function partsOf(facts: readonly Fact[], context: ReleaseContext): Promise<Fact[]> {
  const parts: Fact[] = [];
  for (const fact of withMembers(facts, context)) {
    // Where that is not known, the look at the fact says why.
    if ((await fact.isPartOf?.(context).catch(() => true)) ?? true) parts.push(fact);
  }
  return parts;
}

/**
 * Makes the facts true in their order: each is observed, made where it is missing, and observed again, because only
 * what is seen counts. Stops before the first step where any fact conflicts or cannot be seen, and later at the first one
 * that does or that does not come true. Run again, it goes on at the first missing fact; run when all hold, it changes
 * nothing.
 */
export function runFacts(
  all: readonly Fact[],
  context: ReleaseContext,
  options: EngineOptions = {},
): Promise<Outcome> {
  context.forget();
  // One look from one step to the next: what a fact was seen by after it was made, the next one need not ask again.
  return context.look(() => makeFacts(all, context, options));
}

async function makeFacts(
  all: readonly Fact[],
  context: ReleaseContext,
  { signal, report }: EngineOptions,
): Promise<Outcome> {
  await sweepTemporaryFiles(await context.files().catch(() => []));
  await recogniseOwn(context);
  const guard = await HeadGuard.of(context);
  const facts = await partsOf(all, context);
  let reports = await observeParts(facts, context);
  const put = (next: FactReport) => {
    reports = reports.map(existing => (isSame(existing, next) ? next : existing));
    report?.(reports);
  };
  report?.(reports);
  // What would stop a later fact stops the release before anything is touched.
  const [obstacle] = reports.flatMap(obstacleOf);
  if (obstacle !== undefined) return { result: 'failed', facts: reports, failure: obstacle };

  for (const fact of facts) {
    const seen = await observe(fact, context);
    put(seen);
    if (seen.observation.state === 'holds') {
      await fact.complete?.(context).catch(() => undefined);
      continue;
    }
    const [failure] = obstacleOf(seen);
    if (failure !== undefined) return { result: 'failed', facts: reports, failure };
    if (seen.observation.state === 'inProgress')
      return { result: 'waiting', facts: reports, fact: seen };
    if (signal?.aborted) return { result: 'cancelled', facts: reports };

    put({ ...seen, inProgress: true });
    // Nothing that is made rests on what was seen before.
    const changes = HERE.has(fact.id) ? 'here' : 'all';
    context.forget(changes);
    const error = await make(fact, context, guard);
    context.forget(changes);
    const after = await observe(fact, context);
    put(after);
    // What is seen counts more than the answer: a push whose answer was lost may have arrived.
    if (after.observation.state === 'holds') continue;
    if (after.observation.state === 'inProgress')
      return { result: 'waiting', facts: reports, fact: after };
    if (error !== undefined)
      return { result: 'failed', facts: reports, failure: failureOf(fact, error) };
    const moved = await guard.check(fact).catch((found: unknown) => found);
    if (moved !== undefined)
      return { result: 'failed', facts: reports, failure: failureOf(fact, moved) };
    const [conflict] = obstacleOf(after);
    if (conflict !== undefined) return { result: 'failed', facts: reports, failure: conflict };
    return {
      result: 'failed',
      facts: reports,
      failure: {
        fact: fact.id,
        message: l10n.t(
          'No error was reported, and still it is not so: {0}: {1}.',
          after.title,
          after.observation.detail,
        ),
        advice: l10n.t('See the log for what git did, and try again.'),
      },
    };
  }
  return { result: 'done', facts: reports };
}

/** What was taken back and what stays, as phrases for a list. */
export interface Undone {
  readonly undone: readonly string[];
  readonly kept: readonly string[];
}

/**
 * Takes back what the release made and is still local, newest first: the tag, the commit, the files. What the journal does
 * not name was made by others, and stays. Nothing is undone once the tag is on the remote. Safe to repeat after a crash.
 *
 * @throws ReleaseError, GitFailure, WriteError
 */
export async function undoAll(facts: readonly Fact[], context: ReleaseContext): Promise<Undone> {
  context.forget();
  await sweepTemporaryFiles(await context.files().catch(() => []));
  await recogniseOwn(context);
  const undone: string[] = [];
  const kept: string[] = [];
  for (const fact of [...withMembers(facts, context)].reverse()) {
    const result = await fact.undo?.(context);
    context.forget();
    if (result === undefined || result.state === 'nothing') continue;
    (result.state === 'undone' ? undone : kept).push(result.detail);
  }
  return { undone, kept };
}

function obstacleOf({ id, title, observation }: FactReport): Failure[] {
  if (!('advice' in observation)) return [];
  return [
    {
      fact: id,
      message: `${title}: ${withoutTrailing(observation.detail, '.')}.`,
      advice: observation.advice,
    },
  ];
}

async function observe(fact: Fact, context: ReleaseContext): Promise<FactReport> {
  let observation: Observation;
  try {
    observation = await context.look(() => fact.observe(context));
  } catch (error) {
    // That it could not be seen is what is known of it.
    observation = { state: 'unknown', detail: messageOf(error), advice: adviceOf(error) };
  }
  return {
    id: fact.id,
    ...(fact.member !== undefined && { member: fact.member }),
    title: fact.title(context),
    observation,
  };
}

/** Whether two reports are about one fact. */
function isSame(one: FactReport, other: FactReport): boolean {
  return one.id === other.id && one.member?.manifest === other.member?.manifest;
}

async function make(fact: Fact, context: ReleaseContext, guard: HeadGuard): Promise<unknown> {
  try {
    await context.journal.check();
    await guard.check(fact);
    await fact.make(context);
    await guard.update(fact);
    return undefined;
  } catch (error) {
    return error ?? new Error('unknown');
  }
}

function failureOf(fact: Fact, error: unknown): Failure {
  return { fact: fact.id, message: messageOf(error), advice: adviceOf(error), cause: error };
}

function adviceOf(error: unknown): string {
  const advice = error instanceof UserFacingError ? error.advice : '';
  return advice === '' ? l10n.t('See the log for details, and try again.') : advice;
}
