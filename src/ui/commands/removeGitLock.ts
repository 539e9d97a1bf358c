import * as vscode from 'vscode';
import { relativePath } from '../../base/paths';
import { notifyInfo, notifyWarning } from '../notify';
import { pickPackage } from '../pick/pickPackage';
import type { Services } from '../services/services';

/**
 * *Remove Git Lock*: deletes the lock files that a git process left when it was killed, after asking. Refused while git is at
 * work in the repository.
 */
export async function removeGitLock(services: Services, target: unknown): Promise<void> {
  const pkg = await pickPackage(services, target);
  if (pkg === undefined) return;
  const { repository } = await services.workspace.sessions.open(pkg);
  const { files, processes } = await repository.locks();
  if (files.length === 0) {
    void notifyInfo(vscode.l10n.t('Git is not locked in {0}.', repository.root));
    return;
  }
  const remove = vscode.l10n.t('Remove Lock');
  const names = files.map(({ file, ageMs }) =>
    vscode.l10n.t('{0}, {1} s old', relativePath(repository.root, file), Math.round(ageMs / 1000)),
  );
  const answer = await notifyWarning(
    vscode.l10n.t('Remove the lock that git has left?'),
    {
      modal: true,
      detail: [
        ...names,
        processes === undefined
          ? vscode.l10n.t(
              'It is not known whether git is still at work here. Check that no git command runs in a terminal or another program.',
            )
          : vscode.l10n.t('A git process that is at work here keeps its lock.'),
      ].join('\n'),
    },
    remove,
  );
  if (answer !== remove) return;
  await repository.removeLocks(files);
  void notifyInfo(vscode.l10n.t('The lock was removed. Run the command again.'));
}
