import { relativePath } from '../base/paths';
import { stat } from 'node:fs/promises';
import * as path from 'node:path';
import { ManifestIndex } from '../manifests/manifestIndex';
import type { Package, Scan } from '../manifests/package';
import { findGitRoot, findScanRoot } from '../manifests/scanRoot';
import { whereTracked } from '../manifests/trackedFinder';
import { CliError } from './exitCode';
import { trackedNames } from './gitFiles';
import { readSettings, type CliSettings } from './settings';
import { syncDisk } from './syncDisk';

/** A folder as the commands see it. */
export interface Workspace {
  /** The folder that was read: DIR, or the workspace around it (see {@link findScanRoot}). Paths in the output are below it. */
  readonly root: string;
  /** The top folder of the git repository, or the root where there is none. Nothing outside of it is written. */
  readonly top: string;
  /** DIR itself. */
  readonly folder: string;
  readonly index: ManifestIndex;
  readonly scan: Scan;
  readonly settings: CliSettings;
}

/** @throws CliError where the folder is not there */
export async function openWorkspace(dir: string): Promise<Workspace> {
  const folder = path.resolve(dir);
  const isFolder = await stat(folder).then(
    found => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new CliError(`${dir} is no folder.`);
  const root = await findScanRoot(folder);
  const repository = await findGitRoot(folder);
  const top = repository ?? root;
  // Git reads its index while this program reads the settings.
  const tracked = repository === undefined ? Promise.resolve(undefined) : trackedNames(root);
  const settings = await readSettings(root);
  const index = new ManifestIndex(
    root,
    syncDisk,
    settings.engine,
    whereTracked(() => tracked),
  );
  return await lookAgain({
    root,
    top,
    folder,
    index,
    settings,
    scan: { root, packages: [], problems: [] },
  });
}

/** The same folder as its files and the settings of the index are now. */
export async function lookAgain(workspace: Workspace): Promise<Workspace> {
  const { folder, index, settings } = workspace;
  const { packages, ...scan } = await index.scan();
  // As in the editor: where a folder inside of a workspace is looked at, only its packages are meant, if it has any.
  const inside = packages.filter(({ manifest }) => manifest.startsWith(folder + path.sep));
  return {
    ...workspace,
    scan: {
      ...scan,
      packages: inside.length === 0 ? packages : inside,
      problems: [...settings.problems, ...scan.problems],
    },
  };
}

/**
 * The packages with a name, or with a manifest at a path below the root, or all.
 * @throws CliError where there are none
 */
export function packagesNamed(
  { root, scan }: Workspace,
  name: string | undefined,
): readonly Package[] {
  const found = scan.packages.filter(
    candidate =>
      name === undefined ||
      candidate.name === name ||
      relativePath(root, candidate.manifest) === name,
  );
  if (found.length > 0) return found;
  if (scan.packages.length === 0)
    throw new CliError(
      `No package was found in ${root}: there is no pyproject.toml or Cargo.toml with a version that could be read.`,
    );
  throw new CliError(`There is no package "${name ?? ''}". Found: ${listed(root, scan.packages)}.`);
}

/** @throws CliError where there is no package, or more than one is meant */
export function onePackage(workspace: Workspace, name: string | undefined): Package {
  const [found, ...more] = packagesNamed(workspace, name);
  if (found === undefined || more.length > 0) {
    throw new CliError(
      `Several packages are meant: name one with --package, by its name or its manifest. Found: ${listed(workspace.root, workspace.scan.packages)}.`,
    );
  }
  return found;
}

function listed(root: string, packages: readonly Package[]): string {
  return packages
    .map(({ name, manifest }) => `${name} (${relativePath(root, manifest)})`)
    .join(', ');
}
