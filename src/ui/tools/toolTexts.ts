import type { CheckResult } from '../../release/check';
import type { FactReport } from '../../release/engine';
import { type Intent, releasedVersions } from '../../release/intent';
import { blockers, type ReleasePlan } from '../../release/releasePlan';
import type { Release } from '../selectors';

/** What the tools answer: facts, one a line, in the words of the instructions of a model. It is not for the screen. */

export function statusText(name: string, release: Release | undefined): string {
  if (release === undefined) return `${name}: nothing was seen of a release yet.`;
  const { version, facts, note, failure, lastTag, intent } = release;
  return [
    `${name} ${version}`,
    ...(intent === undefined ? [] : together(intent)),
    ...(lastTag === undefined ? [] : [`newest release tag: ${lastTag}`]),
    ...(note === undefined ? [] : [oneLine(`not known: ${note}`)]),
    ...facts.map(factLine),
    ...(failure === undefined ? [] : [oneLine(`failed at ${failure.fact}: ${failure.message}`)]),
  ].join('\n');
}

export function planText(plan: ReleasePlan, intent: Intent): string {
  const { package: name, version, remote } = intent;
  const found = blockers(plan);
  return [
    `Plan: ${name} ${version} to ${remote}`,
    ...together(intent),
    found.length === 0 && plan.entry === undefined
      ? 'It can be started.'
      : 'It cannot be started yet.',
    ...(plan.entry === undefined ? [] : ['undecided: the text of the changelog section']),
    ...plan.facts.map(factLine),
    ...plan.checks.filter(({ state }) => state !== 'ok').map(checkLine),
    `files that change: ${plan.changes.length}`,
  ].join('\n');
}

function together(intent: Intent): string[] {
  const versions = releasedVersions(intent);
  return versions.length === 1 ? [] : [`released together: ${versions.join(', ')}`];
}

function factLine({ title, observation }: FactReport): string {
  return oneLine(`${title}: ${observation.state}: ${observation.detail}`);
}

/** A fact is one line: a name or a message of a server can't add another one. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ');
}

function checkLine({ title, state, detail, advice }: CheckResult): string {
  return oneLine(
    `check ${title}: ${state}: ${detail}${advice === undefined ? '' : ` (${advice})`}`,
  );
}
