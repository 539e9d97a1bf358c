import * as path from 'node:path';
import * as l10n from '@vscode/l10n';
import { readVersion, type Spelling } from '../versions/writtenVersion';
import type { CargoManifest } from './cargoManifest';
import { CargoWorkspaces } from './cargoWorkspaces';
import { findDunderVersion, VERSION_MODULES } from './dunderVersion';
import type { Manifest } from './manifestIndex';
import type { Package, Scan } from './package';
import { ManifestError, type Problem } from './problem';
import type { PyProject } from './pyproject';
import { positionAt, type Span } from './text';
import type { KeyPath, TomlDocument } from './toml';
import type { RequirementSite, SiteKind, VersionSite } from './versionSite';

/**
 * Finds the packages of a repository and every place that holds their version.
 *
 * @param manifests all pyproject.toml, Cargo.toml and Cargo.lock files
 * @param get what was read of a file; asking for one that was not read yet makes the caller read it and ask again
 */
export function findPackages(root: string, manifests: readonly string[], get: (file: string) => Manifest | undefined): Scan {
  return new Finder(root, manifests, get).find();
}

class Finder {
  readonly #problems: Problem[] = [];
  readonly #cargo: CargoManifest[] = [];
  readonly #pyprojects: PyProject[] = [];
  readonly #workspaces: CargoWorkspaces;

  constructor(readonly root: string, readonly manifests: readonly string[], readonly get: (file: string) => Manifest | undefined) {
    for (const file of manifests) {
      const manifest = get(file);
      if (manifest?.kind === 'cargo') this.#cargo.push(manifest.cargo);
      else if (manifest?.kind === 'pyproject') this.#pyprojects.push(manifest.pyproject);
      else if (manifest?.kind === 'broken') this.#problems.push(manifest.problem);
    }
    this.#workspaces = new CargoWorkspaces(this.#cargo);
  }

  find(): Scan {
    const packages = this.#released().flatMap(({ pyproject, crate }) => {
      try {
        return [this.#package(pyproject, crate)];
      } catch (error) {
        // One file that the second parser rejects does not hide the packages that are fine.
        if (!(error instanceof ManifestError)) throw error;
        this.#problems.push(error.problem);
        return [];
      }
    });
    return { root: this.root, packages, problems: this.#problems };
  }

  /**
   * What the repository releases. Projects that are built from a crate come before all others, because repositories
   * also hold pyproject.toml files of tools, examples and development environments.
   */
  #released(): { pyproject?: PyProject; crate?: CargoManifest }[] {
    const projects = this.#pyprojects.filter(project => project.isProject);
    const withCrate = projects.flatMap(pyproject => {
      if (pyproject.builder === 'other') return [];
      const crate = pyproject.crateDirs.map(dir => this.#workspaces.at(dir)).find(found => found?.package !== undefined);
      return [{ pyproject, ...(crate && { crate }) }];
    });
    if (withCrate.length > 0) return withCrate;
    if (projects.length > 0) return shallowest(projects).map(pyproject => ({ pyproject }));
    const crates = this.#cargo.filter(crate => crate.package !== undefined);
    return shallowest(crates).map(crate => ({ crate }));
  }

  #package(pyproject: PyProject | undefined, crate: CargoManifest | undefined): Package {
    const sites: VersionSite[] = [];
    if (pyproject !== undefined) sites.push(...this.#pythonSites(pyproject, crate));
    const moved = crate === undefined ? undefined : this.#cargoSites(crate);
    sites.push(...moved?.sites ?? []);
    if (pyproject !== undefined) sites.push(...this.#dunderSites(pyproject, crate));
    const crates = moved?.crates ?? [];
    sites.push(...this.#lockSites(crates));

    const manifest = pyproject?.file ?? crate?.file ?? this.root;
    const name = pyproject?.name ?? crate?.package?.name ?? path.basename(path.dirname(manifest));
    return {
      manifest,
      name,
      ...(crate?.package && { crate: crate.package.name }),
      python: pyproject !== undefined,
      sites,
      requirements: this.#requirements(crates),
      crates: crates.map(nameOf).sort(),
      decidedBy: 'files',
      questions: [],
    };
  }

  #pythonSites(pyproject: PyProject, crate: CargoManifest | undefined): VersionSite[] {
    const { toml, versionSource } = pyproject;
    if (versionSource === 'none') {
      this.#problem('error', toml, ['project'], l10n.t('This project has no version: add one, or dynamic = ["version"] to take it from Cargo.toml.'));
    }
    if (versionSource === 'both') {
      this.#problem('warning', toml, ['project', 'version'], l10n.t('The version is static and listed as dynamic at once, which PEP 621 forbids.'));
    }
    if (versionSource === 'builder' && crate === undefined) {
      this.#problem('warning', toml, ['project'], l10n.t('The build backend decides the version of this project, and there is no Cargo.toml that it would take it from.'));
    }
    return [
      ...this.#tomlSite('project', toml, ['project', 'version'], 'pep440', []),
      ...this.#tomlSite('poetry', toml, ['tool', 'poetry', 'version'], 'pep440', []),
    ];
  }

  #cargoSites(crate: CargoManifest): { sites: VersionSite[]; crates: CargoManifest[] } {
    const version = crate.package?.version;
    switch (version?.kind) {
      case 'literal':
        return { sites: this.#tomlSite('crate', crate.toml, ['package', 'version'], 'semver', [nameOf(crate)]), crates: [crate] };
      case 'inherited': {
        const root = this.#workspaces.rootOf(crate);
        if (root?.workspace?.version === undefined) {
          // A root that cannot be read is a problem of its own, already reported.
          if (root === undefined && this.#brokenAbove(crate.dir)) return { sites: [], crates: [] };
          this.#problem('error', crate.toml, ['package', 'version'], root === undefined
            ? l10n.t('This version is inherited, and no workspace above contains the crate.')
            : l10n.t('This version is inherited, and {0} has no [workspace.package] version.', this.#relative(root.file)));
          return { sites: [], crates: [] };
        }
        const crates = this.#workspaces.members(root).filter(member => member.package?.version.kind === 'inherited');
        return {
          sites: this.#tomlSite('workspace', root.toml, ['workspace', 'package', 'version'], 'semver', crates.map(nameOf).sort()),
          crates,
        };
      }
      case 'missing':
        if (crate.toml.value(['package', 'version']) === undefined) {
          this.#problem('error', crate.toml, ['package'], l10n.t('This crate has no version.'));
        } else {
          this.#problem('error', crate.toml, ['package', 'version'], NO_STRING());
        }
        return { sites: [], crates: [] };
      case undefined:
        return { sites: [], crates: [] };
    }
  }

  #tomlSite(kind: SiteKind, toml: TomlDocument, key: KeyPath, spelling: Spelling, crates: readonly string[]): VersionSite[] {
    const text = toml.string(key);
    if (text === undefined) {
      if (toml.value(key) !== undefined) this.#problem('error', toml, key, NO_STRING());
      return [];
    }
    const span = toml.span(key);
    return span === undefined ? [] : [this.#site({ kind, file: toml.file, span, key, crates }, toml.text, text, spelling)];
  }

  #site(place: Omit<VersionSite, 'start' | 'written' | 'spelling'>, content: string, text: string, spelling: Spelling): VersionSite {
    const written = readVersion(text, spelling);
    const start = positionAt(content, place.span.start);
    if (written.problem !== undefined) {
      this.#problems.push({ severity: 'error', file: place.file, start, end: positionAt(content, place.span.end), message: written.problem });
    }
    return { ...place, start, written, spelling };
  }

  #dunderSites(pyproject: PyProject, crate: CargoManifest | undefined): VersionSite[] {
    const lib = crate?.toml.string(['lib', 'name']);
    return pyproject.moduleDirs(lib).flatMap(dir => VERSION_MODULES.flatMap(name => {
      const file = path.join(dir, name);
      const module = this.get(file);
      if (module?.kind === 'broken') this.#problems.push(module.problem);
      if (module?.kind !== 'text') return [];
      const found = findDunderVersion(module.text);
      // "unknown" and the like are no versions and never become one.
      if (found === undefined || readVersion(found.text, 'pep440').problem !== undefined) return [];
      return [this.#site({ kind: 'dunder', file, span: found.span, crates: [] }, module.text, found.text, 'pep440')];
    }));
  }

  /** The lock entries of crates that move, in every lock whose workspace reaches them. */
  #lockSites(crates: readonly CargoManifest[]): VersionSite[] {
    const moved = new Set(crates);
    return this.manifests.flatMap(file => {
      const manifest = this.get(file);
      const root = this.#workspaces.at(path.dirname(file));
      if (manifest?.kind !== 'lock' || root === undefined || moved.size === 0) return [];
      return this.#workspaces.locked(root).filter(crate => moved.has(crate)).flatMap(crate => {
        const entries = manifest.lock.local(nameOf(crate));
        // Two crates of one name on this disk differ by their versions.
        const own = entries.length === 1 ? entries : entries.filter(entry => entry.version === this.#versionOf(crate));
        return own.map(entry => this.#site(
          { kind: 'lock', file, span: entry.versionSpan, crates: [entry.name] }, manifest.lock.text, entry.version, 'semver'));
      }).sort((a, b) => a.span.start - b.span.start);
    });
  }

  #versionOf(crate: CargoManifest): string | undefined {
    const version = crate.package?.version;
    return version?.kind === 'literal' ? version.text : this.#workspaces.rootOf(crate)?.workspace?.version;
  }

  #requirements(crates: readonly CargoManifest[]): RequirementSite[] {
    const dirs = new Map(crates.map(crate => [crate.dir, nameOf(crate)]));
    return this.#cargo.flatMap(({ toml, dependencies }) => dependencies.flatMap(({ key, dir, requirement }) => {
      const crate = dir === undefined ? undefined : dirs.get(dir);
      if (crate === undefined || requirement === undefined) return [];
      const span = toml.span([...key, 'version']);
      if (span === undefined) return [];
      return [{ file: toml.file, span, start: positionAt(toml.text, span.start), text: requirement, key: [...key, 'version'], crate }];
    }));
  }

  #brokenAbove(dir: string): boolean {
    return this.#problems.some(({ file }) => path.basename(file) === 'Cargo.toml' && dir.startsWith(path.dirname(file)));
  }

  #problem(severity: Problem['severity'], toml: TomlDocument, key: KeyPath, message: string): void {
    // A dotted key such as version.workspace has no place of its own, and a missing key only its table.
    const span: Span = toml.span(key) ?? toml.span([...key, 'workspace']) ?? toml.span(key.slice(0, -1)) ?? { start: 0, end: 0 };
    this.#problems.push({
      severity, file: toml.file, message, start: positionAt(toml.text, span.start), end: positionAt(toml.text, span.end),
    });
  }

  #relative(file: string): string {
    return path.relative(this.root, file);
  }
}

const NO_STRING = () => l10n.t('The version has to be a string.');

function nameOf(crate: CargoManifest): string {
  return crate.package?.name ?? '';
}

/** The ones that stand in the folder nearest to the root; of several there, all. */
function shallowest<T extends { readonly dir: string }>(manifests: readonly T[]): T[] {
  const depth = (dir: string) => dir.split(path.sep).length;
  const least = Math.min(...manifests.map(({ dir }) => depth(dir)));
  return manifests.filter(({ dir }) => depth(dir) === least);
}
