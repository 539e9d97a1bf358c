import * as l10n from '@vscode/l10n';
import type { Check, CheckResult } from '../check';
import type { FactReport } from '../engine';
import type { FactId } from '../fact';

/** Whether what is here builds on what the remote has. The fact of the remote branch has seen it. */
export const upToDate: Check = ({ context, facts }) =>
  Promise.resolve({
    id: 'upToDate',
    title: l10n.t('Up to date with {0}/{1}', context.intent.remote, context.intent.remoteBranch),
    ...fromFacts(facts, ['remoteBranch'], l10n.t('Nothing on the remote is missing here')),
  });

/** Whether the tag's name is legal and free here and on the remote, or already stands where it should. */
export const tag: Check = async ({ context, facts, settings }) => {
  const { intent, repository } = context;
  const title = l10n.t('Tag {0} is free', intent.tag);
  if (!/\$\{(?:version|pep440)\}/.test(settings.tagFormat)) {
    return {
      id: 'tag',
      title,
      state: 'blocks',
      detail: l10n.t('The tag format "{0}" has no place for the version', settings.tagFormat),
      advice: l10n.t('Change the setting budtiktok.release.tagFormat.'),
      place: { setting: 'budtiktok.release.tagFormat' },
    };
  }
  if (!(await repository.isTagName(intent.tag))) {
    return {
      id: 'tag',
      title,
      state: 'blocks',
      detail: l10n.t('"{0}" is not a legal tag name', intent.tag),
      advice: l10n.t('Change the setting budtiktok.release.tagFormat.'),
      place: { setting: 'budtiktok.release.tagFormat' },
    };
  }
  return {
    id: 'tag',
    title,
    ...fromFacts(
      facts,
      ['tag', 'remoteTag'],
      l10n.t('Neither here nor on {0} does another commit have it', intent.remote),
    ),
  };
};

/** Whether the push of the branch would publish other tags, perhaps old and forgotten ones. */
export const otherTags: Check = async ({ context }) => {
  const title = l10n.t('No other tags are pushed');
  if (!(await context.repository.followsTags()))
    return {
      id: 'otherTags',
      title,
      state: 'ok',
      detail: l10n.t('A push takes along what it names'),
    };
  return {
    id: 'otherTags',
    title,
    state: 'warning',
    detail: l10n.t('push.followTags is set'),
    advice: l10n.t(
      'The push takes along every annotated tag that {0} lacks. GitHub starts no workflow for more than three at once.',
      context.intent.remote,
    ),
  };
};

function fromFacts(
  facts: readonly FactReport[],
  ids: readonly FactId[],
  ok: string,
): Pick<CheckResult, 'state' | 'detail' | 'advice'> {
  const seen = facts.filter(({ id }) => ids.includes(id)).map(({ observation }) => observation);
  for (const observation of seen) {
    if (observation.state === 'conflict')
      return { state: 'blocks', detail: observation.detail, advice: observation.advice };
  }
  for (const observation of seen) {
    if (observation.state === 'unknown')
      return { state: 'unknown', detail: observation.detail, advice: observation.advice };
  }
  return { state: 'ok', detail: ok };
}
