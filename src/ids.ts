/** Every name that package.json and the code have to agree on. The manifest test compares the two. */

export const EXTENSION_ID = 'BudEcosystem.budtiktok-release';

export const COMMANDS = {
  bumpAndRelease: 'budtiktok.bumpAndRelease',
  bumpVersion: 'budtiktok.bumpVersion',
  previewRelease: 'budtiktok.previewRelease',
  resumeRelease: 'budtiktok.resumeRelease',
  undoRelease: 'budtiktok.undoRelease',
  abandonRelease: 'budtiktok.abandonRelease',
  removeGitLock: 'budtiktok.removeGitLock',
  fixVersionMismatch: 'budtiktok.fixVersionMismatch',
  verifyVersions: 'budtiktok.verifyVersions',
  checkRemote: 'budtiktok.checkRemote',
  openFact: 'budtiktok.openFact',
  copyFact: 'budtiktok.copyFact',
  compareFact: 'budtiktok.compareFact',
  publishGitHubRelease: 'budtiktok.publishGitHubRelease',
  publishNotes: 'budtiktok.publishNotes',
  saveNotesAsDraft: 'budtiktok.saveNotesAsDraft',
  useChangelogEntry: 'budtiktok.useChangelogEntry',
  leaveChangelog: 'budtiktok.leaveChangelog',
  runReleaseWorkflow: 'budtiktok.runReleaseWorkflow',
  testPublish: 'budtiktok.testPublish',
  signIn: 'budtiktok.signIn',
  useGitHubToken: 'budtiktok.useGitHubToken',
  forgetGitHubToken: 'budtiktok.forgetGitHubToken',
  refreshRuns: 'budtiktok.refreshRuns',
  openOnGitHub: 'budtiktok.openOnGitHub',
  copyLink: 'budtiktok.copyLink',
  viewJobLog: 'budtiktok.viewJobLog',
  rerunFailedJobs: 'budtiktok.rerunFailedJobs',
  rerunWithDebugLogs: 'budtiktok.rerunWithDebugLogs',
  rerunJob: 'budtiktok.rerunJob',
  cancelRun: 'budtiktok.cancelRun',
  approveDeployment: 'budtiktok.approveDeployment',
  downloadArtifact: 'budtiktok.downloadArtifact',
  showReleaseReport: 'budtiktok.showReleaseReport',
  explainFailure: 'budtiktok.explainFailure',
  buildWheel: 'budtiktok.buildWheel',
  develop: 'budtiktok.develop',
  developRelease: 'budtiktok.developRelease',
  testWheel: 'budtiktok.testWheel',
  smokeTest: 'budtiktok.smokeTest',
  publishToTestPyPI: 'budtiktok.publishToTestPyPI',
  publishToPyPI: 'budtiktok.publishToPyPI',
  checkCrates: 'budtiktok.checkCrates',
  publishCrates: 'budtiktok.publishCrates',
  forgetIndexToken: 'budtiktok.forgetIndexToken',
  verifyOnIndex: 'budtiktok.verifyOnIndex',
  yankRelease: 'budtiktok.yankRelease',
  nextDevelopmentVersion: 'budtiktok.nextDevelopmentVersion',
  setUpRelease: 'budtiktok.setUpRelease',
  setSecret: 'budtiktok.setSecret',
  createReleaseWorkflow: 'budtiktok.createReleaseWorkflow',
  createWorkflowFile: 'budtiktok.createWorkflowFile',
  refreshSetup: 'budtiktok.refreshSetup',
  openSetupPage: 'budtiktok.openSetupPage',
  copySetupValue: 'budtiktok.copySetupValue',
  installTool: 'budtiktok.installTool',
  openWalkthrough: 'budtiktok.openWalkthrough',
  runChecklist: 'budtiktok.runChecklist',
  runChecklistItem: 'budtiktok.runChecklistItem',
  passChecklistItem: 'budtiktok.passChecklistItem',
  failChecklistItem: 'budtiktok.failChecklistItem',
  clearChecklistItem: 'budtiktok.clearChecklistItem',
  refreshChecklist: 'budtiktok.refreshChecklist',
  refresh: 'budtiktok.refresh',
  showLogs: 'budtiktok.showLogs',
} as const;

/** Commands that only views, tooltips and quick fixes call, with arguments. They are not in the palette. */
export const INTERNAL_COMMANDS = {
  openVersionSite: 'budtiktok.openVersionSite',
  openJobLog: 'budtiktok.openJobLog',
} as const;

/** In the order in which they are shown. */
export const VIEWS = {
  release: 'budtiktok.release',
  checklist: 'budtiktok.checklist',
  runs: 'budtiktok.runs',
  setup: 'budtiktok.setup',
} as const;

export const VIEW_CONTAINER = 'budtiktok';

/** The walkthrough of a first release. */
export const WALKTHROUGH = 'firstRelease';

/** Keys for `when` clauses. */
export const CONTEXT_KEYS = {
  /** The first look at the workspace is over. */
  scanned: 'budtiktok.scanned',
  hasPackages: 'budtiktok.hasPackages',
  hasMismatch: 'budtiktok.hasMismatch',
  /** A confirmed release has facts that do not hold yet. */
  releaseUnderWay: 'budtiktok.releaseUnderWay',
  /** A package is released to a repository on GitHub. */
  isHosted: 'budtiktok.isHosted',
  /** An account is signed in to one of these hosts. */
  signedIn: 'budtiktok.signedIn',
} as const;

export const SETTINGS_SECTION = 'budtiktok.release';

/** The settings of the section, as the keys of {@link ReleaseSettings}. */
export const SETTINGS = [
  'branch',
  'remote',
  'commitMessage',
  'tagFormat',
  'tagMessage',
  'uncommittedChanges',
  'githubRelease',
  'changelog',
  'workflows',
  'ci',
  'pullRequest',
] as const;

/** Which finished runs a notification reports: all, failures, off. */
export const RUN_NOTIFICATIONS_SETTING = 'budtiktok.runs.notify';

/** How many runs beside those of releases are listed. */
export const RECENT_RUNS_SETTING = 'budtiktok.runs.recent';

/** Settings of the version engine: further places of the version, and what was answered about packages. */
export const ENGINE_SETTINGS = {
  extraFiles: 'budtiktok.extraFiles',
  packages: 'budtiktok.packages',
} as const;

/** The package index that is asked; empty for PyPI. */
export const INDEX_URL_SETTING = 'budtiktok.index.url';

/** Whether a package index is asked at all: on, off. */
export const INDEX_CHECK_SETTING = 'budtiktok.index.check';
export const CRATES_CHECK_SETTING = 'budtiktok.crates.check';

/** The user's own items of the checklist, which of all are required, and the command lines that answer them. */
export const CHECKLIST_SETTINGS = {
  items: 'budtiktok.checklist.items',
  required: 'budtiktok.checklist.required',
  commands: 'budtiktok.checklist.commands',
} as const;

export const CODE_LENS_SETTING = 'budtiktok.codeLens.enabled';

/** What a value of a setting can do, and so where it is read from. */
export interface SettingRule {
  /** Its scope in package.json: `resource` and `window` settings can come from the workspace. */
  readonly scope: 'resource' | 'window' | 'machine-overridable';
  /**
   * - `behaviour`: chooses between what the extension does anyway
   * - `text`: becomes a name or text, which is checked and shown before it is used
   * - `destination`: chooses where commits and tags are sent
   * - `host`: chooses where requests are sent
   * - `command`: holds a command line, which runs in a terminal that shows it
   */
  readonly kind: 'behaviour' | 'text' | 'destination' | 'host' | 'command';
}

/** Every setting. Those that choose a destination, a host or a command are ignored in an untrusted workspace. */
export const SETTING_RULES: Readonly<Record<string, SettingRule>> = {
  [`${SETTINGS_SECTION}.branch`]: { scope: 'resource', kind: 'text' },
  [`${SETTINGS_SECTION}.remote`]: { scope: 'resource', kind: 'destination' },
  [`${SETTINGS_SECTION}.commitMessage`]: { scope: 'resource', kind: 'text' },
  [`${SETTINGS_SECTION}.tagFormat`]: { scope: 'resource', kind: 'text' },
  [`${SETTINGS_SECTION}.tagMessage`]: { scope: 'resource', kind: 'text' },
  [`${SETTINGS_SECTION}.uncommittedChanges`]: { scope: 'resource', kind: 'behaviour' },
  [`${SETTINGS_SECTION}.githubRelease`]: { scope: 'resource', kind: 'behaviour' },
  [`${SETTINGS_SECTION}.changelog`]: { scope: 'resource', kind: 'behaviour' },
  [`${SETTINGS_SECTION}.workflows`]: { scope: 'resource', kind: 'behaviour' },
  [`${SETTINGS_SECTION}.ci`]: { scope: 'resource', kind: 'behaviour' },
  [`${SETTINGS_SECTION}.pullRequest`]: { scope: 'resource', kind: 'behaviour' },
  [CODE_LENS_SETTING]: { scope: 'resource', kind: 'behaviour' },
  [RUN_NOTIFICATIONS_SETTING]: { scope: 'window', kind: 'behaviour' },
  [RECENT_RUNS_SETTING]: { scope: 'window', kind: 'behaviour' },
  [ENGINE_SETTINGS.extraFiles]: { scope: 'resource', kind: 'text' },
  [ENGINE_SETTINGS.packages]: { scope: 'resource', kind: 'text' },
  [INDEX_CHECK_SETTING]: { scope: 'resource', kind: 'behaviour' },
  [CRATES_CHECK_SETTING]: { scope: 'resource', kind: 'behaviour' },
  [INDEX_URL_SETTING]: { scope: 'machine-overridable', kind: 'host' },
  [CHECKLIST_SETTINGS.items]: { scope: 'resource', kind: 'command' },
  [CHECKLIST_SETTINGS.required]: { scope: 'resource', kind: 'behaviour' },
  [CHECKLIST_SETTINGS.commands]: { scope: 'resource', kind: 'command' },
};

/** Scheme of the read-only documents that hold the text of a file after a planned change. */
export const PLAN_SCHEME = 'budtiktok-plan';

/** Scheme of the text of a workflow that is not yet a file. */
export const WORKFLOW_SCHEME = 'budtiktok-workflow';

/** Scheme of the release notes while they are being written. */
export const NOTES_SCHEME = 'budtiktok-notes';

/** Scheme of the entries for a changelog while they are being written. */
export const ENTRY_SCHEME = 'budtiktok-changelog';

/** Scheme of the read-only documents that hold the report of a run. */
export const REPORT_SCHEME = 'budtiktok-report';

/** Scheme of the read-only documents that hold the log of a job. */
export const LOG_SCHEME = 'budtiktok-log';

/** The tasks that this extension contributes, and what reads the problems in their output. */
export const TASK_TYPE = 'maturin';

/** The tasks that answer items of the checklist. */
export const CHECKLIST_TASK_TYPE = 'budtiktok-checklist';

export const PROBLEM_MATCHER = 'budtiktok-rustc';

export const DIAGNOSTIC_SOURCE = 'BudTikTok';
