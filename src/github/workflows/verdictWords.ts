import * as l10n from '@vscode/l10n';
import type { DispatchChoice } from './dispatchInputs';
import type { Idle, Publisher, Verdict } from './verdict';
import type { Start, StartRefusal } from './analyzeTriggers';
import type { Place } from './workflow';

/** A verdict in words. The states are those of the checks of a plan. */
export interface WordedVerdict {
  readonly state: 'ok' | 'warning' | 'blocks' | 'unknown';
  readonly detail: string;
  readonly advice?: string;
  readonly place?: Place;
  /** Whether a workflow that is made anew would be the remedy. */
  readonly canCreate?: true;
}

/** @param tag the tag of the release that was asked about */
export function describeVerdict(verdict: Verdict, tag: string): WordedVerdict {
  switch (verdict.kind) {
    case 'publishes': {
      const { start, upload } = verdict.publisher;
      const detail = publisherWords(verdict.publisher);
      if (upload.runs === 'maybe') {
        return {
          state: 'warning',
          detail: l10n.t(
            '{0}, if its condition holds: {1}',
            detail,
            upload.conditions.join(' && '),
          ),
          advice: l10n.t('The condition turns on what is known only when the workflow runs.'),
          place: upload.place,
        };
      }
      return { state: 'ok', detail, place: start.place };
    }
    case 'twice':
      return {
        state: 'warning',
        detail: l10n.t(
          'More than one workflow publishes: {0}',
          verdict.publishers.map(publisherWords).join('; '),
        ),
        advice: l10n.t(
          'The second one finds its files on the index already, and fails or passes them over.',
        ),
        ...placeOf(verdict.publishers),
      };
    case 'severalRuns':
      return {
        state: 'warning',
        detail: l10n.t(
          '"{0}" starts {1} runs for one Release: {2}',
          verdict.start.workflow.name,
          verdict.start.activities.length,
          verdict.start.activities.join(', '),
        ),
        advice: l10n.t('Name one activity in its file: "types: [published]".'),
        place: verdict.start.place,
      };
    case 'notPyPI':
      return {
        state: 'warning',
        detail: l10n.t(
          'Only another index than PyPI gets files: {0}',
          verdict.publishers.map(publisherWords).join('; '),
        ),
        ...placeOf(verdict.publishers),
      };
    case 'dispatchOnly':
      return {
        state: 'warning',
        detail: [
          l10n.t('Nothing publishes by itself.'),
          ...verdict.idle.map(idle => idleWords(idle, tag)),
        ].join(' '),
        advice: dispatchWords(verdict.choice),
        ...(verdict.idle[0] === undefined ? {} : { place: idlePlace(verdict.idle[0]) }),
      };
    case 'nothing':
      return {
        state: 'blocks',
        detail:
          verdict.idle.length === 0
            ? l10n.t('No workflow publishes to a package index.')
            : [
                l10n.t('No workflow would publish {0}.', tag),
                ...verdict.idle.map(idle => idleWords(idle, tag)),
              ].join(' '),
        advice:
          verdict.idle.length === 0
            ? l10n.t('Create a workflow that does, or publish from this computer.')
            : l10n.t('Change the workflow, or the tag, or publish from this computer.'),
        ...(verdict.idle[0] === undefined
          ? { canCreate: true }
          : { place: idlePlace(verdict.idle[0]) }),
      };
    case 'unknown': {
      const place = verdict.unreadable[0] ?? verdict.opaque[0]?.place;
      return {
        state: 'unknown',
        detail: l10n.t(
          'Whether anything publishes cannot be told: {0}',
          [
            ...new Set([
              ...verdict.unreadable.map(({ file, message }) => `${file}: ${message}`),
              ...verdict.opaque.map(({ job, uses }) => l10n.t('{0} uses {1}', job, uses)),
            ]),
          ].join('; '),
        ),
        advice: l10n.t('Look at the workflow before the tag is pushed.'),
        ...(place === undefined ? {} : { place: { file: place.file, start: place.start } }),
      };
    }
    case 'releaseByBot': {
      const waiting = verdict.waiting.map(({ workflow }) => `"${workflow.name}"`).join(', ');
      return {
        state: 'warning',
        detail: l10n.t(
          '"{0}" makes the GitHub Release itself ({1}). What GITHUB_TOKEN does starts no workflow, so {2} does not start if it is first.',
          verdict.creator.workflow.name,
          verdict.creation.by,
          waiting,
        ),
        advice:
          verdict.choice === undefined
            ? l10n.t('Let that job make a draft, or use a token other than GITHUB_TOKEN.')
            : l10n.t('If the Release is there before ours: {0}', dispatchWords(verdict.choice)),
        place: verdict.creation.place,
      };
    }
    case 'releaseByWorkflow':
      if (verdict.creation.takesOver === false) {
        return {
          state: 'warning',
          detail: l10n.t(
            '"{0}" makes the GitHub Release itself ({1}), and fails where there is one already.',
            verdict.creator.workflow.name,
            verdict.creation.by,
          ),
          advice: l10n.t(
            'Wait for its Release before ours is published: our notes are then put into it.',
          ),
          place: verdict.creation.place,
        };
      }
      return {
        state: 'ok',
        detail: l10n.t(
          '"{0}" makes the GitHub Release itself ({1}). Where it is first, our notes are put into its Release.',
          verdict.creator.workflow.name,
          verdict.creation.by,
        ),
        place: verdict.creation.place,
      };
  }
}

/** How to start a workflow by hand, in one sentence. */
function dispatchWords({ workflow, inputs }: DispatchChoice): string {
  const given = Object.entries(inputs)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(', ');
  return given === ''
    ? l10n.t('Run "{0}" on the tag.', workflow.name)
    : l10n.t('Run "{0}" on the tag with {1}.', workflow.name, given);
}

function publisherWords({ start, upload }: Publisher): string {
  return l10n.t(
    '"{0}" publishes to {1} {2} (job {3})',
    start.workflow.name,
    indexWords(upload.index),
    eventWords(start),
    upload.job,
  );
}

/** An index as people call it. */
export function indexWords(index: Publisher['upload']['index']): string {
  switch (index) {
    case 'pypi':
      return 'PyPI';
    case 'testpypi':
      return 'TestPyPI';
    case 'other':
      return l10n.t('another index');
    case 'unknown':
      return l10n.t('an index that the run decides');
  }
}

function eventWords({ event }: Start): string {
  switch (event.name) {
    case 'push':
    case 'create':
      return l10n.t('when the tag is pushed');
    case 'release':
      return l10n.t('when the Release is published');
    case 'workflow_run':
      return l10n.t('after another workflow');
    case 'workflow_dispatch':
      return l10n.t('when it is run by hand');
    default:
      return l10n.t('on {0}', event.name);
  }
}

function idleWords(idle: Idle, tag: string): string {
  if (idle.kind === 'condition') {
    const { start, upload } = idle;
    return l10n.t(
      '"{0}" starts {1}, but the condition of {2} does not hold: {3}',
      start.workflow.name,
      eventWords(start),
      upload.job,
      upload.conditions.join(' && '),
    );
  }
  const { workflow, refusal } = idle.refused;
  return l10n.t(
    '{0}, line {1}: {2}',
    workflow.path,
    idlePlace(idle).start.line + 1,
    refusalWords(refusal, tag),
  );
}

/** Why a workflow does not start, in one sentence. */
function refusalWords(refusal: StartRefusal, tag: string): string {
  switch (refusal.kind) {
    case 'tags':
      return l10n.t(
        'no tag filter lets {0} in ({1}).',
        tag,
        refusal.patterns.map(({ text }) => text).join(', '),
      );
    case 'ignored':
      return l10n.t('the pattern {0} keeps {1} out.', refusal.pattern.text, tag);
    case 'branchesOnly':
      return l10n.t('the push is filtered by branches alone, which shuts out tags.');
    case 'activities':
      return l10n.t(
        'it waits for a Release that is {0}; this one is {1}.',
        refusal.types.join(', '),
        refusal.caused.join(', '),
      );
    case 'otherEvents':
      return l10n.t('it starts on {0} only.', refusal.events.join(', '));
    case 'noRelease':
      return l10n.t('it waits for a Release, and none is published.');
  }
}

function idlePlace(idle: Idle): Place {
  if (idle.kind === 'condition') return idle.upload.place;
  const { place, refusal } = idle.refused;
  const start =
    refusal.kind === 'tags'
      ? refusal.patterns[0]?.start
      : refusal.kind === 'ignored'
        ? refusal.pattern.start
        : undefined;
  return start === undefined ? place : { file: place.file, start };
}

function placeOf(publishers: readonly Publisher[]): { readonly place?: Place } {
  const [first] = publishers;
  return first === undefined ? {} : { place: first.upload.place };
}
