import * as assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { GitHubClient } from '../../../src/github/client';
import { dispatchWorkflow } from '../../../src/github/dispatch';
import { listEnvironments } from '../../../src/github/environments';
import { findRelease, publishRelease } from '../../../src/github/releases';
import { downloadArtifact, jobLog } from '../../../src/github/runActions';
import { listJobs } from '../../../src/github/runs';
import { listSecrets, setSecret } from '../../../src/github/secrets';
import { gitFailure } from '../../../src/git/gitFailure';
import { failureOf, USER_AGENT } from './support';
import { listen } from '../../fakes/listen';

const CANARY = 'ghp_canaryCanaryCanaryCanaryCanaryCanary';
const VALUE = 'pypi-canaryOfTheSecretItself';

/** Every form in which a server could repeat what it was sent. */
const ECHOES = [
  CANARY,
  encodeURIComponent(CANARY),
  Buffer.from(`x-access-token:${CANARY}`).toString('base64'),
];

/** A server that repeats the token in its message, its headers and its reason. */
describe('a token that a server repeats', function () {
  this.timeout(30_000);
  let server: Server;
  let status: number;
  let seen: string[];
  before(async () => {
    server = createServer((request, response) => {
      seen.push(request.headers.authorization ?? '');
      const echo = `bad credentials ${ECHOES.join(' ')}`;
      response.writeHead(status, echo.slice(0, 60), {
        'content-type': 'application/json',
        'x-echo': CANARY,
        ...(status >= 300 && status < 400 && { location: `/elsewhere?token=${CANARY}` }),
      });
      response.end(
        JSON.stringify({ message: echo, errors: [{ message: echo, code: CANARY }, echo] }),
      );
    });
    await listen(server);
  });
  beforeEach(() => {
    seen = [];
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const calls: readonly (readonly [string, (client: GitHubClient) => Promise<unknown>])[] = [
    ['listJobs', client => listJobs(client, 1)],
    ['jobLog', client => jobLog(client, 1, 1)],
    ['downloadArtifact', client => downloadArtifact(client, 1)],
    ['listEnvironments', client => listEnvironments(client, [])],
    ['listSecrets', client => listSecrets(client, { kind: 'repository' })],
    ['setSecret', client => setSecret(client, { kind: 'repository' }, 'PYPI_TOKEN', VALUE)],
    ['findRelease', client => findRelease(client, 'v1.0.0')],
    [
      'publishRelease',
      client =>
        publishRelease(client, 'v1.0.0', {
          title: 'v1.0.0',
          notes: '',
          draft: false,
          prerelease: false,
          latest: true,
        }),
    ],
    [
      'dispatchWorkflow',
      client =>
        dispatchWorkflow(client, { workflow: 'build.yml', ref: 'main', inputs: {} }, () =>
          Promise.resolve(),
        ),
    ],
  ];
  for (const [name, call] of calls) {
    it(`is in no message, cause, stack or log line of ${name}`, async () => {
      for (status of [301, 400, 401, 403, 409, 410, 418, 422, 429, 500, 503]) {
        const lines: string[] = [];
        const client = await GitHubClient.create(
          {
            host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
            owner: 'octo',
            name: 'wheels',
          },
          CANARY,
          { userAgent: USER_AGENT, log: line => lines.push(line) },
        );
        const failure = await failureOf(call(client));
        const all = [
          inspect(failure, { depth: 20, showHidden: true }),
          failure.text,
          failure.stack,
          failure.page,
          JSON.stringify(failure),
          ...lines,
        ].join('\n');
        for (const secret of [...ECHOES, VALUE])
          assert.ok(!all.includes(secret), `${status}: ${all}`);
        assert.ok(
          seen.every(authorization => authorization === `token ${CANARY}`),
          'it was sent',
        );
      }
    });
  }

  it('is in no failure of git, which repeats the address of a remote', () => {
    for (const output of [
      `fatal: unable to access 'https://user:${CANARY}@example.com/a/b/': Could not resolve host`,
      `fatal: Authentication failed for 'https://${CANARY}@example.com/a/b'`,
      `To https://x-access-token:${CANARY}@example.com/a/b\n ! [rejected] main -> main (fetch first)`,
      `remote: denied for https://${CANARY}:x-oauth-basic@example.com/`,
    ]) {
      const failure = gitFailure('push', output, 'refs/heads/main');
      assert.ok(!inspect(failure, { depth: 9 }).includes(CANARY), failure.text);
    }
  });
});

describe('a name that would change the address of a request', () => {
  it('is refused before anything is sent', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked++;
      response.end('{}');
    });
    await listen(server);
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const clientOf = (owner: string, name: string) =>
      GitHubClient.create({ host, owner, name }, CANARY, { userAgent: USER_AGENT });
    try {
      const good = await clientOf('octo', 'wheels');
      for (const name of ['..', '.', '']) {
        const requests: readonly Promise<unknown>[] = [
          listJobs(await clientOf(name, 'wheels'), 1),
          listJobs(await clientOf('octo', name), 1),
          findRelease(good, name),
          listSecrets(good, { kind: 'environment', environment: name }),
          setSecret(good, { kind: 'environment', environment: name }, 'TOKEN', VALUE),
        ];
        for (const request of requests)
          assert.equal((await failureOf(request)).reason, 'invalid', JSON.stringify(name));
      }
    } finally {
      server.close();
      server.closeAllConnections();
    }
    assert.equal(asked, 0);
  });

  it('sends the token to no other host that the Link header of a list names', async () => {
    let asked = 0;
    const other = createServer((_request, response) => {
      asked++;
      response.end('{}');
    });
    await listen(other);
    const next = `http://127.0.0.1:${(other.address() as AddressInfo).port}/repos/o/n?page=2`;
    const server = createServer((_request, response) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        link: `<${next}>; rel="next"`,
      });
      response.end('{"total_count":2,"jobs":[]}');
    });
    await listen(server);
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const client = await GitHubClient.create({ host, owner: 'octo', name: 'wheels' }, CANARY, {
        userAgent: USER_AGENT,
      });
      assert.equal((await failureOf(listJobs(client, 1))).reason, 'invalid');
    } finally {
      for (const started of [server, other]) {
        started.close();
        started.closeAllConnections();
      }
    }
    assert.equal(asked, 0);
  });
});
