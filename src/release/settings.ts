import type { ReleaseVersion } from '../versions/releaseVersion';
/** The settings that decide what a release does, below `budtiktok.release`. */
export interface ReleaseSettings {
  /** The branch that releases are made from; empty for the remote's default branch. */
  readonly branch: string;
  /** The remote that releases are pushed to; empty for the branch's own, or the only one. */
  readonly remote: string;
  /** Template of the commit message, see {@link fillTemplate}. */
  readonly commitMessage: string;
  /** Template of the tag name. */
  readonly tagFormat: string;
  /** Template of the tag message. Lines that start with "#" are dropped by git. */
  readonly tagMessage: string;
  /** What changed tracked files outside of the plan mean. */
  readonly uncommittedChanges: 'block' | 'warn';
  /** Whether a Release is published on GitHub, saved as a draft there, or left to the user. */
  readonly githubRelease: GitHubReleaseSetting;
  /** Whether the changelog that a package keeps gets a section, or is left alone. */
  readonly changelog: 'update' | 'off';
  /** What it means that no workflow would publish the release. */
  readonly workflows: 'block' | 'warn';
  /** What it means that CI has failed on the commit, or has not ended; `off` does not ask. */
  readonly ci: CiSetting;
  /** When a release goes through a pull request; `auto` where the branch is known to refuse a push. */
  readonly pullRequest: PullRequestSetting;
}

export const GITHUB_RELEASE = ['publish', 'draft', 'none'] as const;
export type GitHubReleaseSetting = (typeof GITHUB_RELEASE)[number];

export const CI = ['block', 'warn', 'off'] as const;
export type CiSetting = (typeof CI)[number];

export const PULL_REQUEST = ['auto', 'always', 'never'] as const;
export type PullRequestSetting = (typeof PULL_REQUEST)[number];

export const DEFAULT_SETTINGS: ReleaseSettings = {
  branch: '',
  remote: '',
  commitMessage: 'chore: bump version to ${version}',
  tagFormat: 'v${version}',
  tagMessage: 'Release v${version}',
  uncommittedChanges: 'block',
  githubRelease: 'publish',
  changelog: 'update',
  workflows: 'block',
  ci: 'warn',
  pullRequest: 'auto',
};

/**
 * Fills a template of the settings: `${version}` is the SemVer spelling, `${pep440}` the Python one, `${name}` the
 * package's name. Anything else stays as it is.
 */
export function fillTemplate(template: string, name: string, version: ReleaseVersion): string {
  const values: Readonly<Record<string, string>> = {
    version: version.semver,
    pep440: version.pep440,
    name,
  };
  return template.replace(/\$\{(\w+)\}/g, (found, key: string) => values[key] ?? found);
}
