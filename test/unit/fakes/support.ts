import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import * as path from 'node:path';
import { Octokit } from '@octokit/rest';
import { FakeGitHub } from '../../fakes/github/fakeGitHub';
import type { FakeGitHubOptions, RepositoryOptions } from '../../fakes/github/options';
import { removeFolder, temporaryFolder, writeFilesTo, type Files } from '../../fixtures/files';
import { validateExchange } from '../../fakes/github/openapi/validate';
import { configureIdentity, git } from '../../fixtures/git';

export const REPO = { owner: 'octo', repo: 'wheels' };

/** The workflow of a maturin project: jobs of several platforms, one that needs them all, and one for trials. */
export const BUILD = `name: Build and Publish
on:
  release:
    types: [published]
  workflow_dispatch:
    inputs:
      publish: { description: Publish to PyPI, required: true, default: 'no', type: choice, options: ['yes', 'no'] }
      debug: { type: boolean, default: false }
jobs:
  linux:
    runs-on: ubuntu-latest
    strategy: { matrix: { target: [x86_64, aarch64] } }
    steps:
      - uses: actions/checkout@v4
      - name: Build wheels
        uses: PyO3/maturin-action@v1
      - uses: actions/upload-artifact@v4
        with: { name: 'wheels-linux-\${{ matrix.target }}' }
  windows:
    runs-on: \${{ matrix.platform.runner }}
    strategy: { matrix: { platform: [{ runner: windows-latest, target: x64 }] } }
    steps:
      - name: Build wheels
        run: maturin build
  publish:
    name: Publish to PyPI
    needs: [linux, windows]
    if: github.event_name == 'release' || inputs.publish == 'yes'
    runs-on: ubuntu-latest
    environment: pypi
    steps:
      - run: twine upload dist/*
  publish-testpypi:
    name: Publish to TestPyPI
    needs: [linux, windows]
    if: github.event_name == 'workflow_dispatch' && inputs.publish == 'no'
    runs-on: ubuntu-latest
    steps:
      - run: twine upload dist/*
`;

export const TAGGED = `name: Release
on:
  push:
    tags: ['v[0-9]+.[0-9]+.[0-9]+', 'v[0-9]+.[0-9]+.[0-9]+-*']
jobs:
  create-release:
    runs-on: ubuntu-latest
    steps:
      - uses: softprops/action-gh-release@v2
`;

export interface Scene {
  readonly github: FakeGitHub;
  readonly octokit: Octokit;
  readonly workspace: string;
  readonly bare: string;
  /** Milliseconds since 1970 of the fake's clock, which stands still unless a test moves it. */
  readonly clock: { now: number };
  /** Asks with another token, or none. */
  readonly as: (token?: string) => Octokit;
  readonly commit: (files: Files, message: string) => string;
  /** Makes an annotated tag of the last commit and pushes it. */
  readonly pushTag: (name: string) => void;
}

let first: string | undefined;

/** The repository that scenes begin with, made once and copied. */
function original(): string {
  if (first !== undefined) return first;
  first = temporaryFolder('github-original');
  const workspace = path.join(first, 'wheels');
  git(first, 'init', '--quiet', '--bare', '--initial-branch=main', 'wheels.git');
  git(first, 'init', '--quiet', '--initial-branch=main', 'wheels');
  configureIdentity(workspace);
  // Relative, so that a copy leads to the copy beside it.
  git(workspace, 'remote', 'add', 'origin', '../wheels.git');
  commitTo(
    workspace,
    {
      '.github/workflows/build.yml': BUILD,
      '.github/workflows/release.yml': TAGGED,
      'README.md': '# Wheels\n',
    },
    'feat: wheels',
  );
  git(workspace, 'push', '--quiet', 'origin', 'main');
  return first;
}

after(() => {
  if (first !== undefined) removeFolder(first);
});

function commitTo(workspace: string, files: Files, message: string): string {
  writeFilesTo(workspace, files);
  git(workspace, 'add', '--all');
  git(workspace, 'commit', '--quiet', '--allow-empty', '--message', message);
  return git(workspace, 'rev-parse', 'HEAD');
}

const scenes: { readonly github: FakeGitHub; readonly folder: string }[] = [];

/** A repository with two workflows, its bare repository and a fake that mirrors it. */
export async function scene({
  files = {},
  repository = {},
  ...options
}: FakeGitHubOptions & {
  readonly files?: Files;
  readonly repository?: Partial<RepositoryOptions>;
} = {}): Promise<Scene> {
  const folder = temporaryFolder('github');
  const clock = { now: Date.UTC(2026, 0, 5, 12) };
  const github = await FakeGitHub.start({ now: () => clock.now, ...options });
  scenes.push({ github, folder });
  cpSync(original(), folder, { recursive: true });
  const workspace = path.join(folder, 'wheels');
  const bare = path.join(folder, 'wheels.git');
  const commit = (changed: Files, message: string): string => commitTo(workspace, changed, message);
  if (Object.keys(files).length > 0) {
    commit(files, 'feat: more wheels');
    git(workspace, 'push', '--quiet', 'origin', 'main');
  }
  github.addToken('user-token', {
    login: 'maintainer',
    scopes: ['repo', 'workflow', 'user:email', 'read:user'],
  });
  github.addRepository({ owner: REPO.owner, name: REPO.repo, bare, ...repository });
  const as = (token?: string): Octokit =>
    new Octokit({ baseUrl: github.url, ...(token === undefined ? {} : { auth: token }) });
  return {
    github,
    octokit: as('user-token'),
    workspace,
    bare,
    clock,
    as,
    commit,
    pushTag: name => {
      git(workspace, 'tag', '--annotate', name, '--message', `Release ${name}`);
      git(workspace, 'push', '--quiet', 'origin', 'main', `refs/tags/${name}`);
    },
  };
}

/** Ends all scenes. Every request and answer in them has to be as GitHub describes its API. */
export async function closeScenes(): Promise<void> {
  const closed = scenes.splice(0);
  for (const { github, folder } of closed) {
    await github.close();
    removeFolder(folder);
  }
  assert.deepEqual(
    closed.flatMap(({ github }) =>
      github.requests.flatMap(request =>
        validateExchange(
          request,
          request.response,
          github.world.enterprise ? 'ghes-3.19' : 'api.github.com',
        ),
      ),
    ),
    [],
  );
}

/** How a request is refused. @throws where it succeeds */
export async function refusal(request: Promise<unknown>): Promise<RequestError> {
  try {
    await request;
  } catch (error) {
    if (error instanceof Error && 'status' in error) return error as RequestError;
    throw error;
  }
  throw new assert.AssertionError({ message: 'the request succeeded' });
}

export interface RequestError extends Error {
  readonly status: number;
  readonly response?: {
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly data: {
      readonly message?: string;
      readonly errors?: readonly Readonly<Record<string, unknown>>[];
    };
  };
}
