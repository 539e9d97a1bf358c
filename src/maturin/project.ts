import * as path from 'node:path';
import type { CargoManifest } from '../manifests/cargo/cargoManifest';
import { crateOf } from '../manifests/cargo/cargoWorkspaces';
import { agreement, type Package } from '../manifests/package';
import type { ManifestIndex } from '../manifests/scan/manifestIndex';
import type { TomlDocument } from '../manifests/toml';

/** A package that maturin builds, as far as building and trying it is concerned. */
export interface LocalProject {
  /** Name of the distribution. */
  readonly name: string;
  /** As it is in the manifests; absent where none is legal. */
  readonly version?: string;
  /** The folder of pyproject.toml. maturin runs in it, and follows `[tool.maturin] manifest-path` from there itself. */
  readonly dir: string;
  /** Folder of the root of the crate's workspace: rustc names files from there, and `target` and Cargo.lock stand there. */
  readonly cargoRoot: string;
  /** The module to import; absent for a wheel that holds programs alone. */
  readonly module?: string;
  /** The policies that `[tool.maturin] compatibility` asks for. */
  readonly compatibility: readonly string[];
}

/** Reads what the manifests say; undefined where the package is none that maturin builds. */
export function readProject(
  pkg: Package,
  index: Pick<ManifestIndex, 'get' | 'files'>,
): LocalProject | undefined {
  const manifest = index.get(pkg.manifest);
  if (manifest?.kind !== 'pyproject' || manifest.pyproject.builder !== 'maturin') return undefined;
  const { toml, dir } = manifest.pyproject;
  const built = crateOf(pkg, index);
  const version = agreement(pkg.sites).current?.text;
  const module = moduleOf(toml, built?.crate, pkg.name);
  return {
    name: pkg.name,
    ...(version !== undefined && { version }),
    dir,
    cargoRoot: built?.root ?? dir,
    ...(module !== undefined && { module }),
    compatibility: compatibilityOf(toml),
  };
}

/** Where Cargo keeps the versions of the dependencies. */
export function lockOf({ cargoRoot }: LocalProject): string {
  return path.join(cargoRoot, 'Cargo.lock');
}

function moduleOf(
  toml: TomlDocument,
  crate: CargoManifest | undefined,
  name: string,
): string | undefined {
  const named = toml.string(['tool', 'maturin', 'module-name']);
  if (named !== undefined) return named;
  if (toml.string(['tool', 'maturin', 'bindings']) === 'bin') return undefined;
  // maturin user guide, "Project layout": the name of the library, which Cargo derives from the crate's.
  return (crate?.toml.string(['lib', 'name']) ?? crate?.package?.name ?? name).replaceAll('-', '_');
}

function compatibilityOf(toml: TomlDocument): string[] {
  const key = ['tool', 'maturin', 'compatibility'];
  const one = toml.string(key);
  return one === undefined ? toml.strings(key) : [one];
}
