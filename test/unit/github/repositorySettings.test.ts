import * as assert from 'node:assert/strict';
import type { Reading } from '../../../src/github/client';
import {
  readRepositorySettings,
  type RepositorySettings,
} from '../../../src/github/repositorySettings';
import { closeScenes, connect, failureOf, requestsOf } from './support';

const names = (found: Reading<readonly { readonly name: string }[]> | undefined) =>
  found?.state === 'seen' ? found.value.map(({ name }) => name) : found?.detail;

describe('the settings of a repository on GitHub', function () {
  this.timeout(30_000);
  afterEach(closeScenes);

  it('are read with the secrets of each level and what environments ask for', async () => {
    const { github, client } = await connect({ repository: { ownerIsOrganization: true } });
    github.addSecret('PYPI_API_TOKEN', 'x');
    github.addSecret('SHARED', 'x', 'organization');
    github.addEnvironment({
      name: 'pypi',
      reviewers: ['maintainer', 'other'],
      waitTimer: 5,
      admits: ['main', 'tag:v*'],
    });
    github.addSecret('INNER', 'x', { environment: 'pypi' });
    github.addEnvironment({ name: 'docs', admits: 'protected' });
    github.addEnvironment({ name: 'elsewhere', admits: ['x'] });
    github.setWorkflowState('build.yml', 'disabled_manually');
    const seen = await readRepositorySettings(client, ['pypi', 'docs', 'absent']);
    assert.deepEqual(
      [seen.permission, seen.scopes, seen.defaultBranch, seen.isArchived],
      ['admin', ['repo', 'workflow', 'user:email', 'read:user'], 'main', false],
    );
    assert.deepEqual(
      [names(seen.secrets), names(seen.organizationSecrets)],
      [['PYPI_API_TOKEN'], ['SHARED']],
    );
    assert.deepEqual(
      [...seen.environmentSecrets].map(([name, found]) => [name, names(found)]),
      [
        ['pypi', ['INNER']],
        ['docs', []],
      ],
    );
    assert.ok(seen.environments.state === 'seen' && seen.workflows.state === 'seen');
    assert.deepEqual(seen.environments.value.slice(0, 2), [
      {
        name: 'pypi',
        reviewers: ['maintainer', 'other'],
        waitMinutes: 5,
        admits: {
          kind: 'patterns',
          patterns: {
            state: 'seen',
            value: [
              { type: 'branch', name: 'main' },
              { type: 'tag', name: 'v*' },
            ],
          },
        },
      },
      { name: 'docs', reviewers: [], waitMinutes: 0, admits: { kind: 'protectedBranches' } },
    ]);
    assert.deepEqual(
      [...seen.workflows.value],
      [
        ['.github/workflows/build.yml', 'disabled_manually'],
        ['.github/workflows/release.yml', 'active'],
      ],
    );
    assert.ok(
      !requestsOf(github).some(line => line.includes('elsewhere')),
      'nothing is asked of environments that no workflow names',
    );
  });

  it('are not known where the token may not see them, and never absent', async () => {
    const { github, clientOf } = await connect({
      repository: { permissions: { maintainer: 'admin', reader: 'read' } },
    });
    github.addSecret('PYPI_API_TOKEN', 'x');
    github.addEnvironment({ name: 'pypi' });
    github.addToken('fine', {
      login: 'maintainer',
      fineGrained: true,
      lacks: ['secrets', 'environments'],
    });
    github.addToken('reader', { login: 'reader', scopes: ['repo'] });
    const read = async (token: string) =>
      await readRepositorySettings(await clientOf(token), ['pypi']);
    const unseen = ({ secrets, environmentSecrets }: RepositorySettings) =>
      [secrets, environmentSecrets.get('pypi')].map(found =>
        found?.state === 'unknown' ? found.advice : 'seen',
      );
    const fine = await read('fine');
    assert.equal(fine.scopes, undefined);
    assert.deepEqual(unseen(fine), [
      'The token needs: secrets=write.',
      'The token needs: environments=write.',
    ]);
    const reader = await read('reader');
    assert.equal(reader.permission, 'read');
    assert.deepEqual(unseen(reader), [
      'Ask an administrator of the repository for access.',
      'Ask an administrator of the repository for access.',
    ]);
  });

  it('cannot be read at all where no account is signed in any more', async () => {
    const { clientOf } = await connect();
    assert.equal(
      (await failureOf(readRepositorySettings(await clientOf('revoked'), []))).reason,
      'expired',
    );
  });
});
