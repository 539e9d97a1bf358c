import * as path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { ReleaseVersion } from '../versions/releaseVersion';
import { readVersion } from '../versions/writtenVersion';
import type { LockEntry } from './cargoLock';
import { updateRequirement } from './cargoRequirement';
import type { ManifestIndex } from './manifestIndex';
import type { Package } from './package';
import { ManifestError, type Problem } from './problem';
import { proveLock, proveToml } from './proof';
import type { Question } from './question';
import { applyEdits, type TextEdit } from './text';
import type { KeyPath } from './toml';
import type { VersionSite } from './versionSite';

/** One file before and after. */
export interface FileChange {
  /** Absolute path. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** What has to change so that every version site of a package says one version. Nothing has been written yet. */
export interface VersionPlan {
  readonly released: Package;
  readonly to: ReleaseVersion;
  /** Files that change: manifests and modules by path, then locks. */
  readonly changes: readonly FileChange[];
  /** What only a person can decide. With any of these nothing may be written. */
  readonly questions: readonly Question[];
  /** What is broken or cannot be done. With any of these nothing may be written. */
  readonly refusals: readonly Problem[];
}

/** The text that a site has to hold for a version. */
export function spelled(site: Pick<VersionSite, 'spelling'>, version: ReleaseVersion): string {
  return version[site.spelling];
}

/** Whether a site already says a version: Python's files may spell it in any legal way, Cargo's exactly. */
export function says(site: VersionSite, version: ReleaseVersion): boolean {
  return site.spelling === 'semver'
    ? site.written.text === version.semver
    : site.written.problem === undefined && site.written.key === readVersion(version.pep440, 'pep440').key;
}

/**
 * Plans the edits that make every site of a package say `to`: spans are replaced, everything else stays byte for byte.
 * Each edited file is parsed again by a second parser, and only the intended values may differ.
 */
export function planVersion(index: ManifestIndex, released: Package, to: ReleaseVersion): VersionPlan {
  const edits = new Map<string, { edits: TextEdit[]; values: [KeyPath, string][] }>();
  const refusals: Problem[] = [];
  const questions: Question[] = [...released.questions];
  const editsOf = (file: string) => {
    const entry = edits.get(file) ?? { edits: [], values: [] };
    edits.set(file, entry);
    return entry;
  };

  for (const site of released.sites) {
    if (site.kind === 'lock' || says(site, to)) continue;
    const text = spelled(site, to);
    const { edits, values } = editsOf(site.file);
    edits.push({ ...site.span, text });
    if (site.key !== undefined) values.push([site.key, text]);
  }
  for (const requirement of released.requirements) {
    const { file, start, span, key, text } = requirement;
    const update = updateRequirement(text, to);
    if (!update.ok) {
      refusals.push({ severity: 'error', file, start, message: update.reason });
    } else if (update.text !== text) {
      const { edits, values } = editsOf(file);
      edits.push({ ...span, text: update.text });
      values.push([key, update.text]);
    }
  }

  const changes: FileChange[] = [];
  const change = (file: string, makeAfter: (before: string) => string) => {
    const before = index.text(file);
    if (before === undefined) return;
    try {
      const after = makeAfter(before);
      if (after !== before) changes.push({ file, before, after });
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      refusals.push(error.problem);
    }
  };
  for (const [file, { edits: fileEdits, values }] of edits) {
    change(file, before => {
      const after = applyEdits(before, fileEdits);
      if (path.extname(file) === '.toml') proveToml(file, before, after, values);
      return after;
    });
  }
  for (const [file, sites] of locksOf(released)) {
    const manifest = index.get(file);
    if (manifest?.kind !== 'lock') continue;
    change(file, before => {
      const lock = manifest.lock.checked();
      const starts = new Set(sites.map(({ span }) => span.start));
      const moved = new Map<LockEntry, string>(
        lock.entries.filter(({ versionSpan }) => starts.has(versionSpan.start)).map(entry => [entry, to.semver]));
      const after = applyEdits(before, lock.move(moved));
      proveLock(lock, after, moved);
      return after;
    });
  }
  // Locks last: what a person reads comes first.
  changes.sort((a, b) => Number(isLock(a)) - Number(isLock(b)) || (a.file < b.file ? -1 : 1));
  return { released, to, changes, questions, refusals };
}

function isLock({ file }: FileChange): boolean {
  return path.extname(file) === '.lock';
}

function locksOf(released: Package): Map<string, VersionSite[]> {
  const locks = new Map<string, VersionSite[]>();
  for (const site of released.sites) {
    if (site.kind === 'lock') locks.set(site.file, [...(locks.get(site.file) ?? []), site]);
  }
  return locks;
}

/** What a refusal says where there is only a line for it. */
export function describeProblem(root: string, { file, start, message }: Problem): string {
  return l10n.t('{0}:{1}: {2}', path.relative(root, file), start.line + 1, message);
}
