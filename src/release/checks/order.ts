import * as l10n from '@vscode/l10n';
import { compareWritten, readVersion } from '../../versions/writtenVersion';
import type { Check } from '../check';
import { releaseTags } from '../releaseTags';

/** Whether the version is above everything that was released from this branch. */
export const order: Check = async ({ context, settings }) => {
  const { intent, repository, version } = context;
  const title = l10n.t('Above the last release');
  const [newest] = releaseTags(await repository.tags(), intent.package, settings.tagFormat).filter(
    ({ tag }) => tag !== intent.tag,
  );
  if (newest === undefined)
    return {
      id: 'order',
      title,
      state: 'ok',
      detail: l10n.t('No release tag is on this branch yet'),
    };
  if (compareWritten(newest.written, readVersion(version.pep440, 'pep440')) < 0) {
    return {
      id: 'order',
      title,
      state: 'ok',
      detail: l10n.t('The last release tag is {0}', newest.tag),
    };
  }
  return {
    id: 'order',
    title,
    state: 'warning',
    detail: l10n.t('{0} is not below {1}', newest.tag, version.semver),
    advice: l10n.t('pip and Cargo would go on to prefer the older release.'),
  };
};
