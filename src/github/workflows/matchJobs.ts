import { ANYTHING, literalParts, matchesParts } from '../../base/wildcards';
import type { Job } from '../model';
import { placeOfName, PLATFORMS, type JobPlace } from './platform';
import type { PromisedJob } from './promisedJobs';

/** Promised jobs and those that GitHub has made. */
export interface MatchedJobs {
  /** In the order of `jobs`. A promised job that stands for several can occur more than once. */
  readonly pairs: readonly { readonly promised: PromisedJob; readonly job: Job }[];
  /** Promised, and not made yet. */
  readonly awaited: readonly PromisedJob[];
  /** Made, and promised by nothing. */
  readonly unexpected: readonly Job[];
}

/** Where a job belongs that no workflow file promised. */
export function placeJob(job: Pick<Job, 'name' | 'labels'>): JobPlace {
  return placeOfName(job.name, job.labels);
}

/** Orders by platform, then by name, for a list. */
export function compareInList(
  a: Pick<JobPlace, 'platform'> & { readonly name: string },
  b: Pick<JobPlace, 'platform'> & { readonly name: string },
): number {
  return (
    PLATFORMS.indexOf(a.platform) - PLATFORMS.indexOf(b.platform) ||
    a.name.localeCompare(b.name, 'en')
  );
}

/** One way to see that a job is the promised one; the surest come first. */
type Rule = (promised: PromisedJob, job: Job) => boolean;

const RULES: readonly Rule[] = [
  (promised, job) => promised.name === job.name,
  (promised, job) => sameCut(promised.name, job.name),
  (promised, job) => promised.name.includes('…') && isNamed(promised.name, job.name),
  (promised, job) =>
    baseOf(promised.name) === baseOf(job.name) && sharesValues(promised.name, job.name),
];

/** Rules that hold only where no other job and no other promised one fits as well. */
const LONE_RULES: readonly Rule[] = [
  (promised, job) =>
    baseOf(promised.name) === baseOf(job.name) && samePlace(promised, placeJob(job)),
  (promised, job) =>
    promised.labels.length > 0 &&
    sameSet(promised.labels, job.labels) &&
    samePlace(promised, placeJob(job)),
];

/**
 * Finds the promised job of each job: by its whole name, by its name as far as it was not cut, by its name without the
 * values of the matrix, and last by its runner. A job of a matrix that GitHub skips as a whole stands for all of them.
 */
export function matchJobs(promised: readonly PromisedJob[], jobs: readonly Job[]): MatchedJobs {
  const open = new Set(promised);
  const left = new Set(jobs);
  const found = new Map<Job, readonly PromisedJob[]>();
  const pair = (candidate: PromisedJob, job: Job): void => {
    found.set(job, [...(found.get(job) ?? []), candidate]);
    open.delete(candidate);
    left.delete(job);
  };
  for (const rule of RULES) {
    for (const job of left) {
      const candidate = [...open].find(candidate => !candidate.dynamic && rule(candidate, job));
      if (candidate !== undefined) pair(candidate, job);
    }
  }
  for (const candidate of promised.filter(({ dynamic }) => dynamic)) {
    for (const job of left) {
      if (belongsTo(candidate, job)) pair(candidate, job);
    }
  }
  for (const job of left) {
    if (job.conclusion !== 'skipped' || job.name.includes('(')) continue;
    for (const candidate of [...open].filter(({ name }) => baseOf(name) === job.name))
      pair(candidate, job);
  }
  for (const rule of LONE_RULES) {
    for (const job of left) {
      const [only, ...others] = [...open].filter(candidate => rule(candidate, job));
      if (
        only !== undefined &&
        others.length === 0 &&
        [...left].filter(other => rule(only, other)).length === 1
      )
        pair(only, job);
    }
  }
  return {
    pairs: jobs.flatMap(job => (found.get(job) ?? []).map(promised => ({ promised, job }))),
    awaited: promised.filter(candidate => open.has(candidate)),
    unexpected: jobs.filter(job => left.has(job)),
  };
}

/** Names that were cut are equal as far as the shorter one goes. */
function sameCut(promised: string, name: string): boolean {
  const a = promised.replace(CUT, '');
  const b = name.replace(CUT, '');
  if (a === promised && b === name) return false;
  return Math.min(a.length, b.length) >= MIN_CUT && (a.startsWith(b) || b.startsWith(a));
}

const CUT = /(?:\.\.\.|…)$/;

/** GitHub cuts at about a hundred characters; what ends in dots before that was written so. */
const MIN_CUT = 90;

/** Whether a name is the promised one, in which `…` stands for what only the run knows. */
function isNamed(promised: string, name: string): boolean {
  const [first = '', ...others] = promised.split('…');
  const parts = [
    ...literalParts(first),
    ...others.flatMap(text => [ANYTHING, ...literalParts(text)]),
  ];
  return matchesParts(parts, name);
}

function baseOf(name: string): string {
  const open = name.lastIndexOf('(');
  return open !== -1 && /^\([^()]*(?:\)|\.\.\.|…)$/s.test(name.slice(open))
    ? name.slice(0, open).trimEnd()
    : name;
}

function valuesOf(name: string): readonly string[] {
  return (/\(([^()]*)(?:\)|\.\.\.|…)$/s.exec(name)?.[1] ?? '')
    .split(/,\s*/)
    .filter(value => value !== '');
}

/** Whether all values of one name are among those of the other. */
function sharesValues(a: string, b: string): boolean {
  const [few, many] = [valuesOf(a), valuesOf(b)].sort((x, y) => x.length - y.length);
  return (
    few !== undefined &&
    many !== undefined &&
    few.length > 0 &&
    few.every(value => many.includes(value))
  );
}

/** Whether a job is one of those that a promised one stands for: of its matrix, or of the workflow that it calls. */
function belongsTo(promised: PromisedJob, job: Job): boolean {
  const base = baseOf(promised.name);
  return (
    job.name === base ||
    baseOf(job.name) === base ||
    job.name.startsWith(`${base} / `) ||
    (base.includes('…') && isNamed(base, job.name)) ||
    (promised.name.endsWith('(…)') && job.name.startsWith(`${base} (`))
  );
}

function samePlace(a: JobPlace, b: JobPlace): boolean {
  return a.platform === b.platform && a.architecture === b.architecture;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every(item => b.includes(item));
}
