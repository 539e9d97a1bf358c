import * as path from 'node:path';
import { isInside } from '../../base/paths';
import { CargoWorkspaces, globMatches } from '../cargo/cargoWorkspaces';
import { PYTHON_LOCKS } from '../locks/lockSites';
import type { Manifest } from '../manifest';
import type { PyProject } from '../python/pyproject';
import { isTable } from '../toml';
import type { FileReader } from './fileReader';
import { foldersBetween, patternBase } from './manifestFinder';
import { isProductMark, isSkippedName } from './walk';

/**
 * Looks for the manifests and locks that manifests name: members of workspaces, path dependencies, crates of Python projects,
 * and the locks beside all of these.
 */
export class NamedManifests {
  readonly #entries = new Map<string, ReturnType<FileReader['list']>>();
  readonly #asked = new Set<string>();
  /** Folders of git repositories inside this one that something was named in. */
  readonly nested = new Set<string>();

  constructor(
    private readonly root: string,
    private readonly reader: Pick<FileReader, 'list'>,
  ) {}

  /**
   * @param known the files that have been found
   * @returns absolute paths of further files that are there
   */
  async by(manifests: readonly Manifest[], known: ReadonlySet<string>): Promise<string[]> {
    const found: string[] = [];
    for (const pattern of patternsIn(manifests)) {
      if (this.#asked.has(pattern)) continue;
      this.#asked.add(pattern);
      for (const file of await this.#expand(pattern))
        if (!known.has(file) && (await this.#isOurs(file))) found.push(file);
    }
    return found;
  }

  /** The files that a pattern matches; without wildcards the file itself, be it there or not. */
  async #expand(pattern: string): Promise<string[]> {
    const { dir, isWild } = patternBase(pattern);
    if (!isWild) return [pattern];
    if (!isInside(this.root, dir)) return [];
    const name = path.basename(pattern),
      folders = path.dirname(pattern);
    const depth = folders.includes('**') ? Infinity : folders.split(path.sep).length;
    const found: string[] = [];
    const visit = async (at: string): Promise<void> => {
      if (globMatches(folders, at)) found.push(path.join(at, name));
      if (at.split(path.sep).length >= depth) return;
      for (const entry of await this.#list(at))
        if (entry.isDirectory && !isSkippedName(entry.name)) await visit(path.join(at, entry.name));
    };
    await visit(dir);
    return found;
  }

  /** Whether a file is there, and in this repository: neither outside, nor in another one, nor in an environment or build folder. */
  async #isOurs(file: string): Promise<boolean> {
    const dir = path.dirname(file);
    if (!isInside(this.root, dir)) return false;
    for (const folder of foldersBetween(this.root, dir)) {
      if (isSkippedName(path.basename(folder))) return false;
      const entries = await this.#list(folder);
      if (entries.some(({ name, isDirectory }) => !isDirectory && isProductMark(name)))
        return false;
      if (!entries.some(({ name }) => name === '.git')) continue;
      this.nested.add(folder);
      return false;
    }
    return (await this.#list(dir)).some(
      ({ name, isDirectory }) => !isDirectory && name === path.basename(file),
    );
  }

  #list(dir: string): ReturnType<FileReader['list']> {
    const entries = this.#entries.get(dir) ?? this.reader.list(dir);
    this.#entries.set(dir, entries);
    return entries;
  }
}

/** What manifests name, as absolute paths of files whose folders may have wildcards. */
function patternsIn(manifests: readonly Manifest[]): Set<string> {
  const crates = manifests.flatMap(manifest => (manifest.kind === 'cargo' ? [manifest.cargo] : []));
  const workspaces = new CargoWorkspaces(crates);
  const patterns = new Set<string>();
  for (const crate of crates) {
    const { dir, workspace, dependencies } = crate;
    const add = (folder: string, name = 'Cargo.toml') => patterns.add(folder + path.sep + name);
    for (const member of workspace?.members ?? []) add(path.resolve(dir, member));
    if (crate.package?.workspace !== undefined) add(path.resolve(dir, crate.package.workspace));
    for (const dependency of dependencies) if (dependency.dir !== undefined) add(dependency.dir);
    if ((workspaces.rootOf(crate) ?? crate) === crate) add(dir, 'Cargo.lock');
  }
  for (const manifest of manifests)
    if (manifest.kind === 'pyproject')
      for (const pattern of namedByProject(manifest.pyproject)) patterns.add(pattern);
  return patterns;
}

function namedByProject({ toml, dir, crateDirs }: PyProject): string[] {
  // uv, "Workspaces" and "Dependencies: Path"; poetry, "Path dependencies".
  const members = toml.strings(['tool', 'uv', 'workspace', 'members']);
  const tables = [
    toml.table(['tool', 'uv', 'sources']),
    toml.table(['tool', 'poetry', 'dependencies']),
  ];
  const paths = tables
    .flatMap(Object.values)
    .filter(isTable)
    .map(source => source['path'])
    .filter(source => typeof source === 'string');
  return [
    ...crateDirs.map(folder => path.join(folder, 'Cargo.toml')),
    ...PYTHON_LOCKS.map(name => path.join(dir, name)),
    ...[...members, ...paths].map(folder => path.join(path.resolve(dir, folder), 'pyproject.toml')),
  ];
}
