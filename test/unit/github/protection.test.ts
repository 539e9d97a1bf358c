import * as assert from 'node:assert/strict';
import { branchProtection, tagProtection } from '../../../src/github/protection';
import { validateExchange } from '../../fakes/github/openapi/validate';
import { closeScenes, connect } from './support';

describe('protection of branches and tags', () => {
  afterEach(closeScenes);

  it('sees no protection where no rule is about the branch', async () => {
    const { github, client } = await connect();
    github.addRuleset({ target: 'branch', include: ['refs/heads/v*'], rules: ['pull_request'] });
    github.addRuleset({ target: 'branch', include: ['~ALL'], rules: ['non_fast_forward'] });
    assert.equal((await branchProtection(client, 'main')).state, 'none');
    assert.equal((await branchProtection(client, 'v1')).state, 'refused');
  });

  it('names the ruleset that asks for a pull request', async () => {
    const { github, client } = await connect();
    github.addRuleset({ target: 'branch', include: ['~DEFAULT_BRANCH'], rules: ['pull_request'] });
    const found = await branchProtection(client, 'main');
    assert.deepEqual(
      [found.state, found.detail],
      ['refused', 'Protect main: changes go through a pull request'],
    );
    assert.match(found.url ?? '', /\/rules\/\d+$/);
    assert.deepEqual(
      github.requests.flatMap(request => validateExchange(request, request.response)),
      [],
    );
  });

  it('sees who may pass by a rule', async () => {
    const { github, client } = await connect();
    github.addRuleset({
      target: 'branch',
      include: ['~ALL'],
      rules: ['pull_request'],
      bypass: 'always',
    });
    assert.equal((await branchProtection(client, 'main')).state, 'mayBypass');
    github.addRuleset({
      target: 'branch',
      include: ['~ALL'],
      rules: ['update'],
      bypass: 'pull_requests_only',
    });
    assert.equal((await branchProtection(client, 'main')).state, 'refused');
  });

  it('reads branch protection as an administrator, and says that it can not as another', async () => {
    const { github, client, clientOf } = await connect({
      repository: { permissions: { octocat: 'write', admin: 'admin' } },
    });
    github.protectBranch({ branch: 'main', enforceAdmins: true });
    github.addToken('admin-token', { login: 'admin', scopes: ['repo'] });
    github.addToken('writer-token', { login: 'octocat', scopes: ['repo'] });
    const state = async (token: string) =>
      (await branchProtection(await clientOf(token), 'main')).state;
    assert.equal(await state('admin-token'), 'refused');
    assert.equal(await state('writer-token'), 'unknown');
    github.repository().classic[0] = { branch: 'main', enforceAdmins: false };
    assert.equal(await state('admin-token'), 'mayBypass');
    assert.equal((await branchProtection(client, 'other')).state, 'none');
  });

  it('sees which tags an account may not create', async () => {
    const { github, client } = await connect();
    github.addRuleset({ target: 'tag', include: ['refs/tags/v*'], rules: ['creation'] });
    github.addRuleset({ target: 'tag', include: ['~ALL'], rules: ['deletion', 'update'] });
    const found = await tagProtection(client, 'v1.2.0');
    assert.deepEqual(
      [found.state, found.detail],
      ['refused', 'Protect tags: creations are restricted'],
    );
    assert.equal((await tagProtection(client, 'py-1.2.0')).state, 'none');
  });

  it('blocks no one where the rules can not be read', async () => {
    const { github, client } = await connect();
    github.fail({ path: /\/rules\/branches/, with: 403, times: 1 });
    assert.equal((await branchProtection(client, 'main')).state, 'none');
  });
});
