import * as path from 'node:path';
import * as l10n from '@vscode/l10n';
import { SETTINGS_FILE } from '../../manifests/settingsFile';
import { isBuildProduct } from '../../manifests/walk';
import type { Check } from '../check';
import { shorten } from './shorten';

/** Whether the working tree holds changes that a release would leave out, or take in by mistake. */
export const changes: Check = async ({ context, contents, settings }) => {
  const title = l10n.t('Working tree is clean');
  const names = (files: readonly string[]) =>
    shorten(files.map(file => context.tree.relative(file)));
  if (contents.foreign.length > 0) {
    return {
      id: 'changes',
      title,
      state: 'blocks',
      detail: l10n.t('Other changes beside the version in {0}', names(contents.foreign)),
      advice: l10n.t(
        'Commit or stash them first. The release commit takes in what the plan changes, and nothing else.',
      ),
    };
  }
  const ours = new Set([...contents.files, ...contents.untracked]);
  const others = (await context.repository.status()).filter(
    ({ file, staged }) => !ours.has(file) && !staged,
  );
  // Answers about versions are remembered in the editor's settings, which no build reads.
  const settingsFile = path.join(context.repository.root, SETTINGS_FILE);
  const changed = others
    .filter(({ changed, file }) => changed && file !== settingsFile && !isBuildProduct(file))
    .map(({ file }) => file);
  if (changed.length > 0) {
    return {
      id: 'changes',
      title,
      state: settings.uncommittedChanges === 'warn' ? 'warning' : 'blocks',
      detail: l10n.t('Changed and not committed: {0}', names(changed)),
      advice: l10n.t(
        'The release would be built without them. Commit or stash them, or allow it in the settings.',
      ),
      place: { setting: 'budtiktok.release.uncommittedChanges' },
    };
  }
  if (others.length > 0) {
    return {
      id: 'changes',
      title,
      state: 'warning',
      detail: l10n.t('Not part of the release: {0}', names(others.map(({ file }) => file))),
      advice: l10n.t('Add what belongs to the package to git; the rest can stay.'),
    };
  }
  return { id: 'changes', title, state: 'ok', detail: l10n.t('Nothing but the plan changes') };
};
