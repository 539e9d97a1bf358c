import * as path from 'node:path';
import type { Publication } from '../../src/release/hosting';
import type { Member } from '../../src/release/intent';
import type { ReleaseSettings } from '../../src/release/settings';
import type { MergeMethod } from '../fakes/github/pullRequests';
import { type Files, writeFilesTo } from '../fixtures/files';
import { git } from '../fixtures/git';
import { createRepository, SCM } from '../fixtures/repository';
import {
  FIVE_CRATES,
  FRONT_AND_RUNTIMES,
  LIBRARY_AND_CLI,
  THREE_DISTRIBUTIONS,
  TWO_SERIES,
  TWO_SERIES_TAGS,
} from '../fixtures/releaseShapes';
import { createSample } from '../fixtures/sample';

/** What program.main.ts does. */
export interface Job {
  readonly mode: 'run' | 'undo';
  readonly workspace: string;
  /** Path of the package's manifest below the workspace, with "/". */
  readonly manifest: string;
  readonly name: string;
  readonly version: string;
  readonly from: string;
  readonly tag?: string;
  /** What is written for the changelog. */
  readonly entry?: string;
  /** The other distributions of the release. */
  readonly members?: readonly Member[];
  readonly settings?: Partial<ReleaseSettings>;
  readonly publication?: Publication;
  /** How the pull request is merged that the release goes through. */
  readonly pullRequest?: MergeMethod;
  readonly github?: { readonly host: string; readonly token: string };
}

/** A release that is interrupted. */
export interface Flow {
  readonly name: string;
  /** Makes `dir`/budtiktok and the bare `dir`/budtiktok.git. */
  create(dir: string): void;
  readonly job: Omit<Job, 'mode' | 'workspace'>;
  /** Whether a GitHub Release is published as well. */
  readonly isHosted?: true;
}

const SAMPLE = {
  manifest: 'crates/budtiktok-python/pyproject.toml',
  name: 'budtiktok',
  version: '0.2.0',
  from: '0.1.0',
} as const;

const KEPT =
  '# Changelog\n\n## [Unreleased]\n\n- `encode_batch`\n\n## [0.0.1] - 2025-12-24\n\n- First\n';

const project = (name: string) => ({
  [`${name}/pyproject.toml`]: `[build-system]\nrequires = ["maturin>=1"]\nbuild-backend = "maturin"\n\n[project]\nname = "${name}"\nversion = "1.0.0"\n`,
  [`${name}/Cargo.toml`]: `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2021"\n`,
  [`${name}/src/lib.rs`]: '',
});

const throughPullRequest = (method: MergeMethod): Flow => ({
  name: `pull request (${method})`,
  create: createSample,
  isHosted: true,
  job: { ...SAMPLE, pullRequest: method },
});

/** The release of a repository with several members. */
function several(
  name: string,
  files: Files,
  job: Pick<Flow['job'], 'manifest' | 'name' | 'members'>,
): Flow {
  return {
    name,
    create: dir => void createRepository(dir, 'budtiktok', files),
    job: { version: '1.5.0', from: '1.4.0', ...job },
  };
}

const distribution = (folder: string, name: string): Member => ({
  manifest: `crates/${folder}/pyproject.toml`,
  package: name,
});

const THREE = several('three distributions', THREE_DISTRIBUTIONS, {
  manifest: 'crates/alpha/pyproject.toml',
  name: 'alpha',
  members: [distribution('beta', 'beta'), distribution('gamma', 'gamma')],
});

export const FLOWS: readonly Flow[] = [
  { name: 'plain', create: createSample, job: SAMPLE },
  { name: 'pre-release', create: createSample, job: { ...SAMPLE, version: '0.2.0-rc.1' } },
  {
    name: 'changelog',
    create: dir => {
      const { workspace } = createSample(dir);
      writeFilesTo(workspace, { 'CHANGELOG.md': KEPT });
      git(workspace, 'add', '--force', 'CHANGELOG.md');
      git(workspace, 'commit', '--quiet', '--message', 'docs: changelog');
      git(workspace, 'push', '--quiet');
    },
    job: SAMPLE,
  },
  {
    name: 'the tag decides',
    create: dir => {
      const { workspace } = createRepository(dir, 'budtiktok', SCM);
      git(workspace, 'tag', '--annotate', 'v0.4.0', '--message', 'Release v0.4.0');
      git(workspace, 'push', '--quiet', 'origin', 'v0.4.0');
      git(workspace, 'commit', '--quiet', '--allow-empty', '--message', 'feat: more');
    },
    job: { manifest: 'pyproject.toml', name: 'demo', version: '0.5.0', from: '0.5.0' },
  },
  {
    name: 'two packages',
    create: dir => {
      createRepository(dir, 'budtiktok', {
        ...project('alpha'),
        ...project('beta'),
        'Cargo.toml': '[workspace]\nmembers = ["alpha", "beta"]\nresolver = "2"\n',
      });
    },
    job: {
      manifest: 'alpha/pyproject.toml',
      name: 'alpha',
      version: '1.1.0',
      from: '1.0.0',
      settings: { tagFormat: '${name}-v${version}' },
    },
  },
  THREE,
  several('front and runtimes', FRONT_AND_RUNTIMES, {
    manifest: 'pyproject.toml',
    name: 'demo',
    members: [
      distribution('runtime-32', 'demo-runtime-32'),
      distribution('runtime-64', 'demo-runtime-64'),
    ],
  }),
  several('library and command line', LIBRARY_AND_CLI, {
    manifest: 'crates/python/pyproject.toml',
    name: 'demo',
    members: [distribution('cli', 'demo-cli')],
  }),
  several('five crates', FIVE_CRATES, {
    manifest: 'crates/python/pyproject.toml',
    name: 'demo-py',
  }),
  {
    name: 'two series of tags',
    create: dir => {
      const { workspace } = createRepository(dir, 'budtiktok', TWO_SERIES);
      for (const tag of TWO_SERIES_TAGS) git(workspace, 'tag', tag);
      git(workspace, 'push', '--quiet', '--tags');
    },
    job: { manifest: 'beta/pyproject.toml', name: 'beta', version: '0.4.0', from: '0.3.2' },
  },
  {
    name: 'two versions in one run',
    create: dir => {
      const { workspace } = createRepository(dir, 'budtiktok', TWO_SERIES);
      for (const tag of TWO_SERIES_TAGS) git(workspace, 'tag', tag);
      git(workspace, 'push', '--quiet', '--tags');
    },
    job: {
      manifest: 'alpha/pyproject.toml',
      name: 'alpha',
      version: '1.5.0',
      from: '1.4.0',
      members: [
        {
          manifest: 'beta/pyproject.toml',
          package: 'beta',
          own: {
            version: '0.4.0',
            from: '0.3.2',
            tag: 'beta-v0.4.0',
            tagMessage: 'Release beta 0.4.0',
          },
        },
      ],
    },
  },
  {
    name: 'GitHub Release',
    create: createSample,
    isHosted: true,
    job: {
      ...SAMPLE,
      publication: {
        title: 'budtiktok 0.2.0',
        notes: '## Changes\n\n- faster\n',
        draft: false,
        prerelease: false,
        latest: true,
      },
    },
  },
  throughPullRequest('merge'),
  throughPullRequest('squash'),
  throughPullRequest('rebase'),
  {
    ...THREE,
    name: 'three distributions, pull request (squash)',
    isHosted: true,
    job: { ...THREE.job, pullRequest: 'squash' },
  },
];

export function workspaceOf(dir: string): string {
  return path.join(dir, 'budtiktok');
}
