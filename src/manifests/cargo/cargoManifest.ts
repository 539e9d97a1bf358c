import * as path from 'node:path';
import { isTable, type KeyPath, type TomlDocument } from '../toml';

/** Where a crate's version comes from. Cargo reads a missing one as 0.0.0 and does not publish such a crate. */
export type CrateVersion =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'inherited' }
  | { readonly kind: 'missing' };

/** A dependency of any table, as far as it matters to versions. */
export interface CargoDependency {
  /** The key path of the dependency's table, such as `["target", "cfg(unix)", "dependencies", "core"]`. */
  readonly key: KeyPath;
  /** The name of the crate: `package` where the dependency is renamed, else its key. */
  readonly crate: string;
  /** Absolute path of the crate's folder, for a path dependency. */
  readonly dir?: string;
  readonly requirement?: string;
  /** In `[replace]`: the version that is replaced, which ends the key. */
  readonly replaces?: string;
  /** `workspace = true`: the rest is in the root's `[workspace.dependencies]` under the same key. */
  readonly inherited: boolean;
}

/** A Cargo.toml, read as in the Cargo reference ("The manifest format", "Workspaces", "Specifying dependencies"). */
export class CargoManifest {
  readonly dir: string;
  /** The `[package]` of a crate; a virtual workspace has none. */
  readonly package:
    | { readonly name: string; readonly version: CrateVersion; readonly workspace?: string }
    | undefined;
  readonly workspace:
    | {
        readonly members: readonly string[];
        readonly exclude: readonly string[];
        readonly version?: string;
      }
    | undefined;
  readonly dependencies: readonly CargoDependency[];

  constructor(readonly toml: TomlDocument) {
    this.dir = path.dirname(toml.file);
    this.package = readPackage(toml);
    this.workspace = readWorkspace(toml);
    this.dependencies = readDependencies(toml, this.dir);
  }

  get file(): string {
    return this.toml.file;
  }
}

function readPackage(toml: TomlDocument): CargoManifest['package'] {
  const name = toml.string(['package', 'name']);
  if (name === undefined) return undefined;
  const version = toml.value(['package', 'version']);
  const workspace = toml.string(['package', 'workspace']);
  return {
    name,
    version:
      typeof version === 'string'
        ? { kind: 'literal', text: version }
        : isTable(version) && version['workspace'] === true
          ? { kind: 'inherited' }
          : { kind: 'missing' },
    ...(workspace !== undefined && { workspace }),
  };
}

function readWorkspace(toml: TomlDocument): CargoManifest['workspace'] {
  if (!isTable(toml.value(['workspace']))) return undefined;
  const version = toml.string(['workspace', 'package', 'version']);
  return {
    members: toml.strings(['workspace', 'members']),
    exclude: toml.strings(['workspace', 'exclude']),
    ...(version !== undefined && { version }),
  };
}

// Cargo still reads the old names with an underscore.
const KINDS = [
  'dependencies',
  'dev-dependencies',
  'dev_dependencies',
  'build-dependencies',
  'build_dependencies',
];

function readDependencies(toml: TomlDocument, dir: string): CargoDependency[] {
  const tables: KeyPath[] = KINDS.map(kind => [kind]);
  for (const target of Object.keys(toml.table(['target'])))
    tables.push(...KINDS.map(kind => ['target', target, kind]));
  tables.push(['workspace', 'dependencies']);
  for (const registry of Object.keys(toml.table(['patch']))) tables.push(['patch', registry]);
  tables.push(['replace']);

  return tables.flatMap(table =>
    Object.entries(toml.table(table)).flatMap(([name, value]): CargoDependency[] => {
      const key = [...table, name];
      if (typeof value === 'string')
        return [{ key, crate: name, requirement: value, inherited: false }];
      if (!isTable(value)) return [];
      const { package: renamed, path: folder, version, workspace } = value;
      const replaced = table[0] === 'replace' ? readPackageIdSpec(name) : undefined;
      return [
        {
          key,
          crate: typeof renamed === 'string' ? renamed : (replaced?.name ?? name),
          inherited: workspace === true,
          ...(replaced && { replaces: replaced.version }),
          ...(typeof folder === 'string' && { dir: path.resolve(dir, folder) }),
          ...(typeof version === 'string' && { requirement: version }),
        },
      ];
    }),
  );
}

/** A package ID specification with a version (Cargo reference, "Package ID Specifications"). */
export interface PackageIdSpec {
  readonly name: string;
  /** Which ends the specification. */
  readonly version: string;
}

/** Reads `demo:0.1.0`, `demo@0.1.0`, `https://host/path#demo@0.1.0` and `https://host/demo#0.1.0`; undefined where no version is named. */
export function readPackageIdSpec(text: string): PackageIdSpec | undefined {
  const hash = text.indexOf('#');
  const [, name, version] = /^(?:([^@:#]+)[@:])?(\d[^@:#]*)$/.exec(text.slice(hash + 1)) ?? [];
  const [address = ''] = text.slice(0, Math.max(0, hash)).split('?', 1);
  const folder = address
    .split('/')
    .filter(part => part !== '')
    .at(-1);
  const crate = name ?? folder?.replace(/\.git$/, '');
  return crate === undefined || version === undefined ? undefined : { name: crate, version };
}
