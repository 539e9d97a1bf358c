import * as vscode from 'vscode';
import { PYPI, type PackageIndex } from '../../packageIndex/packageIndex';

/** Asks whether to upload, naming index and version. PyPI is asked for twice, because nothing is ever taken back there. */
export async function confirmPublish(
  index: PackageIndex,
  name: string,
  version: string,
): Promise<boolean> {
  const publish = vscode.l10n.t('Publish to {0}', index.name);
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Publish {0} {1} to {2}?', name, version, index.name),
    {
      modal: true,
      detail: vscode.l10n.t(
        'The source distribution and the wheels of this computer alone are built and uploaded. Other platforms have none until a workflow builds them. A file name can never be used again on the index.',
      ),
    },
    publish,
  );
  if (answer !== publish) return false;
  if (index.id !== PYPI.id) return true;
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Publish {0} {1} to PyPI, for everybody?', name, version),
    prompt: vscode.l10n.t('Type the version {0} to confirm.', version),
    ignoreFocusOut: true,
    validateInput: text =>
      text.trim() === version ? undefined : vscode.l10n.t('This is not {0}.', version),
  });
  return typed?.trim() === version;
}
