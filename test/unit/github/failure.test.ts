import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { GitHubClient } from '../../../src/github/client';
import {
  signedOut,
  type GitHubFailure,
  type GitHubFailureReason,
} from '../../../src/github/failure';
import { githubFailure } from '../../../src/github/requestFailure';
import { publishRelease } from '../../../src/github/releases';
import {
  cancelRun,
  downloadArtifact,
  jobLog,
  rerunFailedJobs,
} from '../../../src/github/runActions';
import { dispatchWorkflow } from '../../../src/github/dispatch';
import { getRun, listRuns } from '../../../src/github/runs';
import type { Fault } from '../../fakes/github/faults';
import { removeFolder, temporaryFolder } from '../../fixtures/files';
import { git } from '../../fixtures/git';
import {
  closeScenes,
  connect,
  failureOf,
  requestsOf,
  USER_AGENT,
  type ConnectOptions,
  type Connection,
} from './support';
import { listen } from '../../fakes/listen';

const RELEASE = { title: 'v1.0.0', notes: 'Notes', draft: false, prerelease: false, latest: true };

const soon = () => Promise.resolve();

interface Expected {
  readonly reason: GitHubFailureReason;
  readonly message: RegExp;
  readonly status?: number;
  /** It may work later with nothing done. */
  readonly transient?: true;
  /** A write may have been carried out. */
  readonly mayHaveHappened?: true;
}

function assertIs(
  failure: GitHubFailure,
  { reason, message, status, transient, mayHaveHappened }: Expected,
): void {
  assert.equal(failure.reason, reason, failure.message);
  assert.match(failure.message, message);
  assert.match(failure.advice, /^[A-Z].*\.$/);
  assert.deepEqual(
    [failure.httpStatus, failure.isTransient, failure.mayHaveHappened],
    [status, transient === true, mayHaveHappened === true],
  );
  assert.ok(!`${failure.message} ${failure.advice}`.includes('user-token'));
}

/** A run that has begun. */
async function start({ client }: Connection): Promise<number> {
  const run = await dispatchWorkflow(
    client,
    { workflow: 'build.yml', ref: 'main', inputs: { publish: 'no' } },
    soon,
  );
  assert.ok(run);
  return run.id;
}

describe('a failure of GitHub', function () {
  this.timeout(30_000);
  afterEach(closeScenes);

  /** Fails with what `act` does. */
  function meets(
    title: string,
    expected: Expected,
    act: (given: Connection) => Promise<unknown>,
    options: ConnectOptions = {},
  ): void {
    it(title, async () => {
      const given = await connect(options);
      assertIs(await failureOf(act(given)), expected);
    });
  }

  meets(
    'tells a token that has expired',
    { reason: 'expired', message: /127\.0\.0\.1:\d+ refused the sign-in/, status: 401 },
    async given => {
      given.github.world.tokens.get('user-token')!.expired = true;
      await listRuns(given.client, {});
    },
  );

  meets(
    'tells a scope that is missing, where GitHub says that nothing is there',
    { reason: 'scope', message: /lacks the scope repo\b/, status: 404 },
    async given => {
      given.github.addToken('weak', { login: 'maintainer', scopes: ['read:user'] });
      await listRuns(await given.clientOf('weak'), {});
    },
    { repository: { private: true } },
  );

  meets(
    'tells the scope that publishing a commit with other workflow files needs',
    { reason: 'scope', message: /lacks the scope workflow\./, status: 404 },
    async given => {
      given.pushTag('v1.0.0');
      given.commit({ '.github/workflows/build.yml': 'on: push\njobs: {}\n' }, 'ci: nothing');
      git(given.workspace, 'push', '--quiet', 'origin', 'main');
      given.github.addToken('weak', { login: 'maintainer', scopes: ['repo'] });
      await publishRelease(await given.clientOf('weak'), 'v1.0.0', RELEASE);
    },
  );

  meets(
    'tells a scope that is missing, where GitHub refuses',
    { reason: 'scope', message: /lacks the scope workflow\./, status: 403 },
    async given => {
      given.pushTag('v1.0.0');
      given.github.addToken('weak', { login: 'maintainer', scopes: ['repo'] });
      await publishRelease(await given.clientOf('weak'), 'v1.0.0', RELEASE);
    },
    { repository: { permissions: { maintainer: 'read' } } },
  );

  it('tells a permission that a fine-grained token lacks', () => {
    const refused = (headers: Record<string, string>) =>
      githubFailure(
        {
          status: 403,
          response: {
            headers,
            data: { message: 'Resource not accessible by personal access token' },
          },
        },
        'github.com',
        0,
      );
    assertIs(refused({}), { reason: 'scope', message: /token lacks a permission/, status: 403 });
    assert.match(refused({}).advice, /Contents and Actions/);
    assert.equal(
      refused({ 'x-accepted-github-permissions': 'contents=write' }).advice,
      'The token needs: contents=write.',
    );
  });

  it('does not blame a scope that the token has in another form', async () => {
    const given = await connect();
    given.github.addToken('public', { login: 'maintainer', scopes: ['public_repo', 'workflow'] });
    assert.equal((await failureOf(getRun(await given.clientOf('public'), 1))).reason, 'notFound');
  });

  it('leads to the page of a single sign-on', async () => {
    const given = await connect();
    given.github.world.tokens.get('user-token')!.ssoRequired = true;
    const failure = await failureOf(listRuns(given.client, {}));
    assertIs(failure, { reason: 'sso', message: /single sign-on/, status: 403 });
    assert.equal(failure.page, `${given.github.origin}/orgs/octo/sso?authorization_request=AAAA`);
  });

  meets(
    'tells what is not there',
    { reason: 'notFound', message: /it does not exist, or this sign-in can't see it/, status: 404 },
    given => getRun(given.client, 1),
  );

  meets(
    'tells what a person may not do',
    { reason: 'forbidden', message: /refused: Must have admin rights/, status: 403 },
    async given => await publishRelease(given.client, 'v1.0.0', RELEASE),
    { repository: { permissions: { maintainer: 'read' } } },
  );

  it('says when the hourly limit ends', async () => {
    const given = await connect({ rateLimit: 2 });
    const { reset } = given.github.world.tokens.get('user-token')!.rate;
    await listRuns(given.client, {});
    await listRuns(given.client, { event: 'push' });
    const failure = await failureOf(listRuns(given.client, { event: 'release' }));
    assertIs(failure, {
      reason: 'rateLimit',
      message: /hourly rate limit of .* is used up/,
      status: 403,
      transient: true,
    });
    assert.equal(failure.retryAt, reset);
    given.clock.now = reset;
    await listRuns(given.client, { event: 'release' });
  });

  const limits: readonly (readonly [
    fault: Exclude<Fault, object>,
    message: RegExp,
    status: number,
  ])[] = [
    ['primary', /is used up/, 403],
    ['primary429', /is used up/, 429],
    ['secondary', /applies a secondary rate limit/, 403],
  ];
  for (const [limit, message, status] of limits) {
    it(`says when the limit ends (${String(limit)})`, async () => {
      const given = await connect();
      given.github.fail({ path: /\/actions\/runs$/, with: limit, retryAfter: 90 });
      const failure = await failureOf(listRuns(given.client, {}));
      assertIs(failure, { reason: 'rateLimit', message, status, transient: true });
      assert.equal(failure.retryAt, given.clock.now + 90_000);
    });
  }

  it('waits a minute where a limit says no time', () => {
    const failure = githubFailure(
      {
        status: 403,
        response: { headers: {}, data: { message: 'You have exceeded a secondary rate limit.' } },
      },
      'github.com',
      1_000,
    );
    assertIs(failure, {
      reason: 'rateLimit',
      message: /applies a secondary rate limit/,
      status: 403,
      transient: true,
    });
    assert.equal(failure.retryAt, 61_000);
  });

  const server: readonly (readonly [
    fault: Exclude<Fault, object>,
    message: RegExp,
    status: number,
  ])[] = [
    [502, /has a server error \(502\)/, 502],
    ['html', /Could not read the answer/, 200],
    ['cutBody', /Could not read the answer/, 200],
  ];
  for (const [fault, message, status] of server) {
    meets(
      `tells a server that is in trouble (${String(fault)})`,
      { reason: 'server', message, status, transient: true, mayHaveHappened: true },
      given => {
        given.github.fail({ path: /\/actions\/runs$/, with: fault });
        return listRuns(given.client, {});
      },
    );
  }

  it('tells a write whose answer could not be read', async () => {
    const given = await connect();
    const id = await start(given);
    given.github.fail({ method: 'POST', path: /\/cancel$/, with: 'cutBody', after: 'effect' });
    assertIs(await failureOf(cancelRun(given.client, id)), {
      reason: 'server',
      message: /Could not read/,
      status: 200,
      transient: true,
      mayHaveHappened: true,
    });
    assert.equal(given.github.state(id).conclusion, 'cancelled');
  });

  meets(
    'tells a connection that was cut',
    { reason: 'offline', message: /Could not reach/, transient: true, mayHaveHappened: true },
    given => {
      given.github.fail({ path: /\/actions\/runs$/, with: 'cut' });
      return listRuns(given.client, {});
    },
  );

  it('says that no answer came', async () => {
    const given = await connect();
    await given.github.close();
    assertIs(await failureOf(listRuns(given.client, {})), {
      reason: 'offline',
      message: /Could not reach/,
      transient: true,
      mayHaveHappened: true,
    });
  });

  meets(
    'tells an answer that does not come',
    {
      reason: 'timeout',
      message: /did not answer in time/,
      transient: true,
      mayHaveHappened: true,
    },
    async given => {
      given.github.fail({ path: /\/actions\/runs$/, with: 'hang' });
      await listRuns(await given.clientOf('user-token', { timeout: 200 }), {});
    },
  );

  it('names a certificate that can not be verified', async function () {
    const dir = temporaryFolder('certificate');
    const [key, cert] = [path.join(dir, 'key.pem'), path.join(dir, 'cert.pem')];
    try {
      try {
        execFileSync(
          'openssl',
          [
            'req',
            '-x509',
            '-newkey',
            'rsa:2048',
            '-nodes',
            '-keyout',
            key,
            '-out',
            cert,
            '-days',
            '1',
            '-subj',
            '/CN=localhost',
          ],
          { stdio: 'ignore' },
        );
      } catch {
        console.log('      openssl is not installed');
        this.skip();
      }
      const https = createServer(
        { key: readFileSync(key), cert: readFileSync(cert) },
        (_, response) => response.end('{}'),
      );
      await listen(https);
      try {
        // In this spelling it is none of the names that are spoken to without TLS.
        const host = `LOCALHOST:${(https.address() as AddressInfo).port}`;
        const client = await GitHubClient.create(
          { host, owner: 'octo', name: 'wheels' },
          'user-token',
          { userAgent: USER_AGENT },
        );
        assertIs(await failureOf(listRuns(client, {})), {
          reason: 'certificate',
          message: /Could not verify the certificate/,
        });
      } finally {
        https.closeAllConnections();
        await new Promise(resolve => https.close(resolve));
      }
    } finally {
      removeFolder(dir);
    }
  });

  it('tells a proxy that is in the way', () => {
    const failure = githubFailure(
      new TypeError('fetch failed', {
        cause: new Error('Proxy response (407) !== 200 when HTTP Tunneling'),
      }),
      'github.com',
      0,
    );
    assertIs(failure, { reason: 'proxy', message: /proxy refused/, transient: true });
  });

  const create = ({ client }: Connection, tag: string, more: object = {}) =>
    client.rest.repos.createRelease({ ...client.repository, tag_name: tag, ...more });

  meets(
    'tells what already exists',
    { reason: 'exists', message: /already exists/, status: 422 },
    async given => {
      given.pushTag('v1.0.0');
      await create(given, 'v1.0.0');
      await create(given, 'v1.0.0');
    },
  );

  meets(
    'tells a tag that can never be used again',
    { reason: 'immutable', message: /immutable Release and can never be used again/, status: 422 },
    async given => {
      given.github.burnTag('v1.0.0');
      await create(given, 'v1.0.0');
    },
  );

  meets(
    'tells what GitHub does not take',
    {
      reason: 'invalid',
      message: /refused: .*target_commitish|refused: Validation Failed/,
      status: 422,
    },
    given => create(given, 'v1.0.0', { target_commitish: 'nowhere' }),
  );

  meets(
    'tells what has been thrown away',
    { reason: 'gone', message: /no longer keeps it/, status: 410 },
    async given => {
      const artifact = given.github.addArtifact(await start(given), 'wheels', { 'a.whl': 'PK' });
      artifact.expired = true;
      await downloadArtifact(given.client, artifact.id);
    },
  );

  meets(
    'tells what has changed meanwhile',
    {
      reason: 'conflict',
      message: /refused: Cannot cancel a workflow run that is completed/,
      status: 409,
    },
    async given => {
      const id = await start(given);
      given.github.finish(id);
      await cancelRun(given.client, id);
    },
  );

  meets(
    'tells a re-run of what still runs',
    { reason: 'forbidden', message: /refused: This workflow is already running/, status: 403 },
    async given => await rerunFailedJobs(given.client, await start(given)),
  );

  it('tells a download that breaks off', async () => {
    const given = await connect();
    const id = await start(given);
    given.github.finish(id);
    given.github.fail({ path: /\/logs$/, with: 'cut' });
    assertIs(await failureOf(jobLog(given.client, id, given.github.job(id, 'linux (x86_64)').id)), {
      reason: 'offline',
      message: /Could not reach/,
      transient: true,
      mayHaveHappened: true,
    });
    assert.equal(requestsOf(given.github).filter(line => line.includes('/logs')).length, 1);
  });

  it('keeps what it is, and what caused it', () => {
    const failure = signedOut('github.com');
    assertIs(failure, { reason: 'signedOut', message: /You are not signed in to github\.com/ });
    assert.equal(githubFailure(failure, 'github.com', 0), failure);
    const cause = new TypeError('fetch failed');
    assert.equal(githubFailure(cause, 'github.com', 0).cause, cause);
    assertIs(
      githubFailure(
        { status: 418, response: { headers: {}, data: 'short and stout' }, message: 'teapot' },
        'github.com',
        0,
      ),
      { reason: 'other', message: /answered 418: teapot/, status: 418 },
    );
  });
});
