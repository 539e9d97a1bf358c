import { ARTIFACT_RULES } from './rules/artifacts';
import { CARGO_SOURCE_RULES } from './rules/cargoSources';
import { CIBUILDWHEEL_RULES } from './rules/cibuildwheel';
import { INDEX_PROJECT_RULES } from './rules/indexProjects';
import { JOB_SETUP_RULES } from './rules/jobSetup';
import { MATURIN_PROJECT_RULES } from './rules/maturinProject';
import { WHEEL_REPAIR_RULES } from './rules/wheelRepair';
import { BUILD_TOOL_RULES } from './rules/buildTools';
import { CARGO_PROJECT_RULES } from './rules/cargoProject';
import { CARGO_RULES } from './rules/cargo';
import { COMPILER_RULES } from './rules/compilers';
import { CRASH_RULES } from './rules/crashes';
import { CRATES_RULES } from './rules/crates';
import { DISTRIBUTION_RULES } from './rules/distributions';
import { DOCKER_RULES } from './rules/docker';
import { ENVIRONMENT_RULES } from './rules/environment';
import { FALLBACK_RULES } from './rules/fallback';
import { GIT_RULES } from './rules/git';
import { BARE_ANSWER_RULES, INDEX_UPLOAD_RULES } from './rules/indexUploads';
import { INSTALL_RULES } from './rules/install';
import { INTERPRETER_RULES } from './rules/interpreters';
import { LINKER_RULES } from './rules/linker';
import { LOADER_RULES } from './rules/loader';
import { MATURIN_RULES } from './rules/maturin';
import { NATIVE_BUILD_RULES } from './rules/nativeBuilds';
import { NETWORK_RULES } from './rules/network';
import { PACKAGE_RULES } from './rules/packages';
import { PERMISSION_RULES } from './rules/permissions';
import { PLATFORM_RULES } from './rules/platforms';
import { PYO3_RULES } from './rules/pyo3';
import { PYPI_RULES } from './rules/pypi';
import { PYTHON_RULES } from './rules/python';
import { PYTHON_PROJECT_RULES } from './rules/pythonProject';
import { RUNNER_RULES } from './rules/runner';
import { RUST_RULES } from './rules/rust';
import { SERVICE_RULES } from './rules/services';
import { SHELL_RULES } from './rules/shell';
import { SYSTEM_RULES } from './rules/system';
import { TEST_RULES } from './rules/tests';
import { TOOLCHAIN_RULES } from './rules/toolchain';
import { TRUSTED_PUBLISHING_RULES } from './rules/trustedPublishing';
import { WORKFLOW_RULES } from './rules/workflow';

/** What the extension can do about a failure. `src/ui` maps each to a command. */
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

/** The groups of a match: `[whole, first, second …]`; a group that did not participate is empty. */
export type Match = readonly [whole: string, ...groups: string[]];

/** One cause of failures, and the text that shows it. */
export interface Rule {
  /** `family.cause`. */
  readonly id: string;
  /**
   * Matches the output of a failed step, lines joined by "\n". Its cost must be linear in the text: quantifiers over
   * arbitrary text have an upper limit.
   */
  readonly pattern: RegExp;
  /** Title of the step, for causes that belong to one action. */
  readonly step?: RegExp;
  /** At most so many lines with text may follow in the step: a tool that retried and went on printed the same words. */
  readonly atEnd?: number;
  /** One sentence. */
  readonly cause: (match: Match) => string;
  /** What to do if it failed on GitHub. */
  readonly advice: (match: Match) => string;
  /** What to do if it failed on this computer. */
  readonly here?: (match: Match) => string;
  /** The advice is about files of the repository, so it is the same on this computer. */
  readonly isAboutFiles?: boolean;
  /** The action on GitHub. */
  readonly action?: Action;
  /** A command line that fixes it on this computer; undefined for systems without one. */
  readonly command?: (match: Match, platform: NodeJS.Platform) => string | undefined;
  /** The documentation of the cause. */
  readonly source: string;
}

/**
 * All rules, causes before their consequences: a full disk makes every tool fail in its own words, a build script that
 * refuses a Python version makes cargo and maturin fail, and so on down to "could not compile".
 */
export const RULES: readonly Rule[] = [
  ...ENVIRONMENT_RULES,
  ...RUNNER_RULES,
  ...ARTIFACT_RULES,
  ...SERVICE_RULES,
  ...JOB_SETUP_RULES,
  ...WORKFLOW_RULES,
  ...LOADER_RULES,
  ...CRASH_RULES,
  ...TRUSTED_PUBLISHING_RULES,
  ...CRATES_RULES,
  ...DISTRIBUTION_RULES,
  ...INDEX_PROJECT_RULES,
  ...PYPI_RULES,
  ...INDEX_UPLOAD_RULES,
  ...PERMISSION_RULES,
  ...GIT_RULES,
  ...DOCKER_RULES,
  ...SYSTEM_RULES,
  ...SHELL_RULES,
  ...WHEEL_REPAIR_RULES,
  ...PLATFORM_RULES,
  ...INTERPRETER_RULES,
  ...PYO3_RULES,
  ...TOOLCHAIN_RULES,
  ...BUILD_TOOL_RULES,
  ...COMPILER_RULES,
  ...MATURIN_RULES,
  ...MATURIN_PROJECT_RULES,
  ...CIBUILDWHEEL_RULES,
  ...PYTHON_PROJECT_RULES,
  ...PACKAGE_RULES,
  ...INSTALL_RULES,
  ...LINKER_RULES,
  ...CARGO_RULES,
  ...CARGO_SOURCE_RULES,
  ...CARGO_PROJECT_RULES,
  ...PYTHON_RULES,
  ...RUST_RULES,
  ...TEST_RULES,
  ...NETWORK_RULES,
  ...BARE_ANSWER_RULES,
  ...NATIVE_BUILD_RULES,
  ...FALLBACK_RULES,
];
