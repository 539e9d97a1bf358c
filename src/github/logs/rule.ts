/** What the extension can do about a failure. The editor's side maps each to a command. */
export const ACTIONS = [
  'rerunFailedJobs',
  'setSecret',
  'setUpRelease',
  'openWorkflow',
  'openPyproject',
  'openCargoManifest',
  'bumpVersion',
  'verifyOnIndex',
  'reviewDeployment',
  'openEnvironments',
  'openActionsSettings',
] as const;

export type Action = (typeof ACTIONS)[number];

/** The groups of a match: `[whole, first, second …]`; a group that took no part is empty. */
export type Match = readonly [whole: string, ...groups: string[]];

/** One cause of failures, and how it is known. */
export interface Rule {
  /** `family.cause`. */
  readonly id: string;
  /**
   * Found in what the failed step printed, lines joined by "\n". Words that a tool may wrap are joined by `\s+`. Each
   * pattern begins with literal text, so that long logs are searched fast.
   */
  readonly pattern: RegExp;
  /** One sentence. */
  readonly cause: (match: Match) => string;
  readonly advice: (match: Match) => string;
  readonly action?: Action;
  /** A command line that mends it where the step failed on this computer. */
  readonly command?: (match: Match) => string;
  /** The documentation of what went wrong. */
  readonly source: string;
}
