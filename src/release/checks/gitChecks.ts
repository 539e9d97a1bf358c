import * as l10n from '@vscode/l10n';
import * as path from 'node:path';
import { type Check, type CheckResult, shorten } from '../check';
import type { ReleaseContext } from '../releaseContext';
import type { Condition } from '../repository';

/** Room for the edited files, a commit and what git keeps beside them. */
const ENOUGH_BYTES = 50 * 1024 * 1024;

/** Whether git can commit, sign and push: what would fail half-way is found before anything is touched. */
export const git: Check = async ({ context }) => {
  const { repository, intent } = context;
  const condition = await repository.condition(intent.remote, await context.files());
  const found = [
    locked(context, condition),
    hidden(context, condition),
    leftOut(context, condition),
    disk(condition),
    signing(condition),
    addresses(condition, intent.remote),
    history(condition),
  ].filter(result => result !== undefined);
  if (found.length > 0) return found;
  const { hooks } = condition;
  return {
    id: 'git',
    title: TITLE(),
    state: 'ok',
    detail:
      hooks.length === 0
        ? l10n.t('Nothing is in its way, and no hooks run')
        : l10n.t('Nothing is in its way. Hooks that run: {0}', hooks.join(', ')),
  };
};

const TITLE = () => l10n.t('Git can commit and push');

type Found = CheckResult | undefined;

function result(
  state: 'blocks' | 'warning',
  detail: string,
  advice: string,
  title = TITLE(),
): CheckResult {
  return { id: 'git', title, state, detail, advice };
}

function locked({ tree }: ReleaseContext, { locks: { files, processes } }: Condition): Found {
  const [lock] = files;
  if (lock === undefined) return undefined;
  const [pid] = processes ?? [];
  return pid === undefined
    ? result(
        'blocks',
        l10n.t('Git is locked by {0}', tree.relative(lock.file)),
        l10n.t('Run Remove Git Lock if no git command is running here.'),
      )
    : result(
        'blocks',
        l10n.t('Git is at work in this repository (process {0})', pid),
        l10n.t('Wait for it and check again.'),
      );
}

function hidden({ tree }: ReleaseContext, { hidden: files }: Condition): Found {
  const [first] = files;
  if (first === undefined) return undefined;
  return result(
    'blocks',
    l10n.t(
      'Git does not see changes of {0}, which is marked {1}',
      shorten(files.map(({ file }) => tree.relative(file))),
      first.flag,
    ),
    l10n.t('Run "git update-index --no-{0} {1}".', first.flag, tree.relative(first.file)),
  );
}

function leftOut({ tree }: ReleaseContext, { leftOut: files }: Condition): Found {
  const [first] = files;
  if (first === undefined) return undefined;
  return result(
    'warning',
    l10n.t('The sparse checkout leaves out {0}', shorten(files.map(file => tree.relative(file)))),
    l10n.t(
      'A version in it stays as it is. Run "git sparse-checkout add {0}" to release it as well.',
      path.posix.dirname(tree.relative(first)),
    ),
    l10n.t('Every manifest is checked out'),
  );
}

function disk({ isWritable, freeBytes }: Condition): Found {
  if (!isWritable)
    return result(
      'blocks',
      l10n.t('The repository cannot be written to'),
      l10n.t('Check the permissions of its folder.'),
    );
  if (freeBytes === undefined || freeBytes >= ENOUGH_BYTES) return undefined;
  return result(
    'blocks',
    l10n.t('The disk has {0} MB left', Math.floor(freeBytes / 1024 / 1024)),
    l10n.t('Free some space first.'),
  );
}

function signing({ signing: state }: Condition): Found {
  if (state === 'off' || state === 'works') return undefined;
  const title = l10n.t('Git can sign');
  if (state === 'waits')
    return result(
      'warning',
      l10n.t('No signature was made within 15 seconds'),
      l10n.t('Git may ask for a passphrase while the release is made. Unlock the key first.'),
      title,
    );
  return result(
    'blocks',
    l10n.t('Git could not sign: {0}', state.failed),
    l10n.t('Check user.signingKey and the agent that holds the key, or turn signing off.'),
    title,
  );
}

function addresses({ pushUrls, fetchUrl }: Condition, remote: string): Found {
  const [first, ...others] = pushUrls;
  if (first === undefined || fetchUrl === undefined) return undefined;
  const title = l10n.t('One address to push to');
  if (others.length > 0)
    return result(
      'warning',
      l10n.t('{0} is pushed to {1} addresses', remote, pushUrls.length),
      l10n.t('The release is looked for at {0} alone. Check the others yourself.', fetchUrl),
      title,
    );
  if (placeOf(first) === placeOf(fetchUrl)) return undefined;
  return result(
    'warning',
    l10n.t('{0} is read from {1} and pushed to {2}', remote, fetchUrl, first),
    l10n.t('The release stops until what is pushed can be read from the first address.'),
    title,
  );
}

/** Host and path of an address, without what differs between HTTPS and SSH. */
function placeOf(url: string): string {
  const [, host = '', path = url] =
    /^(?:[a-z+]+:\/\/)?(?:[^@/]+@)?([^:/]+)(?::\d+(?=\/))?[:/](.*)$/i.exec(url) ?? [];
  const parts = `${host}/${path.replace(/\.git\/?$/, '')}`.toLowerCase().split('/');
  return parts.filter(part => part !== '').join('/');
}

function history({ isShallow }: Condition): Found {
  if (!isShallow) return undefined;
  return result(
    'warning',
    l10n.t('This clone holds a part of the history only'),
    l10n.t('Run "git fetch --unshallow --tags" to see all commits and tags.'),
    l10n.t('The whole history is here'),
  );
}
