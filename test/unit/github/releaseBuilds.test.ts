import * as assert from 'node:assert/strict';
import type { Run } from '../../../src/github/model';
import { buildsOfRelease, buildsOfRun } from '../../../src/github/releaseBuilds';
import type { PublishedBuilds } from '../../../src/github/workflows/publishedBuilds';
import { PYTHON_RELEASE, read, TAG_RELEASE } from './workflows/support';

const jobs = (published: PublishedBuilds | undefined) =>
  published?.builds.map(({ job, target }) => `${job} ${target ?? ''}`.trim());
const ALL = [
  'linux x86_64',
  'linux aarch64',
  'macos x86_64',
  'macos aarch64',
  'windows x64',
  'sdist',
];
const QUESTION = { tag: 'v0.2.0', prerelease: false, repository: 'BudEcosystem/budtiktok' };

describe('buildsOfRelease', () => {
  const python = read(PYTHON_RELEASE, 'python-release.yml');

  it('finds the workflow that the Release starts and that publishes', () => {
    assert.deepEqual(jobs(buildsOfRelease([read(TAG_RELEASE), python], QUESTION)), ALL);
  });

  it('finds the one that can be started by hand to publish', () => {
    assert.deepEqual(jobs(buildsOfRelease([python], { ...QUESTION, releaseEvent: false })), ALL);
  });

  it('takes the workflow that the branch starts where the tag starts none', () => {
    const onBranch = read(
      'on: { push: { branches: [main] } }\njobs:\n  p:\n    runs-on: ubuntu-latest\n    steps: [{ run: maturin publish --target x86_64 }]\n',
      'branch.yml',
    );
    assert.deepEqual(jobs(buildsOfRelease([onBranch], { ...QUESTION, branch: 'main' })), [
      'p x86_64',
    ]);
    assert.equal(buildsOfRelease([onBranch], QUESTION), undefined);
  });

  it('does not guess where none publishes', () => {
    assert.equal(buildsOfRelease([read(TAG_RELEASE)], QUESTION), undefined);
    assert.equal(buildsOfRelease([], QUESTION), undefined);
    const second = read(PYTHON_RELEASE, 'second.yml');
    assert.equal(buildsOfRelease([python, second], QUESTION), undefined, 'the same folder twice');
  });
});

describe('buildsOfRun', () => {
  const run = {
    path: '.github/workflows/release.yml',
    event: 'workflow_dispatch',
    headBranch: 'main',
  } as Run;
  const origin = { repository: 'BudEcosystem/budtiktok', inputs: { publish: 'no' } };

  it('reads the file of the run, or says that there is none', () => {
    assert.deepEqual(jobs(buildsOfRun([read(PYTHON_RELEASE)], run, origin)), ALL);
    assert.equal(buildsOfRun([read(PYTHON_RELEASE, 'other.yml')], run, origin), undefined);
  });
});
