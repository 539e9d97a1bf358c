import * as path from 'node:path';
import { isInside } from '../../base/paths';
import type { Package } from '../package';
import { matchesGlob } from '../../base/glob';
import type { ManifestIndex } from '../scan/manifestIndex';
import type { CargoDependency, CargoManifest } from './cargoManifest';

/**
 * Which crates belong together, by the rules of the Cargo reference ("Workspaces"): the root of a crate is named by
 * `package.workspace`, or is the nearest folder above whose `[workspace]` does not exclude it; members are what the
 * root's globs match and all path dependencies of members below the root.
 */
export class CargoWorkspaces {
  readonly #byDir: ReadonlyMap<string, CargoManifest>;
  readonly #links: ReadonlyMap<string, string>;
  readonly #roots = new Map<CargoManifest, CargoManifest | undefined>();
  readonly #rules = new Map<CargoManifest, Rules>();
  readonly #members = new Map<CargoManifest, readonly CargoManifest[]>();
  readonly #locked = new Map<CargoManifest, readonly CargoManifest[]>();

  /** @param links folders whose Cargo.toml is a link to the one of another folder */
  constructor(
    manifests: Iterable<CargoManifest>,
    links: readonly (readonly [link: string, dir: string])[] = [],
  ) {
    this.#byDir = new Map([...manifests].map(manifest => [manifest.dir, manifest]));
    this.#links = new Map(links);
  }

  /** The crate whose manifest is in a folder. */
  at(dir: string): CargoManifest | undefined {
    return this.#byDir.get(dir) ?? this.#byDir.get(this.#links.get(dir) ?? '');
  }

  rootOf(crate: CargoManifest): CargoManifest | undefined {
    if (!this.#roots.has(crate)) this.#roots.set(crate, this.#findRoot(crate));
    return this.#roots.get(crate);
  }

  /** Whether Cargo reads the Cargo.lock beside a manifest: it doesn't for a member. */
  isRoot(crate: CargoManifest): boolean {
    return (this.rootOf(crate) ?? crate) === crate;
  }

  #findRoot(crate: CargoManifest): CargoManifest | undefined {
    if (crate.workspace !== undefined) return crate;
    const named = crate.package?.workspace;
    if (named !== undefined) return this.at(path.resolve(crate.dir, named));
    for (let dir = path.dirname(crate.dir); ; dir = path.dirname(dir)) {
      const above = this.at(dir);
      if (above?.workspace !== undefined && !excludes(this.#rulesOf(above), crate.dir))
        return above;
      if (dir === path.dirname(dir)) return undefined;
    }
  }

  /** The members of a workspace, or the crate alone where it is in none. */
  members(root: CargoManifest): readonly CargoManifest[] {
    return remembered(this.#members, root, () => {
      const listed = [...this.#byDir.values()].filter(
        crate => crate === root || this.lists(root, crate.dir),
      );
      return this.#reach(
        listed,
        crate => isInside(root.dir, crate.dir) && this.rootOf(crate) === root,
      ).filter(crate => crate.package !== undefined);
    });
  }

  /** The crates on this disk that a crate is built from, itself among them. */
  reachedFrom(crate: CargoManifest): readonly CargoManifest[] {
    return this.#reach([crate], () => true);
  }

  /** Whether a workspace names a folder as a member. */
  lists(root: CargoManifest, dir: string): boolean {
    const rules = this.#rulesOf(root);
    return !excludes(rules, dir) && rules.members.some(member => globMatches(member, dir));
  }

  /** Every crate on disk that a Cargo.lock beside this manifest records: the members and all their path dependencies. */
  locked(root: CargoManifest): readonly CargoManifest[] {
    return remembered(this.#locked, root, () =>
      this.#reach(root.workspace === undefined ? [root] : this.members(root), () => true),
    );
  }

  /** Follows path dependencies from `start` as far as `accept` allows. */
  #reach(
    start: readonly CargoManifest[],
    accept: (crate: CargoManifest) => boolean,
  ): CargoManifest[] {
    const reached = new Set(start);
    for (const crate of reached) {
      // A lock may reach crates of another workspace, whose own root says what they inherit.
      const root = this.rootOf(crate) ?? crate;
      for (const dependency of crate.dependencies) {
        const dir = this.#dependencyDir(root, dependency);
        const next = dir === undefined ? undefined : this.at(dir);
        if (next !== undefined && accept(next)) reached.add(next);
      }
    }
    return [...reached];
  }

  #dependencyDir(root: CargoManifest, dependency: CargoDependency): string | undefined {
    if (!dependency.inherited)
      return dependency.key[0] === 'workspace' ? undefined : dependency.dir;
    return this.#rulesOf(root).dependencies.get(String(dependency.key.at(-1)));
  }

  #rulesOf(root: CargoManifest): Rules {
    return remembered(this.#rules, root, () => rulesOf(root));
  }
}

/** What the root of a workspace says, with absolute paths. */
interface Rules {
  readonly members: readonly string[];
  readonly exclude: readonly string[];
  /** The folders of `[workspace.dependencies]` by key. */
  readonly dependencies: ReadonlyMap<string, string | undefined>;
}

function rulesOf({ dir, workspace, dependencies }: CargoManifest): Rules {
  const resolved = (entries: readonly string[] = []) =>
    entries.map(entry => path.resolve(dir, entry));
  const shared = dependencies.filter(({ key }) => key.length === 3 && key[0] === 'workspace');
  return {
    members: resolved(workspace?.members),
    exclude: resolved(workspace?.exclude),
    dependencies: new Map(shared.map(({ key, dir: folder }) => [String(key[2]), folder])),
  };
}

function excludes({ exclude, members }: Rules, dir: string): boolean {
  // As in Cargo, a folder that is listed as a member stays one although its parent is excluded.
  return (
    exclude.some(entry => isInside(entry, dir)) && !members.some(member => isInside(member, dir))
  );
}

function remembered<T>(known: Map<CargoManifest, T>, root: CargoManifest, find: () => T): T {
  const found = known.get(root) ?? find();
  known.set(root, found);
  return found;
}

/** Whether a folder or file matches a pattern of Cargo's `members`, see {@link matchesGlob}. */
export function globMatches(pattern: string, dir: string): boolean {
  return matchesGlob(pattern, dir, path.sep);
}

/** The crate of a package, and where cargo works for it. */
export interface PackageCrate {
  readonly crate: CargoManifest;
  /** Folder of the root of its workspace: rustc names files from there, and `target` and Cargo.lock stand there. */
  readonly root: string;
  /** Folders of the crates on disk that it is built from, its own among them. */
  readonly builtFrom: readonly string[];
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
  return (
    crate && {
      crate,
      root: workspaces.rootOf(crate)?.dir ?? crate.dir,
      builtFrom: workspaces.reachedFrom(crate).map(({ dir }) => dir),
    }
  );
}
