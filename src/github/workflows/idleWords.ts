import * as l10n from '@vscode/l10n';
import type { Idle } from './verdict';
import type { StartRefusal, Start } from './analyzeTriggers';
import { passingTag } from './tagFormats';
import type { Place } from './workflow';

export function idleWords(idle: Idle, tag: string): string {
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
    case 'tags': {
      const patterns = refusal.patterns.map(({ text }) => text);
      const passing = passingTag(patterns, tag);
      if (patterns.length === 0) return l10n.t('its list of tags is empty, which matches no tag.');
      return passing === undefined
        ? l10n.t('no tag filter matches {0} ({1}).', tag, patterns.join(', '))
        : l10n.t('no tag filter matches {0} ({1}); {2} passes.', tag, patterns.join(', '), passing);
    }
    case 'ignored':
      return l10n.t('the pattern {0} excludes {1}.', refusal.pattern.text, tag);
    case 'branchesOnly':
      return l10n.t('the push filters name branches only, which excludes tags.');
    case 'activities':
      return l10n.t(
        'it waits for a Release that is {0}; this one is {1}.',
        refusal.types.join(', '),
        refusal.caused.join(', '),
      );
    case 'otherEvents':
      return l10n.t('it starts on {0} only.', refusal.events.join(', '));
    case 'noRelease':
      return l10n.t('it waits for a Release, and this release creates none.');
    case 'skipped':
      return l10n.t('"{0}" in the commit message skips it.', refusal.directive);
  }
}

export function idlePlace(idle: Idle): Place {
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

export function placeOfIdle([first]: readonly Idle[]): { readonly place?: Place } {
  return first === undefined ? {} : { place: idlePlace(first) };
}

export function eventWords({ event }: Start): string {
  switch (event.name) {
    case 'push':
      return event.ref.startsWith('refs/heads/')
        ? l10n.t('when the branch is pushed')
        : l10n.t('when the tag is pushed');
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
