import * as assert from 'node:assert/strict';
import { crateAvailability, crateVerdict } from '../../../src/cratesIndex/crateAvailability';
import { readIndexLines } from '../../../src/cratesIndex/indexLines';
import { indexPath, SparseIndex } from '../../../src/cratesIndex/sparseIndex';
import { IndexFailure, type IndexFailureReason } from '../../../src/packageIndex/packageIndex';
import { FakeSparseIndex } from '../../fakes/cratesIndex/fakeSparseIndex';

function failsWith(reason: IndexFailureReason) {
  return (error: unknown) => {
    assert.ok(error instanceof IndexFailure, String(error));
    assert.equal(error.reason, reason);
    assert.notEqual(error.advice, '');
    return true;
  };
}

const OPTIONS = { userAgent: 'budtiktok-release/test (+https://example.org)', timeout: 2000 };

describe('SparseIndex', () => {
  let fake: FakeSparseIndex;
  let client: SparseIndex;

  beforeEach(async () => {
    fake = await FakeSparseIndex.start();
    client = new SparseIndex(fake.asRegistry(), OPTIONS);
  });
  afterEach(() => fake.stop());

  it('finds the file of a crate by the length of its name, in lower case', () => {
    assert.deepEqual(
      ['a', 'ab', 'Abc', 'demo', 'BudTikTok-core', '../demo', 'demo/x', ''].map(indexPath),
      [
        '1/a',
        '2/ab',
        '3/a/abc',
        'de/mo/demo',
        'bu/dt/budtiktok-core',
        undefined,
        undefined,
        undefined,
      ],
    );
  });

  it('reads versions, yanks, the oldest Rust and the time of publication', async () => {
    fake.publish('demo', '0.1.0', { rustVersion: '1.74', publishedAt: Date.UTC(2026, 0, 1) });
    fake.publish('demo', '0.2.0');
    fake.yank('demo', '0.1.0');
    const { versions, unread } = await client.crate('demo');
    assert.deepEqual(
      versions.map(({ version, yanked, rustVersion, publishedAt }) => [
        version,
        yanked,
        rustVersion,
        publishedAt,
      ]),
      [
        ['0.1.0', true, '1.74', Date.UTC(2026, 0, 1)],
        ['0.2.0', false, undefined, undefined],
      ],
    );
    assert.equal(unread, 0);
    assert.deepEqual(fake.requests, ['GET /index/de/mo/demo']);
    assert.match(fake.headers[0]?.['user-agent'] ?? '', /^budtiktok-release\/test /);
    assert.equal(fake.headers[0]?.authorization, undefined);
  });

  it('reads the index of a registry with its settings', async () => {
    assert.deepEqual(await client.config(), { api: fake.address, needsToken: false });
  });

  it('sends the ETag of the last answer, and sees a new version all the same', async () => {
    fake.publish('demo', '0.1.0');
    await client.crate('demo');
    assert.equal((await client.crate('demo')).versions.length, 1);
    assert.match(fake.headers[1]?.['if-none-match'] ?? '', /^"\w+"$/);
    fake.publish('demo', '0.2.0');
    assert.equal((await client.crate('demo')).versions.length, 2);
  });

  it('takes a 404 for no such crate only where the registry itself answers', async () => {
    await assert.rejects(client.crate('demo'), failsWith('notFound'));
    // A proxy that knows none of the files of the index.
    const behind = new SparseIndex(
      fake.asRegistry({ index: `${fake.address}/login/index/` }),
      OPTIONS,
    );
    fake.trouble({ status: 404 }, { status: 200, type: 'text/html', body: '<html>Sign in</html>' });
    await assert.rejects(behind.crate('demo'), failsWith('badAnswer'));
    fake.trouble({ status: 404 }, { status: 503 });
    await assert.rejects(behind.crate('demo'), failsWith('server'));
  });

  for (const [what, trouble, reason] of [
    ['410', { status: 410 }, 'notFound'],
    ['451', { status: 451 }, 'withheld'],
    ['401', { status: 401 }, 'denied'],
    ['403', { status: 403 }, 'denied'],
    ['429', { status: 429 }, 'rateLimited'],
    ['500', { status: 500 }, 'server'],
    ['HTML', { status: 200, type: 'text/html', body: '<html>Welcome</html>' }, 'badAnswer'],
    ['an empty file', { status: 200, body: '' }, 'badAnswer'],
    ['text', { status: 200, body: 'demo 0.1.0\n' }, 'badAnswer'],
    ['JSON of something else', { status: 200, body: '{"message": "hello"}' }, 'badAnswer'],
    [
      'another crate',
      { status: 200, body: '{"name":"other","vers":"1.0.0","yanked":false}' },
      'badAnswer',
    ],
    ['no answer', 'silent', 'timeout'],
    ['half an answer', 'cut', 'offline'],
  ] as const)
    it(`says what is wrong with ${what}`, async () => {
      const impatient = new SparseIndex(fake.asRegistry(), { ...OPTIONS, timeout: 300 });
      fake.trouble(trouble);
      await assert.rejects(impatient.crate('demo'), failsWith(reason));
    });

  it('asks a registry that needs a token without one, and says so', async () => {
    fake.needsToken = true;
    fake.publish('demo', '0.1.0');
    await assert.rejects(client.crate('demo'), failsWith('denied'));
  });

  it('keeps the lines that can be read, and counts the others', () => {
    const good = '{"name":"demo","vers":"0.1.0","yanked":false,"cksum":"AB"}';
    const { versions, unread } = readIndexLines(
      `${good}\r\nnot JSON\n{"name":"demo","vers":"0.2.0"}\n[]\n`,
      'demo',
    );
    assert.deepEqual(versions, [{ version: '0.1.0', yanked: false, checksum: 'ab' }]);
    assert.equal(unread, 3);
  });
});

describe('crateAvailability', () => {
  let fake: FakeSparseIndex;
  let client: SparseIndex;

  beforeEach(async () => {
    fake = await FakeSparseIndex.start();
    client = new SparseIndex(fake.asRegistry(), OPTIONS);
  });
  afterEach(() => fake.stop());

  const stateOf = async (crate: string, version: string) => {
    const seen = await crateAvailability(client, crate, version);
    return [seen.state, crateVerdict(seen, crate, version, client).state];
  };

  it('tells what is free from what is taken, yanked or new', async () => {
    assert.deepEqual(await stateOf('demo', '0.2.0'), ['newName', 'warning']);
    fake.publish('demo', '0.1.0');
    fake.publish('demo', '0.3.0+linux');
    fake.yank('demo', '0.1.0');
    assert.deepEqual(await stateOf('demo', '0.2.0'), ['free', 'ok']);
    assert.deepEqual(await stateOf('demo', '0.1.0'), ['taken', 'blocks']);
    assert.deepEqual(await stateOf('demo', '0.3.0'), ['taken', 'blocks']);
  });

  it('refuses a name that differs from a published one in - and _ only', async () => {
    fake.publish('bud-tik-tok', '0.1.0');
    const seen = await crateAvailability(client, 'bud_tik_tok', '0.2.0');
    assert.deepEqual(seen, { state: 'otherName', name: 'bud-tik-tok' });
    assert.equal(crateVerdict(seen, 'bud_tik_tok', '0.2.0', client).state, 'blocks');
  });

  it('never takes what it could not read for free', async () => {
    fake.trouble({ status: 503 });
    assert.deepEqual(await stateOf('demo', '0.2.0'), ['unknown', 'unknown']);
    fake.trouble({ status: 451 });
    assert.deepEqual(await stateOf('demo', '0.2.0'), ['unknown', 'unknown']);
    fake.trouble({
      status: 200,
      body: '{"name":"demo","vers":"0.1.0","yanked":false}\n{"name":"demo","vers":',
    });
    assert.deepEqual(await stateOf('demo', '0.2.0'), ['unknown', 'unknown']);
  });

  it('only warns where a mirror does not have the version', async () => {
    fake.publish('demo', '0.1.0');
    client = new SparseIndex(fake.asRegistry({ isMirror: true }), OPTIONS);
    assert.deepEqual(await stateOf('demo', '0.2.0'), ['free', 'warning']);
    assert.deepEqual(await stateOf('demo', '0.1.0'), ['taken', 'blocks']);
  });
});
