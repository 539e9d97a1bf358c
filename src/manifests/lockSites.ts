import { normalizedName } from '../base/names';
import * as path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { PackageBuilder } from './packageBuilder';
import { nameOf, type RepositoryFiles } from './repositoryFiles';
import type { Problem } from './problem';

/** The lock entries of crates that move, in every lock whose workspace reaches them. */
export function findLockSites(draft: PackageBuilder): void {
  const { ground, crates } = draft;
  if (crates.size === 0) return;
  for (const file of ground.listing.manifests) {
    const manifest = ground.get(file);
    const root = ground.workspaces.at(path.dirname(file));
    if (
      manifest?.kind === 'broken' &&
      path.basename(file) === 'Cargo.lock' &&
      root !== undefined &&
      ground.workspaces.locked(root).some(crate => crates.has(crate))
    )
      draft.report(manifest.problem);
    if (manifest?.kind !== 'lock' || root === undefined) continue;
    const entries = ground.workspaces
      .locked(root)
      .filter(crate => crates.has(crate))
      .flatMap(crate => {
        const named = manifest.lock.local(nameOf(crate));
        if (named.length === 0 && (ground.workspaces.rootOf(crate) ?? crate) === root) {
          draft.report({
            severity: 'warning',
            file,
            start: { line: 0, column: 0 },
            message: l10n.t('This lock has no entry for {0}: it is out of date.', nameOf(crate)),
          });
        }
        // Two crates of one name on this disk differ by their versions.
        return named.length === 1
          ? named
          : named.filter(({ version }) => version === ground.versionOf(crate));
      });
    for (const entry of entries.sort((a, b) => a.versionSpan.start - b.versionSpan.start)) {
      draft.add(
        { kind: 'lock', file, span: entry.versionSpan, crates: [entry.name] },
        manifest.lock.positionAt,
        entry.version,
        'semver',
      );
    }
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
    if (manifest?.kind !== 'lock' || root === undefined) return [];
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
export function findPythonLockSites(draft: PackageBuilder): void {
  const { ground, projects } = draft;
  const dirs = new Map([...projects].map(project => [project.dir, project]));
  for (const file of ground.listing.manifests) {
    const manifest = ground.get(file);
    if (manifest?.kind !== 'pythonLock') continue;
    for (const { name, dir, version, span, index } of manifest.lock.local) {
      const project = dirs.get(dir);
      if (project?.name === undefined || normalizedName(project.name) !== name) continue;
      draft.add(
        { kind: 'lock', file, span, key: ['package', index, 'version'], crates: [project.name] },
        manifest.lock.positionAt,
        version,
        'pep440',
      );
    }
  }
}
