import * as os from 'node:os';
import * as path from 'node:path';
import * as l10n from '@vscode/l10n';
import { disk, type FileReader } from '../manifests/scan/fileReader';
import { TomlDocument } from '../manifests/toml';
import { ManifestError } from '../manifests/question';
import {
  badRegistry,
  CRATES_IO,
  CRATES_IO_INDEX,
  type CrateRegistry,
  registryTitle,
  sparseRoot,
} from './crateRegistry';

/** Where cargo's configuration is read. */
export interface ConfigPlace {
  /** The folder that cargo works in. */
  readonly folder: string;
  /** Whether the files of the folder and those above it may choose a host. Cargo's home always may. */
  readonly isTrusted: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly reader?: Pick<FileReader, 'read'>;
}

/**
 * The registries of cargo's configuration, by the Cargo reference ("Configuration", "Source Replacement"): variables of
 * the environment come before files, and files of a deeper folder before those above it. Tokens are never read.
 */
export class CargoConfig {
  private constructor(
    private readonly files: readonly TomlDocument[],
    private readonly env: Readonly<Record<string, string | undefined>>,
  ) {}

  /** @throws IndexFailure where a file is not valid TOML: cargo itself refuses to work then */
  static async read({
    folder,
    isTrusted,
    env = process.env,
    reader = disk,
  }: ConfigPlace): Promise<CargoConfig> {
    const home = path.resolve(folder, env['CARGO_HOME'] ?? path.join(os.homedir(), '.cargo'));
    const places = [...(isTrusted ? ancestors(folder) : []), home];
    const files: TomlDocument[] = [];
    for (const place of new Set(places)) {
      const found = await readConfig(reader, place);
      if (found !== undefined) files.push(found);
    }
    return new CargoConfig(files, env);
  }

  /** The registry that `cargo publish` uses without `--registry`. */
  get defaultRegistry(): string {
    return (
      this.#variable('CARGO_REGISTRY_DEFAULT') ?? this.#text('registry', 'default') ?? CRATES_IO
    );
  }

  /**
   * A registry as cargo reads it. A replacement by a folder of vendored crates says nothing about what is published, so
   * the registry itself is asked then.
   *
   * @throws IndexFailure `badAddress` where the configuration does not have it, or it has no sparse index
   */
  registry(id: string): CrateRegistry {
    const address = this.#index(id);
    const replaced = this.#replacement(id, address);
    return {
      id,
      name: registryTitle(id),
      index: sparseRoot(id, replaced ?? address),
      isMirror: replaced !== undefined,
    };
  }

  #index(id: string): string {
    if (id === CRATES_IO) return `sparse+${CRATES_IO_INDEX}`;
    const variable = `CARGO_REGISTRIES_${id.toUpperCase().replaceAll('-', '_')}_INDEX`;
    const found = this.#variable(variable) ?? this.#text('registries', id, 'index');
    if (found === undefined)
      throw badRegistry(
        l10n.t('The configuration of cargo has no registry {0}.', id),
        l10n.t('Add it to .cargo/config.toml, or set {0}.', variable),
      );
    return found;
  }

  /** The address that replaces a registry for reading; undefined where none or no registry does. */
  #replacement(id: string, address: string): string | undefined {
    let source = this.#sourceOf(id, address);
    let found: string | undefined;
    const seen = new Set<string>();
    while (source !== undefined && !seen.has(source)) {
      seen.add(source);
      const next = this.#text('source', source, 'replace-with');
      if (next === undefined) return found;
      found = this.#text('source', next, 'registry') ?? this.#text('registries', next, 'index');
      source = next;
    }
    return found;
  }

  /** The name of the source that has the address of a registry. */
  #sourceOf(id: string, address: string): string | undefined {
    if (id === CRATES_IO || this.#text('source', id, 'replace-with') !== undefined) return id;
    const names = this.files.flatMap(file => Object.keys(file.table(['source'])));
    return names.find(name => this.#text('source', name, 'registry') === address);
  }

  #variable(name: string): string | undefined {
    const value = this.env[name];
    return value === '' ? undefined : value;
  }

  #text(...key: readonly string[]): string | undefined {
    for (const file of this.files) {
      const found = file.string(key);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function ancestors(folder: string): string[] {
  const above = path.dirname(folder);
  const here = path.join(folder, '.cargo');
  return above === folder ? [here] : [here, ...ancestors(above)];
}

/** Cargo reads the name without an extension where both files are there. */
async function readConfig(
  reader: Pick<FileReader, 'read'>,
  place: string,
): Promise<TomlDocument | undefined> {
  for (const name of ['config', 'config.toml']) {
    const file = path.join(place, name);
    try {
      const text = await reader.read(file);
      if (text !== undefined) return new TomlDocument(file, text);
    } catch (error) {
      throw badRegistry(
        l10n.t(
          '{0} cannot be read: {1}',
          file,
          error instanceof ManifestError ? error.problem.message : String(error),
        ),
        l10n.t('Correct the configuration of cargo, and try again.'),
        error,
      );
    }
  }
  return undefined;
}
