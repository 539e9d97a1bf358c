import { ENVIRONMENT_RULES } from './rules/environment';
import { MATURIN_RULES } from './rules/maturin';
import { NETWORK_RULES } from './rules/network';
import { PERMISSION_RULES } from './rules/permissions';
import { PLATFORM_RULES } from './rules/platforms';
import { PYPI_RULES } from './rules/pypi';
import { PYTHON_RULES } from './rules/python';
import { RUNNER_RULES } from './rules/runner';
import { RUST_RULES } from './rules/rust';
import { TRUSTED_PUBLISHING_RULES } from './rules/trustedPublishing';
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

/**
 * All rules, the most telling first: a full disk or a lost connection makes every tool fail in its own words, a build
 * script that refuses a Python version makes cargo and maturin fail, and so on down to "could not compile".
 */
export const RULES: readonly Rule[] = [
  ...ENVIRONMENT_RULES,
  ...RUNNER_RULES,
  ...TRUSTED_PUBLISHING_RULES,
  ...PYPI_RULES,
  ...PERMISSION_RULES,
  ...PLATFORM_RULES,
  ...PYTHON_RULES,
  ...MATURIN_RULES,
  ...RUST_RULES,
  ...NETWORK_RULES,
];
