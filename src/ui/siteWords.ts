import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Package } from '../manifests/package';
import type { VersionSite } from '../manifests/versionSite';
import type { SitePlace } from './commands/openVersionSite';

/** A short name for the place that a version stands in. */
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
