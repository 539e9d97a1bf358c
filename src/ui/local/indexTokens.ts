import { normalizedName } from '../../base/names';
import * as vscode from 'vscode';
import type { PackageIndex } from '../../packageIndex/packageIndex';

/** API tokens of package indexes, kept encrypted by VS Code, one for each index and project. */
export class IndexTokens {
  constructor(private readonly secrets: vscode.SecretStorage) {}

  /** The token for uploads of a project; the user is asked where there is none. Undefined where they decline. */
  async asking(index: PackageIndex, project: string): Promise<string | undefined> {
    const known = await this.secrets.get(keyOf(index, project));
    if (known !== undefined) return known;
    const entered = await vscode.window.showInputBox({
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
