import assert from 'node:assert/strict';
import { get } from 'node:http';
import { closeScenes, REPO, refusal, scene, type Scene } from './support';

const read = ({ octokit }: Pick<Scene, 'octokit'>, headers: Record<string, string> = {}) =>
  octokit.request('GET /repos/{owner}/{repo}', { ...REPO, headers });
const create = ({ octokit }: Pick<Scene, 'octokit'>, tag: string) =>
  octokit.request('POST /repos/{owner}/{repo}/releases', { ...REPO, tag_name: tag });

describe('access to the fake GitHub', function () {
  this.timeout(30_000);
  afterEach(closeScenes);

  it('tells a bad token, a missing scope, a missing permission and single sign-on apart as GitHub does', async () => {
    const { github, as } = await scene({
      repository: { private: true, permissions: { maintainer: 'admin', reader: 'read' } },
    });
    github.addToken('narrow', { login: 'maintainer', scopes: ['user:email'] });
    github.addToken('expired', { login: 'maintainer', scopes: ['repo'], expired: true });
    github.addToken('sso', { login: 'maintainer', scopes: ['repo'], ssoRequired: true });
    github.addToken('reader', { login: 'reader', scopes: ['repo'] });
    github.addToken('fine', { login: 'maintainer', fineGrained: true });
    for (const token of ['unknown', 'expired'])
      assert.equal((await refusal(read({ octokit: as(token) }))).status, 401);
    assert.equal((await refusal(read({ octokit: as() }))).status, 404);
    const narrow = await refusal(read({ octokit: as('narrow') }));
    assert.deepEqual(
      [
        narrow.status,
        narrow.response?.headers['x-oauth-scopes'],
        narrow.response?.headers['x-accepted-oauth-scopes'],
      ],
      [404, 'user:email', 'repo'],
    );
    const sso = await refusal(read({ octokit: as('sso') }));
    assert.equal(sso.status, 403);
    assert.match(sso.response?.headers['x-github-sso'] ?? '', /^required; url=http/);
    assert.equal((await refusal(create({ octokit: as('reader') }, 'v1'))).status, 403);
    const fine = await read({ octokit: as('fine') });
    assert.deepEqual(
      [fine.headers['x-oauth-scopes'], fine.data.permissions?.push],
      [undefined, true],
    );
  });

  it('lets anyone read what is public, and write only with a scope for it', async () => {
    const { github, as } = await scene();
    github.addToken('narrow', { login: 'maintainer', scopes: [] });
    assert.equal((await read({ octokit: as() })).status, 200);
    assert.equal((await refusal(create({ octokit: as() }, 'v1'))).status, 401);
    assert.equal((await refusal(create({ octokit: as('narrow') }, 'v1'))).status, 404);
  });

  it('redirects from the names that a repository had', async () => {
    const given = await scene({ repository: { formerNames: ['octo/old'] } });
    assert.equal(
      (await given.octokit.request('GET /repos/{owner}/{repo}', { owner: 'octo', repo: 'old' }))
        .data.full_name,
      'octo/wheels',
    );
  });

  it('answers 304 to an ETag that still holds, and does not count that', async () => {
    const given = await scene();
    const first = await read(given);
    const etag = first.headers.etag!;
    assert.match(etag, /^W\/"/);
    const unchanged = await refusal(read(given, { 'if-none-match': etag }));
    assert.equal(unchanged.status, 304);
    assert.equal(
      unchanged.response?.headers['x-ratelimit-remaining'],
      first.headers['x-ratelimit-remaining'],
    );
    assert.deepEqual(
      given.github.requests.map(({ method, path, status }) => `${method} ${path} ${status}`),
      ['GET /repos/octo/wheels 200', 'GET /repos/octo/wheels 304'],
    );
    assert.equal(given.github.requests[0]?.headers['authorization'], 'redacted');
    assert.equal((await read(given)).headers['x-ratelimit-remaining'], '4998');
  });

  it('refuses what is over the limit until the hour is over', async () => {
    const given = await scene({ rateLimit: 2 });
    await read(given);
    await read(given);
    const refused = await refusal(read(given));
    assert.deepEqual(
      [refused.status, refused.response?.headers['x-ratelimit-remaining']],
      [403, '0'],
    );
    given.clock.now = Number(refused.response?.headers['x-ratelimit-reset']) * 1000;
    assert.equal((await read(given)).status, 200);
  });

  it('refuses a request that names no client, an unknown API version, and what is no JSON', async () => {
    const { github } = await scene();
    const send = async (init: RequestInit, path = '/repos/octo/wheels'): Promise<number> =>
      (await fetch(github.url + path, init)).status;
    const anonymousClient = await new Promise<number | undefined>((resolve, reject) => {
      get(`${github.url}/repos/octo/wheels`, ({ statusCode }) => resolve(statusCode)).on(
        'error',
        reject,
      );
    });
    assert.equal(anonymousClient, 403);
    assert.equal(await send({ headers: { 'x-github-api-version': '1999-01-01' } }), 400);
    assert.equal(
      await send(
        { method: 'POST', headers: { authorization: 'token user-token' }, body: '{' },
        '/repos/octo/wheels/releases',
      ),
      400,
    );
    assert.equal(
      await send(
        { method: 'POST', headers: { authorization: 'token user-token' }, body: '{}' },
        '/repos/octo/wheels/releases',
      ),
      422,
    );
  });

  it('loses an answer after its effect, or the request before it', async () => {
    const given = await scene();
    given.pushTag('v1.0.0');
    const releases = given.github.repository().releases;
    const before = given.github.fail({ method: 'POST', path: /\/releases$/, with: 'cut' });
    await assert.rejects(create(given, 'v1.0.0'));
    assert.deepEqual([before.hits, releases.length], [1, 0]);
    const effect = given.github.fail({
      method: 'POST',
      path: /\/releases$/,
      with: 502,
      after: 'effect',
    });
    assert.equal((await refusal(create(given, 'v1.0.0'))).status, 502);
    assert.deepEqual([effect.hits, releases.length], [1, 1]);
    assert.equal((await refusal(create(given, 'v1.0.0'))).status, 422);
  });

  it('breaks in every other way that is asked for', async () => {
    const given = await scene();
    const path = /^\/repos\/octo\/wheels$/;
    given.github.fail({ path, with: 'cutBody' });
    await assert.rejects((await fetch(`${given.github.url}/repos/octo/wheels`)).text());
    // Octokit makes an empty answer of it, and says 200.
    given.github.fail({ path, with: 'cutBody' });
    assert.deepEqual(await read(given).then(({ status, data }): unknown => [status, data]), [
      200,
      '',
    ]);
    given.github.fail({ path, with: 'html' });
    assert.match(JSON.stringify((await read(given)).data), /Sign in/);
    for (const [fault, status, header, value] of [
      ['secondary', 403, 'retry-after', '7'],
      ['primary', 403, 'x-ratelimit-remaining', '0'],
      ['primary429', 429, 'x-ratelimit-remaining', '0'],
      [503, 503, 'etag', undefined],
    ] as const) {
      given.github.fail({ path, with: fault, retryAfter: 7 });
      const refused = await refusal(read(given));
      assert.deepEqual([refused.status, refused.response?.headers[header]], [status, value]);
    }
    given.github.fail({ path, with: 'sso' });
    assert.match((await refusal(read(given))).response?.headers['x-github-sso'] ?? '', /^required/);

    const hanging = given.github.fail({ path, with: 'hang' });
    await assert.rejects(
      given.octokit.request('GET /repos/{owner}/{repo}', {
        ...REPO,
        request: { signal: AbortSignal.timeout(200) },
      }),
    );
    assert.equal(hanging.hits, 1);
    given.github.fail({ path, with: { delay: 1 } });
    assert.equal((await read(given)).status, 200);
    const cancelled = given.github.fail({ path, with: 500, times: 5 });
    cancelled.cancel();
    assert.equal((await read(given)).status, 200);
  });
});
