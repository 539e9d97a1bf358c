import * as assert from 'node:assert/strict';
import { tagPush, type WorkflowEvent } from '../../../../src/github/workflows/event';
import {
  setupProblems,
  type ProjectFacts,
} from '../../../../src/github/workflows/workflowProblems';

import { finder } from '../../../../src/github/workflows/walk';
import type { Workflow } from '../../../../src/github/workflows/workflow';
import { PYTHON_RELEASE, read } from './support';

const RELEASE: WorkflowEvent = {
  name: 'release',
  ref: 'refs/tags/v0.2.0',
  action: 'published',
  prerelease: false,
};

function problems(
  workflow: Workflow,
  project: Partial<ProjectFacts> = {},
  event: WorkflowEvent = tagPush('v1'),
  others: readonly Workflow[] = [],
): string[] {
  return setupProblems(
    workflow,
    event,
    { compatibility: undefined, requiresPython: undefined, ...project },
    finder(others),
  ).map(
    ({ kind, severity, start, message }) => `${kind} ${severity} ${start.line + 1}: ${message}`,
  );
}

const publish = (more: string, top = '') =>
  read(
    `on: push\n${top}jobs:\n  p:\n    runs-on: ubuntu-latest\n${more}    steps:\n      - uses: pypa/gh-action-pypi-publish@release/v1\n`,
  );

describe('problems of a workflow', () => {
  it('misses the permission that trusted publishing needs', () => {
    const message =
      'idToken error 7: The job "p" publishes without a token, and lacks "permissions: id-token: write", which trusted publishing needs.';
    assert.equal(problems(publish(''))[0]?.replace(/ \d+:/, ' 7:'), message);
    assert.deepEqual(problems(publish('    permissions: { id-token: write }\n')), []);
    assert.deepEqual(problems(publish('', 'permissions: write-all\n')), []);
    assert.match(
      problems(
        publish('    permissions: { contents: read }\n', 'permissions: { id-token: write }\n'),
      )[0] ?? '',
      /^idToken/,
      'those of the job replace those of the workflow',
    );
    const called = read(
      'on: workflow_call\njobs:\n  up:\n    runs-on: x\n    permissions: { id-token: write }\n    steps: [{ uses: pypa/gh-action-pypi-publish@release/v1 }]\n',
      'up.yml',
    );
    const caller = (more: string) =>
      read(`on: push\njobs:\n  p:\n    uses: ./.github/workflows/up.yml\n${more}`, 'main.yml');
    assert.match(
      problems(caller(''), {}, tagPush('v1'), [called])[0] ?? '',
      /^idToken/,
      'a called workflow has no more than its caller',
    );
    assert.deepEqual(
      problems(caller('    permissions: { id-token: write }\n'), {}, tagPush('v1'), [called]),
      [],
    );
  });

  it('compares builds with pyproject.toml', () => {
    const workflow = read(PYTHON_RELEASE);
    assert.deepEqual(
      problems(workflow, { compatibility: 'manylinux_2_28', requiresPython: '>=3.8' }, RELEASE),
      [
        'passedOver warning 65: Files that are on the index already are passed over: the run is green even if nothing was published.',
      ],
    );
    const against = problems(
      workflow,
      { compatibility: 'manylinux2014', requiresPython: '>=3.9,<4' },
      RELEASE,
    );
    assert.deepEqual(against.slice(1), [
      'manylinux warning 23: The job "linux" builds for manylinux 2_28, pyproject.toml says manylinux2014. The workflow wins.',
      'python warning 23: The job "linux" builds for python3.8, and requires-python is ">=3.9,<4".',
    ]);
  });

  it('knows runners that are gone, tags that PyPI refuses and builds without a source distribution', () => {
    const workflow = read(`on: push
jobs:
  mac:
    runs-on: \${{ matrix.os }}
    strategy: { matrix: { os: [macos-13, macos-latest] } }
    steps: [{ uses: PyO3/maturin-action@v1 }]
  linux:
    runs-on: ubuntu-20.04
    steps: [{ uses: PyO3/maturin-action@v1, with: { manylinux: off } }]
  up:
    runs-on: ubuntu-latest
    steps: [{ run: uv publish, continue-on-error: true }]
`);
    assert.deepEqual(
      problems(workflow).map(text => text.split(':')[0]),
      [
        'passedOver warning 12',
        'retiredRunner error 3',
        'retiredRunner error 7',
        'linuxTag warning 9',
        'noSdist warning 1',
      ],
    );
  });
});
