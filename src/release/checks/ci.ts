import * as l10n from '@vscode/l10n';
import type { Check, CheckResult } from '../check';
import { short } from '../releaseContext';
import { shorten } from './shorten';

/**
 * How CI stands on the commit that is released, or that the release commit will follow. It is never a trap: what is red,
 * unfinished or silent may be released anyway. Once the tag is on the remote the question comes too late.
 */
export const ci: Check = async ({ ci: ask, context, facts, settings }) => {
  if (ask === undefined || settings.ci === 'off') return [];
  const title = l10n.t('CI on the commit');
  if (facts.some(({ id, observation }) => id === 'remoteTag' && observation.state === 'holds')) {
    return { id: 'ci', title, state: 'ok', detail: l10n.t('The release is public already') };
  }
  const found = await context.releaseCommit();
  const commit = found.state === 'found' ? found.commit : (await context.head()).commit;
  if (commit === undefined) return [];
  const name = short(commit);
  const place = { setting: 'budtiktok.release.ci' };
  const stands = (
    state: 'blocks' | 'unknown',
    result: Omit<CheckResult, 'id' | 'title' | 'state'>,
  ): CheckResult => ({
    id: 'ci',
    title,
    place,
    ...result,
    ...(settings.ci === 'block' ? { state, canOverride: true } : { state: 'warning' }),
  });

  const verdict = await ask(commit);
  switch (verdict.state) {
    case 'notAsked':
      return {
        id: 'ci',
        title,
        state: 'warning',
        detail: verdict.detail,
        advice: verdict.advice,
        place: { remedy: { kind: 'setUp' } },
      };
    case 'notPushed':
      return {
        id: 'ci',
        title,
        state: 'warning',
        detail: l10n.t('{0} is not on the remote, so nothing has been built of it yet', name),
        advice: l10n.t('Push the branch first to see how it is built.'),
      };
    case 'unknown':
      return stands('unknown', { detail: verdict.detail, advice: verdict.advice });
    case 'reported': {
      const { passed, pending, failed, url } = verdict;
      if (failed.length > 0) {
        return stands('blocks', {
          detail: l10n.t('Failed on {0}: {1}', name, shorten(failed)),
          advice: l10n.t('See why before it is released: this row opens the page.'),
          place: { url },
        });
      }
      if (pending.length > 0) {
        return stands('blocks', {
          detail: l10n.t('Not finished on {0}: {1}', name, shorten(pending)),
          advice: l10n.t('Wait for it, then check again.'),
          place: { url },
        });
      }
      if (passed.length === 0) {
        return stands('unknown', {
          detail: l10n.t('Nothing was reported for {0}', name),
          advice: l10n.t('CI may not have begun, or there is none for this commit.'),
        });
      }
      return {
        id: 'ci',
        title,
        state: 'ok',
        detail: l10n.t('{0} of {0} succeeded on {1}', passed.length, name),
      };
    }
  }
};
