import assert from 'node:assert/strict';
import { sealedBox } from '../../../src/github/sealedBox';
import { closeScenes, REPO, refusal, scene } from './support';

const seal = (value: string, key: string): string =>
  Buffer.from(sealedBox(value, Buffer.from(key, 'base64'))).toString('base64');

describe('secrets of the fake GitHub', function () {
  this.timeout(30_000);
  afterEach(closeScenes);

  it('opens what was sealed to its key, and shows names only', async () => {
    const { github, octokit } = await scene();
    const {
      data: { key, key_id },
    } = await octokit.request('GET /repos/{owner}/{repo}/actions/secrets/public-key', REPO);
    const write = (value: string) =>
      octokit.request('PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}', {
        ...REPO,
        secret_name: 'PYPI_API_TOKEN',
        encrypted_value: seal(value, key),
        key_id,
      });
    assert.equal((await write('first')).status, 201);
    assert.equal((await write('zweiter Wert ✓')).status, 204);
    assert.equal(github.secret('PYPI_API_TOKEN'), 'zweiter Wert ✓');
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/actions/secrets', REPO);
    assert.deepEqual(
      data.secrets.map(({ name }) => name),
      ['PYPI_API_TOKEN'],
    );
    assert.doesNotMatch(JSON.stringify(data), /Wert/);
  });

  it('refuses what was sealed to another key', async () => {
    const { github, octokit } = await scene();
    github.addEnvironment({ name: 'pypi' });
    const {
      data: { key },
    } = await octokit.request(
      'GET /repos/{owner}/{repo}/environments/{environment_name}/secrets/public-key',
      { ...REPO, environment_name: 'pypi' },
    );
    const {
      data: { key_id },
    } = await octokit.request('GET /repos/{owner}/{repo}/actions/secrets/public-key', REPO);
    const refused = await refusal(
      octokit.request('PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}', {
        ...REPO,
        secret_name: 'TOKEN',
        encrypted_value: seal('x', key),
        key_id,
      }),
    );
    assert.deepEqual([refused.status, github.secret('TOKEN')], [422, undefined]);
  });

  it('keeps those of an environment and of the organization apart', async () => {
    const { github, octokit } = await scene();
    github.addSecret('SHARED', 'a', 'organization');
    github.addEnvironment({ name: 'pypi' });
    const at = { ...REPO, environment_name: 'pypi' };
    const {
      data: { key, key_id },
    } = await octokit.request(
      'GET /repos/{owner}/{repo}/environments/{environment_name}/secrets/public-key',
      at,
    );
    await octokit.request(
      'PUT /repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}',
      { ...at, secret_name: 'TOKEN', encrypted_value: seal('inner', key), key_id },
    );
    assert.deepEqual(
      [github.secret('TOKEN', { environment: 'pypi' }), github.secret('TOKEN')],
      ['inner', undefined],
    );
    const { data } = await octokit.request(
      'GET /repos/{owner}/{repo}/actions/organization-secrets',
      REPO,
    );
    assert.deepEqual(
      data.secrets.map(({ name }) => name),
      ['SHARED'],
    );
  });
});
