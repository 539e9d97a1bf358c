import * as l10n from '@vscode/l10n';
import * as path from 'node:path';
import { normalizedName } from '../../base/names';
import { positionsIn, type Span } from '../../base/text';
import type { CargoLock } from '../cargo/cargoLock';
import type { CargoManifest } from '../cargo/cargoManifest';
import type { PackageBuilder } from '../plan/packageBuilder';
import type { Problem } from '../question';
import { isAside, nameOf, type RepositoryFiles } from '../scan/repositoryFiles';

/** The lock entries of crates that move, in every lock whose workspace reaches them. */
export function findLockSites(builder: PackageBuilder): void {
  const { repository, crates } = builder;
  if (crates.size === 0) return;
  const found: FoundLock[] = [];
  for (const file of repository.listing.manifests) {
    const manifest = repository.get(file);
    const root = repository.workspaces.at(path.dirname(file));
    if (
      manifest?.kind === 'broken' &&
      path.basename(file) === 'Cargo.lock' &&
      root !== undefined &&
      repository.workspaces.locked(root).some(crate => crates.has(crate))
    )
      builder.report(manifest.problem);
    if (manifest?.kind !== 'lock' || root === undefined) continue;
    // Cargo doesn't read the lock of a member, and no release builds from the lock of an example or of a workspace that only
    // depends on the crates, such as a fuzz target or a benchmark.
    const mayLag =
      !repository.workspaces.isRoot(root) ||
      isAside(repository.relative(file)) ||
      !repository.workspaces.members(root).some(crate => crates.has(crate));
    found.push({ lock: manifest.lock, root, mayLag });
  }
  found.filter(({ mayLag }) => !mayLag).forEach(lock => addEntries(builder, lock));
  found.filter(({ mayLag }) => mayLag).forEach(lock => addEntries(builder, lock));
}

interface FoundLock {
  readonly lock: CargoLock;
  /** The manifest beside it. */
  readonly root: CargoManifest;
  readonly mayLag: boolean;
}

function addEntries(builder: PackageBuilder, { lock, root, mayLag }: FoundLock): void {
  const { repository, crates } = builder;
  // A lock that lags was resolved against an older crate, and its other entries would not fit the new version. One that says
  // what another place says is part of a bump that is half made.
  const said = new Set(builder.sites.map(({ written }) => written.text));
  const entries = repository.workspaces
    .locked(root)
    .filter(crate => crates.has(crate))
    .flatMap(crate => {
      const version = repository.versionOf(crate);
      const named = lock.local(nameOf(crate));
      if (
        !mayLag &&
        named.length === 0 &&
        (repository.workspaces.rootOf(crate) ?? crate) === root
      ) {
        builder.report({
          severity: 'warning',
          file: lock.file,
          start: { line: 0, column: 0 },
          message: l10n.t('This lock has no entry for {0}: it is out of date.', nameOf(crate)),
        });
      }
      // Two crates of one name on this disk differ by their versions.
      return named.length === 1
        ? named.filter(entry => !mayLag || entry.version === version || said.has(entry.version))
        : named.filter(entry => entry.version === version);
    });
  for (const entry of entries.sort((a, b) => a.versionSpan.start - b.versionSpan.start)) {
    builder.add(
      {
        kind: 'lock',
        file: lock.file,
        span: entry.versionSpan,
        crates: [entry.name],
        ...(mayLag && { mayLag: true as const }),
      },
      lock.positionAt,
      entry.version,
      'semver',
    );
  }
}

/** Entries of crates on this disk that say another version than their manifest: such a lock was out of date before any bump. */
export function staleLockEntries({
  listing,
  get,
  workspaces,
  versionOf,
}: Pick<RepositoryFiles, 'listing' | 'get' | 'workspaces' | 'versionOf'>): Problem[] {
  return listing.manifests.flatMap(file => {
    const manifest = get(file);
    const root = workspaces.at(path.dirname(file));
    if (manifest?.kind !== 'lock' || root === undefined || !workspaces.isRoot(root)) return [];
    return workspaces.locked(root).flatMap((crate): Problem[] => {
      const entries = manifest.lock.local(nameOf(crate));
      const version = versionOf(crate);
      const [stale] = entries;
      if (
        stale === undefined ||
        version === undefined ||
        entries.some(entry => entry.version === version)
      )
        return [];
      return [
        {
          severity: 'warning',
          file,
          start: manifest.lock.positionAt(stale.versionSpan.start),
          end: manifest.lock.positionAt(stale.versionSpan.end),
          message: l10n.t(
            'This lock is out of date: it says {0} {1}, and Cargo.toml says {2}.',
            stale.name,
            stale.version,
            version,
          ),
        },
      ];
    });
  });
}

/** The entries of Python's locks that stand for the folders of projects that move. */
export function findPythonLockSites(builder: PackageBuilder): void {
  const { repository, projects } = builder;
  const dirs = new Map([...projects].map(project => [project.dir, project]));
  for (const file of repository.listing.manifests) {
    const manifest = repository.get(file);
    if (manifest?.kind !== 'pythonLock') continue;
    for (const { name, dir, version, span, index } of manifest.lock.local) {
      const project = dirs.get(dir);
      if (project?.name === undefined || normalizedName(project.name) !== name) continue;
      builder.add(
        { kind: 'lock', file, span, key: ['package', index, 'version'], crates: [project.name] },
        manifest.lock.positionAt,
        version,
        'pep440',
      );
    }
  }
}

/** A `[[package]]` of a uv.lock, poetry.lock or pdm.lock that stands for a folder of this disk. */
export interface LocalEntry {
  /** PEP 503 normal form. */
  readonly name: string;
  /** Absolute path of the project's folder. */
  readonly dir: string;
  readonly version: string;
  /** The characters of the version between its quotes. */
  readonly span: Span;
  /** Which `[[package]]` of the file it is. */
  readonly index: number;
}

/** File names of Python's locks, which all hold their packages in `[[package]]` tables. */
export const PYTHON_LOCKS = ['uv.lock', 'poetry.lock', 'pdm.lock'] as const;

/**
 * A lock of Python, scanned rather than parsed: these files may have megabytes, and their tools write them in one shape.
 * An edit is proven with a real parser.
 *
 * The own projects of uv have `source = { editable | virtual | directory = "…" }`, those of poetry `[package.source]`
 * with `type = "directory"` and `url`, those of pdm `path`. A project with a dynamic version has none in uv.lock.
 */
export class PythonLock {
  readonly local: readonly LocalEntry[];
  /** Where an offset of the text is shown. */
  readonly positionAt: ReturnType<typeof positionsIn>;

  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    this.local = scan(text, path.dirname(file));
    this.positionAt = positionsIn(text);
  }
}

// uv; pdm; poetry
const FOLDER =
  /^source = \{ (?:editable|virtual|directory) = "([^"\\]*)"|^path = "([^"\\]*)"|^\[package\.source\]\r?\ntype = "directory"\r?\nurl = "([^"\\]*)"/m;

function scan(text: string, dir: string): LocalEntry[] {
  const starts = [...text.matchAll(/^\[\[package\]\][ \t]*\r?$/gm)].map(found => found.index);
  return starts.flatMap((start, index) => {
    const block = text.slice(start, starts[index + 1] ?? text.length);
    const folder = FOLDER.exec(block);
    const name = /^name = "([^"\\]*)"/m.exec(block)?.[1];
    const version = /^version = "([^"\\]*)"/m.exec(block);
    if (folder === null || name === undefined || version === null) return [];
    const at = start + version.index + 'version = "'.length;
    const found = version[1] ?? '';
    return [
      {
        name: normalizedName(name),
        dir: path.resolve(dir, folder[1] ?? folder[2] ?? folder[3] ?? ''),
        version: found,
        span: { start: at, end: at + found.length },
        index,
      },
    ];
  });
}
