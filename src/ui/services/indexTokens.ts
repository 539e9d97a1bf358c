import * as vscode from 'vscode';
import { normalizedName } from '../../base/names';
import type { BuiltFile } from '../../maturin/publishSteps';
import { type PackageIndex, PYPI } from '../../packageIndex/packageIndex';
import { fileSize } from '../../packageIndex/placeRows';
import { notifyWarning, promptText } from '../notify';

/** API tokens of package indexes, kept encrypted by VS Code, one for each index and project. */
export class IndexTokens {
  constructor(private readonly secrets: vscode.SecretStorage) {}

  /** The token for uploads of a project; the user is asked where there is none. Undefined where they decline. */
  async asking(index: PackageIndex, project: string): Promise<string | undefined> {
    const known = await this.secrets.get(keyOf(index, project));
    if (known !== undefined) return known;
    const entered = await promptText({
      title: vscode.l10n.t('API token of {0} for {1}', index.name, project),
      prompt: vscode.l10n.t(
        'It starts with "pypi-". It is kept encrypted, and given to the upload to {0} only.',
        index.name,
      ),
      password: true,
      ignoreFocusOut: true,
      validateInput: text =>
        /^pypi-\S+$/.test(text.trim())
          ? undefined
          : vscode.l10n.t('An API token starts with "pypi-" and has no spaces in it.'),
    });
    const token = entered?.trim();
    if (token === undefined || token === '') return undefined;
    await this.secrets.store(keyOf(index, project), token);
    return token;
  }

  async forget(index: PackageIndex, project: string): Promise<void> {
    await this.secrets.delete(keyOf(index, project));
  }
}

function keyOf({ id }: PackageIndex, project: string): string {
  return `indexToken:${id}:${normalizedName(project)}`;
}

/** Asks whether to build and publish files that may not be those of the release. @param doubts whole sentences */
export async function confirmDoubts(
  index: PackageIndex,
  name: string,
  version: string,
  doubts: readonly string[],
): Promise<boolean> {
  if (doubts.length === 0) return true;
  const anyway = vscode.l10n.t('Build and Publish Anyway');
  const answer = await notifyWarning(
    vscode.l10n.t(
      'Publish {0} {1} to {2}, although this may not be the release?',
      name,
      version,
      index.name,
    ),
    { modal: true, detail: doubts.join('\n') },
    anyway,
  );
  return answer === anyway;
}

/**
 * Asks whether to upload, naming index, version and each file. PyPI is asked for twice, because nothing is ever taken back
 * there.
 */
export async function confirmPublish(
  index: PackageIndex,
  name: string,
  version: string,
  files: readonly BuiltFile[],
): Promise<boolean> {
  const publish = vscode.l10n.t('Publish to {0}', index.name);
  const answer = await notifyWarning(
    vscode.l10n.t('Publish {0} {1} to {2}?', name, version, index.name),
    {
      modal: true,
      detail: [
        ...files.map(file => `${file.name}\n${fileSize(file.size)}, SHA-256 ${file.sha256}`),
        vscode.l10n.t(
          'These files are uploaded. Other platforms have none until a workflow builds them. A file name can never be used again on the index.',
        ),
      ].join('\n\n'),
    },
    publish,
  );
  if (answer !== publish) return false;
  if (index.id !== PYPI.id) return true;
  const typed = await promptText({
    title: vscode.l10n.t('Publish {0} {1} to PyPI for everyone?', name, version),
    prompt: vscode.l10n.t('Type the version {0} to confirm.', version),
    ignoreFocusOut: true,
    validateInput: text =>
      text.trim() === version ? undefined : vscode.l10n.t('This is not {0}.', version),
  });
  return typed?.trim() === version;
}
