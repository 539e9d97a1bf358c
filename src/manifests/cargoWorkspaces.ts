import * as path from 'node:path';
import type { CargoDependency, CargoManifest } from './cargoManifest';
import { matchesGlob } from './glob';

/**
 * Which crates belong together, by the rules of the Cargo reference ("Workspaces"): the root of a crate is named by
 * `package.workspace`, or is the nearest folder above whose `[workspace]` does not exclude it; members are what the
 * root's globs match and all path dependencies of members below the root.
 */
export class CargoWorkspaces {
  readonly #byDir: ReadonlyMap<string, CargoManifest>;
  readonly #members = new Map<CargoManifest, readonly CargoManifest[]>();

  constructor(manifests: Iterable<CargoManifest>) {
    this.#byDir = new Map([...manifests].map(manifest => [manifest.dir, manifest]));
  }

  /** The crate whose manifest stands in a folder. */
  at(dir: string): CargoManifest | undefined {
    return this.#byDir.get(dir);
  }

  rootOf(crate: CargoManifest): CargoManifest | undefined {
    if (crate.workspace !== undefined) return crate;
    const named = crate.package?.workspace;
    if (named !== undefined) return this.at(path.resolve(crate.dir, named));
    for (let dir = path.dirname(crate.dir); ; dir = path.dirname(dir)) {
      const above = this.at(dir);
      if (above?.workspace !== undefined && !excludes(above, crate.dir)) return above;
      if (dir === path.dirname(dir)) return undefined;
    }
  }

  /** The members of a workspace, or the crate alone where it is in none. */
  members(root: CargoManifest): readonly CargoManifest[] {
    let members = this.#members.get(root);
    if (members === undefined) {
      const listed = [...this.#byDir.values()].filter(crate => crate === root || isListed(root, crate.dir));
      members = this.#reach(listed, crate => isBelow(root.dir, crate.dir) && this.rootOf(crate) === root)
        .filter(crate => crate.package !== undefined);
      this.#members.set(root, members);
    }
    return members;
  }

  /** The crates on this disk that a crate is built from, itself among them. */
  reachedFrom(crate: CargoManifest): readonly CargoManifest[] {
    return this.#reach([crate], () => true);
  }

  /** Whether a workspace names a folder as a member. */
  lists(root: CargoManifest, dir: string): boolean {
    return isListed(root, dir);
  }

  /** Every crate on disk that a Cargo.lock beside this manifest records: the members and all their path dependencies. */
  locked(root: CargoManifest): readonly CargoManifest[] {
    return this.#reach(root.workspace === undefined ? [root] : this.members(root), () => true);
  }

  /** Follows path dependencies from `start` as far as `accept` allows. */
  #reach(start: readonly CargoManifest[], accept: (crate: CargoManifest) => boolean): CargoManifest[] {
    const reached = new Set(start);
    for (const crate of reached) {
      // A lock may reach crates of another workspace, whose own root says what they inherit.
      const root = this.rootOf(crate) ?? crate;
      for (const dependency of crate.dependencies) {
        const dir = dependencyDir(root, dependency);
        const next = dir === undefined ? undefined : this.at(dir);
        if (next !== undefined && accept(next)) reached.add(next);
      }
    }
    return [...reached];
  }
}

function dependencyDir(root: CargoManifest, dependency: CargoDependency): string | undefined {
  if (!dependency.inherited) return dependency.key[0] === 'workspace' ? undefined : dependency.dir;
  const name = dependency.key.at(-1);
  return root.dependencies.find(({ key }) => key.length === 3 && key[0] === 'workspace' && key[2] === name)?.dir;
}

function excludes(root: CargoManifest, dir: string): boolean {
  // As in Cargo, a folder that is listed as a member stays one although its parent is excluded.
  return root.workspace?.exclude.some(entry => isBelow(path.resolve(root.dir, entry), dir)) === true
    && !root.workspace.members.some(member => isBelow(path.resolve(root.dir, member), dir));
}

function isListed(root: CargoManifest, dir: string): boolean {
  return !excludes(root, dir) && (root.workspace?.members.some(member => globMatches(path.resolve(root.dir, member), dir)) ?? false);
}

function isBelow(parent: string, dir: string): boolean {
  return dir === parent || dir.startsWith(parent + path.sep);
}

/** Whether a folder or file matches a pattern of Cargo's `members`, see {@link matchesGlob}. */
export function globMatches(pattern: string, dir: string): boolean {
  return matchesGlob(pattern, dir, path.sep);
}
