import * as assert from 'node:assert/strict';
import { remoteWorkflows } from '../../../src/github/remoteWorkflows';
import { closeScenes, connect, failureOf } from './support';

describe('workflow files on GitHub', function () {
  this.timeout(30_000);
  afterEach(closeScenes);

  it('reads the files of the branch, with what their steps use', async () => {
    const { client } = await connect({
      files: {
        'README.md': 'x',
        '.github/workflows/a.yml':
          'name: A\non: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{ uses: ./up }, { run: ./ci/x.sh }]\n',
        '.github/workflows/broken.yml': 'on: [',
        'up/action.yml': 'runs: { using: composite, steps: [{ run: ls, shell: bash }] }\n',
        'ci/x.sh': '#!/bin/sh\nls\n',
      },
    });
    const files = await remoteWorkflows(client, 'main');
    assert.deepEqual(
      files.slice(0, 2).map(({ workflow, problems }) => [workflow?.name, problems.length > 0]),
      [
        ['A', false],
        [undefined, true],
      ],
    );
    assert.deepEqual([...(files[0]?.workflow?.local?.keys() ?? [])].sort(), [
      'ci/x.sh',
      'up/action.yml',
    ]);
  });

  it('fails for a branch that GitHub does not have', async () => {
    const { client } = await connect({ files: { 'README.md': 'x' } });
    assert.equal((await failureOf(remoteWorkflows(client, 'absent'))).reason, 'notFound');
  });
});
