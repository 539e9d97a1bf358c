import * as vscode from 'vscode';
import { normalizedName } from '../../base/names';
import type { CrateRegistry } from '../../cratesIndex/crateRegistry';
import type { LocalCrate } from '../../maturin/crateSteps';
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

  /** The token for uploads to a registry of crates; the user is asked where there is none. */
  async askingForCrates(registry: CrateRegistry): Promise<string | undefined> {
    // The token is for one host: where the name of the registry leads elsewhere, it is asked for again.
    const known = readStored(await this.secrets.get(crateKey(registry.id)));
    if (known?.index === registry.index) return known.token;
    const entered = await promptText({
      title: vscode.l10n.t('API token of {0}', registry.name),
      prompt: vscode.l10n.t(
        'It is kept encrypted, and given to cargo for the upload to {0} only.',
        registry.name,
      ),
      password: true,
      ignoreFocusOut: true,
      validateInput: text =>
        /^\S+$/.test(text.trim()) ? undefined : vscode.l10n.t('An API token has no spaces in it.'),
    });
    const token = entered?.trim();
    if (token === undefined || token === '') return undefined;
    await this.secrets.store(
      crateKey(registry.id),
      JSON.stringify({ index: registry.index, token }),
    );
    return token;
  }

  async forgetCrates(registry: string): Promise<void> {
    await this.secrets.delete(crateKey(registry));
  }

  async forget(index: PackageIndex, project: string): Promise<void> {
    await this.secrets.delete(keyOf(index, project));
  }
}

function keyOf({ id }: PackageIndex, project: string): string {
  return `indexToken:${id}:${normalizedName(project)}`;
}

function crateKey(registry: string): string {
  return `crateToken:${registry}`;
}

function readStored(
  text: string | undefined,
): { readonly index: string; readonly token: string } | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' &&
      value !== null &&
      'index' in value &&
      'token' in value &&
      typeof value.index === 'string' &&
      typeof value.token === 'string'
      ? { index: value.index, token: value.token }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Asks whether to build and publish files that may not be those of the release. @param doubts whole sentences */
export async function confirmDoubts(
  index: Pick<PackageIndex, 'name'>,
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
  return await typesVersion(
    vscode.l10n.t('Publish {0} {1} to PyPI for everyone?', name, version),
    version,
  );
}

/**
 * Asks twice whether to publish crates, naming registry, version and each crate, and with which credentials.
 *
 * @returns undefined where the user declines
 */
export async function confirmCrates(
  registry: string,
  open: readonly LocalCrate[],
  served: readonly LocalCrate[],
): Promise<'cargo' | 'token' | undefined> {
  const withCargo = vscode.l10n.t('Publish with the Login of cargo');
  const withToken = vscode.l10n.t('Publish with a Token…');
  const line = ({ crate, version }: LocalCrate) => `${crate} ${version}`;
  const answer = await notifyWarning(
    open.length === 1
      ? vscode.l10n.t('Publish 1 crate to {0}?', registry)
      : vscode.l10n.t('Publish {0} crates to {1}?', open.length, registry),
    {
      modal: true,
      detail: [
        open.map(line).join('\n'),
        ...(served.length === 0
          ? []
          : [vscode.l10n.t('Published already: {0}', served.map(line).join(', '))]),
        vscode.l10n.t('A version of a crate can never be replaced or deleted.'),
      ].join('\n\n'),
    },
    withCargo,
    withToken,
  );
  if (answer !== withCargo && answer !== withToken) return undefined;
  const version = open[0]?.version ?? '';
  const title = vscode.l10n.t('Publish {0} to {1} for everyone?', version, registry);
  if (!(await typesVersion(title, version))) return undefined;
  return answer === withCargo ? 'cargo' : 'token';
}

/** Asks for the version to be typed: what is published is never taken back. */
async function typesVersion(title: string, version: string): Promise<boolean> {
  const typed = await promptText({
    title,
    prompt: vscode.l10n.t('Type the version {0} to confirm.', version),
    ignoreFocusOut: true,
    validateInput: text =>
      text.trim() === version ? undefined : vscode.l10n.t('This is not {0}.', version),
  });
  return typed?.trim() === version;
}
