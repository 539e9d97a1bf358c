import * as l10n from '@vscode/l10n';
import type { Check, CheckResult } from '../check';
import { settledCommit } from '../releaseCommit';

/** Whether rules of the remote let the release branch be pushed and the tag be made. What can't be read blocks nothing. */
export const protection: Check = async ({ context, facts, protection: ask }) => {
  if (ask === undefined) return [];
  const { intent } = context;
  const found = await ask();
  if (found === undefined) return [];
  const isThere = (fact: 'remoteBranch' | 'remoteTag') =>
    facts.some(({ id, observation }) => id === fact && observation.state === 'holds');
  const results: CheckResult[] = [];
  const isPushed = isThere('remoteBranch') || (await settledCommit(context)) !== undefined;
  if (!isPushed) results.push(...ofBranch(context.intent, found.branch));
  if (!isThere('remoteTag')) results.push(...ofTag(intent.tag, found.tag));
  return results;
};

const TITLE = () => l10n.t('Branch protection');

type Found = NonNullable<Awaited<ReturnType<NonNullable<Parameters<Check>[0]['protection']>>>>;

function ofBranch(
  { remoteBranch, pullRequest }: Parameters<Check>[0]['context']['intent'],
  { state, detail }: Found['branch'],
): CheckResult[] {
  const base = { id: 'protection', title: TITLE() } as const;
  if (pullRequest !== undefined)
    return [
      {
        ...base,
        state: 'ok',
        detail:
          state === 'none'
            ? l10n.t('The release goes through a pull request from {0}', pullRequest.branch)
            : l10n.t(
                '{0} is protected ({1}); the release goes through a pull request from {2}',
                remoteBranch,
                detail,
                pullRequest.branch,
              ),
      },
    ];
  const place = { remedy: { kind: 'pullRequest' } } as const;
  switch (state) {
    case 'none':
      return [];
    case 'mayBypass':
      return [
        {
          ...base,
          state: 'warning',
          detail: l10n.t('{0} is protected ({1}); you may push to it', remoteBranch, detail),
          advice: l10n.t('Choose this row to release through a pull request.'),
          place,
        },
      ];
    case 'unknown':
      return [
        {
          ...base,
          state: 'warning',
          detail: l10n.t('{0} is protected; only administrators can read its rules', remoteBranch),
          advice: l10n.t('Choose this row to release through a pull request.'),
          place,
        },
      ];
    case 'refused':
      return [
        {
          ...base,
          state: 'blocks',
          detail: l10n.t('{0} is protected ({1})', remoteBranch, detail),
          advice: l10n.t('Release through a pull request.'),
          place,
          canOverride: true,
        },
      ];
  }
}

function ofTag(tag: string, { state, detail, url }: Found['tag']): CheckResult[] {
  if (state !== 'refused') return [];
  return [
    {
      id: 'protection',
      title: l10n.t('Tag protection'),
      state: 'blocks',
      detail: l10n.t('You may not create {0} ({1})', tag, detail),
      advice: l10n.t('Ask an administrator for the right to create this tag.'),
      ...(url !== undefined && { place: { url } }),
      canOverride: true,
    },
  ];
}
