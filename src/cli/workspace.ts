import { readdirSync, readFileSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import * as path from 'node:path';
import { relativePath } from '../base/paths';
import { type EngineSettings, readSettingsFile, SETTINGS_FILE } from '../manifests/engineSettings';
import { parseJson } from '../manifests/jsonDocument';
import { type ReleaseGroup, releaseGroups } from '../release/members';
import type { Package, Scan } from '../manifests/package';
import type { Problem } from '../manifests/question';
import { decode, disk, type Entry, type FileReader } from '../manifests/scan/fileReader';
import { ignoredAmong, tagNames, trackedNames } from '../manifests/scan/gitNames';
import { findTracked } from '../manifests/scan/manifestFinder';
import { ManifestIndex } from '../manifests/scan/manifestIndex';
import { findGitRoot, findScanRoot } from '../manifests/scan/scanRoot';
import { DEFAULT_SETTINGS } from '../release/settings';
import { CliError } from './usage';

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
  // Git reads while this program reads the settings.
  const [tracked, tags] = repository === undefined ? [] : [trackedNames(root), tagNames(root)];
  const settings = await readSettings(root);
  const index = new ManifestIndex(
    root,
    syncDisk,
    settings.engine,
    findTracked(
      () => tracked ?? Promise.resolve(undefined),
      () => tags ?? Promise.resolve(undefined),
    ),
    repository === undefined ? undefined : ignoredAmong,
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
 * The folder with a package that is released only where it is named, such as a crate beside the Python project. A
 * name that is found already, or not at all, changes nothing.
 */
export async function withNamed(
  workspace: Workspace,
  name: string | undefined,
): Promise<Workspace> {
  const { root, scan, index } = workspace;
  const isIt = (unit: { readonly name: string; readonly manifest: string }) =>
    unit.name === name || relativePath(root, unit.manifest) === name;
  if (name === undefined || scan.packages.some(isIt)) return workspace;
  const other = scan.others?.find(isIt);
  if (other === undefined) return workspace;
  const { packages } = index.settings;
  const settings = {
    answers: new Map<string, string>(),
    ...packages.get(other.name),
    pkg: true,
    manifest: relativePath(root, other.manifest),
  };
  index.configure({ ...index.settings, packages: new Map([...packages, [other.name, settings]]) });
  return await lookAgain(workspace);
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
  const named = packagesNamed(workspace, name);
  // Packages whose versions move together are one release, and its first one stands for it.
  const [group, ...others] = name === undefined ? releasesOf(named) : [];
  const [found, ...more] = group !== undefined && others.length === 0 ? [group.lead] : named;
  if (found === undefined || more.length > 0) {
    throw new CliError(
      `Several packages are meant: name one with --package, by its name or its manifest. Found: ${listed(workspace.root, workspace.scan.packages)}.`,
    );
  }
  return found;
}

/**
 * The packages whose versions move together, as releases. Where the tag decides versions, the files do not say which
 * packages have one tag.
 */
export function releasesOf(packages: readonly Package[]): readonly ReleaseGroup[] {
  return releaseGroups(
    packages,
    (one, other) => one.decidedBy === 'files' && one.tagFormat === other.tagFormat,
  );
}

function listed(root: string, packages: readonly Package[]): string {
  return packages
    .map(({ name, manifest }) => `${name} (${relativePath(root, manifest)})`)
    .join(', ');
}

/**
 * The disk for a program that has nothing else to do meanwhile: one thread that reads without waiting in turns is several
 * times faster over thousands of small files and folders than {@link disk}, which keeps an editor responsive.
 */
export const syncDisk: FileReader = {
  read: file => {
    const found = statSync(file, { throwIfNoEntry: false });
    // The other reader explains what is special about a file.
    if (found?.isFile() !== true || found.size > 1024 * 1024) return disk.read(file);
    return Promise.resolve(decode(file, readFileSync(file)));
  },

  list: dir => {
    try {
      const entries: Entry[] = [];
      for (const entry of readdirSync(dir, { withFileTypes: true })) {
        const isLink = entry.isSymbolicLink();
        if (isLink && isLinkedFolder(path.join(dir, entry.name))) continue;
        entries.push({ name: entry.name, isDirectory: entry.isDirectory(), isLink });
      }
      return Promise.resolve(entries);
    } catch {
      return disk.list(dir);
    }
  },
};

function isLinkedFolder(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    // A link that leads nowhere or round in circles.
    return false;
  }
}

/** The settings of the extension that decide what belongs to a release, as the repository's `.vscode/settings.json` holds them. */
export interface CliSettings {
  readonly engine: EngineSettings;
  readonly tagFormat: string;
  /** What in the settings could not be used. */
  readonly problems: readonly Problem[];
}

export async function readSettings(root: string): Promise<CliSettings> {
  const { settings, problems } = await readSettingsFile(root, disk);
  const tagFormat = problems.length === 0 ? await releaseTagFormat(root) : undefined;
  return { engine: settings, problems, tagFormat: tagFormat ?? DEFAULT_SETTINGS.tagFormat };
}

async function releaseTagFormat(root: string): Promise<string | undefined> {
  const text = await disk.read(path.join(root, SETTINGS_FILE));
  const values = text === undefined ? {} : parseJson(SETTINGS_FILE, text);
  const [, format] =
    Object.entries(values ?? {}).find(([name]) => name === 'budtiktok.release.tagFormat') ?? [];
  return typeof format === 'string' && format.trim() !== '' ? format.trim() : undefined;
}
