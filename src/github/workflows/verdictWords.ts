import * as l10n from '@vscode/l10n';
import type { DispatchChoice } from './dispatchInputs';
import type { OpaqueEffect } from './effects';
import type { Idle, Publisher, Verdict } from './verdict';
import type { Place } from './workflow';
import { idleWords, placeOfIdle, eventWords } from './idleWords';

/** A verdict in words. The states are those of the checks of a plan. */
export interface WordedVerdict {
  readonly state: 'ok' | 'warning' | 'blocks' | 'unknown';
  readonly detail: string;
  readonly advice?: string;
  readonly place?: Place;
  /** Whether a new workflow would solve it. */
  readonly canCreate?: true;
}

/** @param tag the tag of the release that was asked about */
export function describeVerdict(verdict: Verdict, tag: string): WordedVerdict {
  switch (verdict.kind) {
    case 'publishes':
      return describePublishers(verdict.publishers);
    case 'twice':
      return {
        state: 'warning',
        detail: l10n.t(
          'The same files are uploaded more than once: {0}',
          verdict.publishers.map(publisherWords).join('; '),
        ),
        advice: l10n.t(
          'The second upload finds its files on the index, and fails or skips them. Keep one trigger.',
        ),
        ...placeOf(verdict.publishers),
      };
    case 'several':
      return {
        state: 'unknown',
        detail: l10n.t(
          'Several workflows publish: {0}. Whether they upload the same files is not known.',
          verdict.publishers.map(publisherWords).join('; '),
        ),
        advice: l10n.t('If two upload the same file, the second upload fails.'),
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
          'Files are uploaded, but not to PyPI: {0}',
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
        ...placeOfIdle(verdict.idle),
      };
    case 'otherEvents':
      return {
        state: 'warning',
        detail: [
          l10n.t('The release starts no workflow that publishes.'),
          ...verdict.idle.map(idle => idleWords(idle, tag)),
        ].join(' '),
        advice: l10n.t('Check that its event follows this release.'),
        ...placeOfIdle(verdict.idle),
      };
    case 'nothing':
      return describeNothing(verdict.idle, tag);
    case 'unknown':
      return describeUnknown(verdict, tag);
    case 'releaseByBot': {
      const waiting = verdict.waiting.map(({ workflow }) => `"${workflow.name}"`).join(', ');
      return {
        state: 'warning',
        detail: l10n.t(
          '"{0}" creates the GitHub Release itself ({1}). Events of GITHUB_TOKEN start no workflow: {2} does not start if that Release is first.',
          verdict.creator.workflow.name,
          verdict.creation.by,
          waiting,
        ),
        advice:
          verdict.choice === undefined
            ? l10n.t('Let that job create a draft, or use a token other than GITHUB_TOKEN.')
            : l10n.t('If the Release exists before ours: {0}', dispatchWords(verdict.choice)),
        place: verdict.creation.place,
      };
    }
    case 'releaseByWorkflow':
      if (verdict.creation.takesOver === false) {
        return {
          state: 'warning',
          detail: l10n.t(
            '"{0}" creates the GitHub Release itself ({1}), and fails if there is one already.',
            verdict.creator.workflow.name,
            verdict.creation.by,
          ),
          advice: l10n.t(
            'Wait for its Release before you publish ours: our notes then go into it.',
          ),
          place: verdict.creation.place,
        };
      }
      return {
        state: 'ok',
        detail: l10n.t(
          '"{0}" creates the GitHub Release itself ({1}). If it is first, our notes go into its Release.',
          verdict.creator.workflow.name,
          verdict.creation.by,
        ),
        place: verdict.creation.place,
      };
  }
}

function describePublishers(publishers: readonly Publisher[]): WordedVerdict {
  const detail = publishers.map(publisherWords).join('; ');
  const open = publishers.find(({ upload }) => upload.runs === 'maybe')?.upload;
  if (open !== undefined) {
    return {
      state: 'warning',
      detail:
        open.conditions.length === 0
          ? l10n.t('{0}, if the run before it succeeds', detail)
          : l10n.t('{0}, if its condition holds: {1}', detail, open.conditions.join(' && ')),
      advice: l10n.t('The condition depends on values that are known only when the workflow runs.'),
      place: open.place,
    };
  }
  return { state: 'ok', detail, ...(publishers[0] && { place: publishers[0].start.place }) };
}

function describeNothing(idle: readonly Idle[], tag: string): WordedVerdict {
  if (idle.length === 0)
    return {
      state: 'blocks',
      detail: l10n.t('No workflow publishes to a package index.'),
      advice: l10n.t('Create a workflow that does, or publish from this computer.'),
      canCreate: true,
    };
  return {
    state: 'blocks',
    detail: [
      l10n.t('No workflow would publish {0}.', tag),
      ...idle.map(one => idleWords(one, tag)),
    ].join(' '),
    advice: l10n.t('Change the workflow, or the tag, or publish from this computer.'),
    ...placeOfIdle(idle),
  };
}

/** So many things that were not read are named. */
const MAX_NAMED = 4;

/** So many publish steps that the release does not reach are named beside them. */
const MAX_IDLE = 2;

function describeUnknown(
  { opaque, unreadable, otherServices, choice, idle }: Extract<Verdict, { kind: 'unknown' }>,
  tag: string,
): WordedVerdict {
  const likely = opaque.filter(({ publishes }) => publishes === 'likely');
  const sorted = [...likely, ...opaque.filter(({ publishes }) => publishes !== 'likely')];
  const named = [
    ...new Set([
      ...unreadable.map(({ file, message }) => `${file}: ${message}`),
      ...sorted.map(opaqueWords),
      ...otherServices,
    ]),
  ];
  const place = unreadable[0] ?? sorted[0]?.place;
  const shown = named.slice(0, MAX_NAMED).join('; ');
  const detail =
    named.length > MAX_NAMED
      ? l10n.t(
          'Whether anything publishes is not known: {0}; and {1} more',
          shown,
          named.length - MAX_NAMED,
        )
      : l10n.t('Whether anything publishes is not known: {0}', shown);
  return {
    state: 'unknown',
    detail: [detail, ...idle.slice(0, MAX_IDLE).map(one => idleWords(one, tag))].join('. '),
    advice:
      choice === undefined
        ? l10n.t('Read these steps before you push the tag.')
        : l10n.t('Read these steps before you push the tag. {0}', dispatchWords(choice)),
    ...(place === undefined ? {} : { place: { file: place.file, start: place.start } }),
  };
}

/** A step that was not read: the job, and the program, script or action that it runs. */
export function opaqueWords({ job, uses }: OpaqueEffect): string {
  return l10n.t('job {0} runs {1}', job, uses);
}

/** How to start a workflow by hand. */
function dispatchWords({ workflow, inputs, ask, ref }: DispatchChoice): string {
  const asked = new Set(ask.map(({ name }) => name));
  const given = Object.entries(inputs)
    .filter(([name]) => !asked.has(name))
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(', ');
  const names = [...asked].join(', ');
  if (ref.startsWith('refs/heads/')) {
    const branch = ref.slice('refs/heads/'.length);
    return names === ''
      ? l10n.t('Run "{0}" on {1} with {2}.', workflow.name, branch, given || l10n.t('its defaults'))
      : l10n.t('Run "{0}" on {1}; it needs a value for {2}.', workflow.name, branch, names);
  }
  if (names !== '')
    return given === ''
      ? l10n.t('Run "{0}" on the tag; it needs a value for {1}.', workflow.name, names)
      : l10n.t(
          'Run "{0}" on the tag with {1}; it needs a value for {2}.',
          workflow.name,
          given,
          names,
        );
  return given === ''
    ? l10n.t('Run "{0}" on the tag.', workflow.name)
    : l10n.t('Run "{0}" on the tag with {1}.', workflow.name, given);
}

function publisherWords({ start, upload, jobs }: Publisher): string {
  return l10n.t(
    '"{0}" publishes to {1} {2} (job {3})',
    start.workflow.name,
    indexWords(upload.index),
    eventWords(start),
    jobs.join(', '),
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

function placeOf([first]: readonly Publisher[]): { readonly place?: Place } {
  return first === undefined ? {} : { place: first.upload.place };
}
