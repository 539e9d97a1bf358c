import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Package } from '../manifests/package';
import type { VersionSite } from '../manifests/versionSite';
import type { CheckState } from '../release/check';
import type { FactReport } from '../release/engine';
import type { ReleaseVersion } from '../versions/releaseVersion';
import type { Phase } from './phase';
import type { SitePlace } from './siteLinks';

/** How the state of a fact is shown: a codicon, a colour, and a word, because neither icon nor colour is enough alone. */
export interface Shown {
  readonly icon: string;
  readonly color?: vscode.ThemeColor;
  readonly word: string;
}

export function shownFact({ id, observation, inProgress }: FactReport): Shown {
  if (inProgress === true) return { icon: 'loading~spin', word: vscode.l10n.t('in progress') };
  switch (observation.state) {
    case 'holds':
      return {
        icon: 'pass-filled',
        color: new vscode.ThemeColor('testing.iconPassed'),
        word: vscode.l10n.t('holds'),
      };
    case 'missing':
      return { icon: 'circle-large-outline', word: vscode.l10n.t('missing') };
    case 'inProgress':
      return {
        icon: 'sync',
        color: new vscode.ThemeColor('testing.iconQueued'),
        word: vscode.l10n.t('in progress'),
      };
    case 'conflict':
      return {
        icon: 'error',
        color: new vscode.ThemeColor('testing.iconFailed'),
        word: id === 'builds' ? vscode.l10n.t('failed') : vscode.l10n.t('conflict'),
      };
    case 'unknown':
      return {
        icon: 'question',
        color: new vscode.ThemeColor('testing.iconQueued'),
        word: vscode.l10n.t('unknown'),
      };
  }
}

export function shownCheck(state: CheckState): Shown {
  switch (state) {
    case 'ok':
      return { icon: 'pass', word: vscode.l10n.t('ok') };
    case 'warning':
      return { icon: 'warning', word: vscode.l10n.t('warning') };
    case 'blocks':
      return { icon: 'error', word: vscode.l10n.t('blocks') };
    case 'unknown':
      return { icon: 'question', word: vscode.l10n.t('unknown') };
  }
}

/** How the phase of a release is shown. */
export function shownPhase(phase: Phase): Shown {
  const failed = new vscode.ThemeColor('testing.iconFailed');
  const passed = new vscode.ThemeColor('testing.iconPassed');
  switch (phase) {
    case 'unseen':
      return { icon: 'question', word: vscode.l10n.t('not known') };
    case 'running':
      return { icon: 'loading~spin', word: vscode.l10n.t('in progress') };
    case 'done':
      return { icon: 'pass-filled', color: passed, word: vscode.l10n.t('done') };
    case 'buildFailed':
      return { icon: 'error', color: failed, word: vscode.l10n.t('a build failed') };
    case 'building':
      return { icon: 'sync', word: vscode.l10n.t('builds are running') };
    case 'arriving':
      return { icon: 'cloud-upload', word: vscode.l10n.t('files are arriving') };
    case 'published':
      return { icon: 'tag', color: passed, word: vscode.l10n.t('published') };
    case 'tagged':
      return { icon: 'tag', word: vscode.l10n.t('the tag is public') };
    case 'inReview':
      return { icon: 'git-pull-request', word: vscode.l10n.t('in review') };
    case 'paused':
      return { icon: 'debug-pause', word: vscode.l10n.t('not done') };
    case 'unasked':
      return { icon: 'tag', word: vscode.l10n.t('the tag is here') };
    case 'notReleased':
      return { icon: 'tag', word: vscode.l10n.t('not released') };
  }
}

/** A version as Cargo and Python spell it. */
export function spellings({ semver, pep440 }: ReleaseVersion): string {
  return vscode.l10n.t('Cargo {0} · Python {1}', semver, pep440);
}

/** A short name for the place of a version. */
export function siteLabel({ kind, file, crates }: VersionSite): string {
  switch (kind) {
    case 'project':
      return 'pyproject';
    case 'poetry':
      return 'pyproject [tool.poetry]';
    case 'crate':
      return 'Cargo';
    case 'workspace':
      return 'Cargo';
    case 'lock':
      return `${path.basename(file)} (${crates.join(', ')})`;
    case 'setup':
    case 'place':
    case 'dunder':
    case 'extra':
    case 'constant':
      return path.basename(file);
  }
}

/** What a reader has to know of a place beside its file. */
export function siteDetail({ kind, crates }: VersionSite): string {
  switch (kind) {
    case 'project':
      return '[project]';
    case 'poetry':
      return '[tool.poetry]';
    case 'crate':
      return '[package]';
    case 'workspace':
      return crates.length === 1
        ? vscode.l10n.t('[workspace.package], 1 crate moves')
        : vscode.l10n.t('[workspace.package], {0} crates move', crates.length);
    case 'lock':
      return crates.join(', ');
    case 'dunder':
      return '__version__';
    case 'setup':
    case 'place':
      return vscode.l10n.t('read by the build backend');
    case 'extra':
      return 'budtiktok.extraFiles';
    case 'constant':
      return vscode.l10n.t('confirmed to move along');
  }
}

/** That no file holds the version of a package, and which tool reads it from the tag where that is known. */
export function tagDecides({ taggedBy }: Package): string {
  return taggedBy === undefined
    ? vscode.l10n.t('the git tag decides the version')
    : vscode.l10n.t('the git tag decides the version ({0})', taggedBy);
}

export function sitePlace({ file, start, written }: VersionSite): SitePlace {
  return { file, line: start.line, column: start.column, length: written.text.length };
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** How long ago something was, in words of the editor's language. @param at milliseconds since 1970 */
export function relativeTime(at: number, now = Date.now()): string {
  const passed = Math.max(0, now - at);
  const [unit, ms] = UNITS.find(([, length]) => passed >= length) ?? [];
  if (unit === undefined || ms === undefined) return vscode.l10n.t('just now');
  return new Intl.RelativeTimeFormat(vscode.env.language, { numeric: 'auto' }).format(
    -Math.floor(passed / ms),
    unit,
  );
}

/** The exact time, in the editor's language. */
export function exactTime(at: number): string {
  return new Date(at).toLocaleString(vscode.env.language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
}
