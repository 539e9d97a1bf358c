import * as l10n from '@vscode/l10n';
import type { Check } from '../check';

/** Whether the package index still takes the version. Once the tag is on the remote the question comes too late. */
export const available: Check = async ({ index: ask, facts }) => {
  if (ask === undefined) return [];
  const title = l10n.t('Free on the package index');
  if (facts.some(({ id, observation }) => id === 'remoteTag' && observation.state === 'holds')) {
    return { id: 'index', title, state: 'ok', detail: l10n.t('The release is public already') };
  }
  const verdict = await ask();
  return {
    id: 'index',
    title,
    ...verdict,
    ...(verdict.state === 'unknown' && { place: { setting: 'budtiktok.index.check' } }),
  };
};
