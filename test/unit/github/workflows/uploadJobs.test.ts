import * as assert from 'node:assert/strict';
import { dispatch, tagPush, type WorkflowEvent } from '../../../../src/github/workflows/event';
import { uploadJobs, type UploadJob } from '../../../../src/github/workflows/uploadJobs';

import { finder } from '../../../../src/github/workflows/walk';
import type { Workflow } from '../../../../src/github/workflows/workflow';
import { PYTHON_RELEASE, read } from './support';

const RELEASE: WorkflowEvent = {
  name: 'release',
  ref: 'refs/tags/v0.2.0',
  action: 'published',
  prerelease: false,
};

function words({ upload, environment, isTrusted, isCalled, secrets }: UploadJob): string {
  const where = typeof environment === 'object' ? environment.expression : (environment ?? '-');
  const used = secrets
    .map(
      ({ name, isHanded, isOfEnvironment, isForUpload }) =>
        `${name}${isHanded ? '' : '!'}${isOfEnvironment ? '@' : ''}${isForUpload ? '' : '?'}`,
    )
    .join(' ');
  return `${upload.job} ${upload.index} ${where} ${isTrusted ? 'trusted' : 'token'}${isCalled ? ' called' : ''} [${used}]`;
}

const jobs = (workflow: Workflow, event: WorkflowEvent, others: readonly Workflow[] = []) =>
  uploadJobs(workflow, event, finder([workflow, ...others])).map(words);

describe('uploadJobs', () => {
  it('names the secrets of the job that an event reaches, and no others', () => {
    const workflow = read(PYTHON_RELEASE);
    assert.deepEqual(jobs(workflow, RELEASE), ['publish pypi pypi token [PYPI_API_TOKEN@]']);
    assert.deepEqual(jobs(workflow, dispatch('refs/heads/main', {})), [
      'publish-testpypi testpypi - token [TEST_PYPI_API_TOKEN]',
    ]);
  });

  it('knows trusted publishing by what the job does not name', () => {
    const up = (step: string, more = '') =>
      read(`on: push\njobs:\n  p:\n    runs-on: ubuntu-latest\n${more}    steps: [${step}]\n`);
    assert.deepEqual(jobs(up('{ uses: pypa/gh-action-pypi-publish@release/v1 }'), tagPush('v1')), [
      'p pypi - trusted []',
    ]);
    assert.deepEqual(jobs(up('{ run: uv publish }'), tagPush('v1')), ['p pypi - trusted []']);
    assert.deepEqual(
      jobs(up('{ run: uv publish, env: { OTHER: "${{ secrets.other }}" } }'), tagPush('v1')),
      ['p pypi - token [OTHER]'],
    );
    assert.deepEqual(
      jobs(up('{ run: a, env: { B: "${{ secrets.b }}" } }, { run: uv publish }'), tagPush('v1')),
      ['p pypi - trusted [B?]'],
      'other steps have secrets of their own',
    );
    assert.deepEqual(
      jobs(
        up('{ run: uv publish }', '    env: { UV_PUBLISH_TOKEN: "${{ secrets.c }}" }\n'),
        tagPush('v1'),
      ),
      ['p pypi - token [C]'],
    );
    assert.deepEqual(
      jobs(up('{ run: uv publish }', "    environment: '${{ inputs.where }}'\n"), tagPush('v1')),
      ['p pypi ${{ inputs.where }} trusted []'],
    );
  });

  it('follows secrets to the workflow that calls', () => {
    const called = read(
      `on: { workflow_call: { secrets: { token: {} } } }
jobs:
  up:
    runs-on: x
    environment: pypi
    steps: [{ run: twine upload dist/*, env: { TWINE_PASSWORD: '\${{ secrets.token }}' } }]
`,
      'up.yml',
    );
    const caller = (secrets: string) =>
      read(`on: push\njobs:\n  p:\n    uses: ./.github/workflows/up.yml\n${secrets}`, 'main.yml');
    const found = (secrets: string) => jobs(caller(secrets), tagPush('v1'), [called]);
    assert.deepEqual(found('    secrets: inherit\n'), ['p / up pypi pypi token called [TOKEN@]']);
    assert.deepEqual(found("    secrets: { Token: '${{ secrets.PYPI_API_TOKEN }}' }\n"), [
      'p / up pypi pypi token called [PYPI_API_TOKEN]',
    ]);
    assert.deepEqual(found(''), ['p / up pypi pypi token called [TOKEN!@]']);
  });
});
