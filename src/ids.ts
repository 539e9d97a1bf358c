/** Every name that package.json and the code have to agree on. The manifest test compares the two. */

export const EXTENSION_ID = 'BudEcosystem.budtiktok-release';

export const COMMANDS = {
  bumpAndRelease: 'budtiktok.bumpAndRelease',
  bumpVersion: 'budtiktok.bumpVersion',
  previewRelease: 'budtiktok.previewRelease',
  resumeRelease: 'budtiktok.resumeRelease',
  undoRelease: 'budtiktok.undoRelease',
  abandonRelease: 'budtiktok.abandonRelease',
  fixVersionMismatch: 'budtiktok.fixVersionMismatch',
  checkRemote: 'budtiktok.checkRemote',
  refresh: 'budtiktok.refresh',
  showLogs: 'budtiktok.showLogs',
} as const;

/** Commands that only views, tooltips and quick fixes call, with arguments. They are not in the palette. */
export const INTERNAL_COMMANDS = {
  openVersionSite: 'budtiktok.openVersionSite',
} as const;

export const VIEWS = { release: 'budtiktok.release' } as const;

export const VIEW_CONTAINER = 'budtiktok';

/** Keys for `when` clauses. */
export const CONTEXT_KEYS = {
  /** The first look at the workspace is over. */
  scanned: 'budtiktok.scanned',
  hasPackages: 'budtiktok.hasPackages',
  hasMismatch: 'budtiktok.hasMismatch',
  /** A confirmed release has facts that do not hold yet. */
  releaseUnderWay: 'budtiktok.releaseUnderWay',
} as const;

export const SETTINGS_SECTION = 'budtiktok.release';

/** The settings of the section, as the keys of {@link ReleaseSettings}. */
export const SETTINGS = ['branch', 'remote', 'commitMessage', 'tagFormat', 'tagMessage', 'uncommittedChanges'] as const;

export const CODE_LENS_SETTING = 'budtiktok.codeLens.enabled';

/** Scheme of the read-only documents that hold the text of a file after a planned change. */
export const PLAN_SCHEME = 'budtiktok-plan';

export const DIAGNOSTIC_SOURCE = 'BudTikTok';
