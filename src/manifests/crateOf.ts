import * as path from 'node:path';
import type { CargoManifest } from './cargoManifest';
import { CargoWorkspaces } from './cargoWorkspaces';
import type { ManifestIndex } from './manifestIndex';
import type { Package } from './package';

/** The crate of a package, and where cargo works for it. */
export interface PackageCrate {
  readonly crate: CargoManifest;
  /** Folder of the root of its workspace: rustc names files from there, and `target` and Cargo.lock stand there. */
  readonly root: string;
}

/** Finds the crate that a package is built from, or is; undefined where it has none. */
export function crateOf(
  { manifest: file }: Pick<Package, 'manifest'>,
  index: Pick<ManifestIndex, 'get' | 'files'>,
): PackageCrate | undefined {
  const workspaces = new CargoWorkspaces(
    index.files.flatMap(name => {
      const read = index.get(name);
      return read?.kind === 'cargo' ? [read.cargo] : [];
    }),
  );
  const manifest = index.get(file);
  const dirs = manifest?.kind === 'pyproject' ? manifest.pyproject.crateDirs : [path.dirname(file)];
  const crate = dirs.map(dir => workspaces.at(dir)).find(found => found?.package !== undefined);
  return crate && { crate, root: workspaces.rootOf(crate)?.dir ?? crate.dir };
}
