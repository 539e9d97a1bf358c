import * as assert from 'node:assert/strict';
import { availability, servedVersions } from '../../../src/packageIndex/availability';
import { IndexClient } from '../../../src/packageIndex/indexClient';
import {
  indexAt,
  IndexFailure,
  type IndexFailureReason,
  pageOf,
  PYPI,
  TESTPYPI,
} from '../../../src/packageIndex/packageIndex';
import { readSimpleHtml } from '../../../src/packageIndex/simpleApi';
import { FakeIndex } from '../../fakes/packageIndex/fakeIndex';

const WHEEL = 'budtiktok-0.2.0-cp38-abi3-manylinux_2_28_x86_64.whl';
const SDIST = 'budtiktok-0.2.0.tar.gz';

function failsWith(reason: IndexFailureReason) {
  return (error: unknown) => {
    assert.ok(error instanceof IndexFailure, String(error));
    assert.equal(error.reason, reason);
    assert.notEqual(error.advice, '');
    return true;
  };
}

describe('IndexClient', () => {
  let fake: FakeIndex;
  let client: IndexClient;

  beforeEach(async () => {
    fake = await FakeIndex.start();
    client = new IndexClient(fake.asIndex(), {
      userAgent: 'budtiktok-release/test (+https://example.org)',
      timeout: 2000,
    });
  });
  afterEach(() => fake.stop());

  it('tells the versions of a project, also where the index does not list them, and a project that is not there', async () => {
    assert.equal(await servedVersions(client, 'budtiktok'), undefined);
    fake.upload('budtiktok', WHEEL, SDIST, 'budtiktok-0.3.0.tar.gz');
    assert.deepEqual([...((await servedVersions(client, 'budtiktok')) ?? [])].sort(), [
      '0.2.0',
      '0.3.0',
    ]);
    fake.htmlOnly = true;
    assert.deepEqual([...((await servedVersions(client, 'budtiktok')) ?? [])].sort(), [
      '0.2.0',
      '0.3.0',
    ]);
    await fake.stop();
    await assert.rejects(servedVersions(client, 'budtiktok'), failsWith('offline'));
  });

  it('reads the same from JSON and HTML, but for what HTML does not say', async () => {
    fake.upload('budtiktok', WHEEL, SDIST);
    fake.yank('budtiktok', '0.2.0', 'broken on <3.9 & "PyPy"');
    const fromJson = await client.project('budtiktok');
    fake.htmlOnly = true;
    const fromHtml = await client.project('budtiktok');
    assert.deepEqual(fromJson.versions, ['0.2.0']);
    assert.deepEqual(
      fromHtml.files.map(({ fileName }) => fileName),
      [WHEEL, SDIST],
    );
    assert.deepEqual(
      fromHtml.files,
      fromJson.files.map(({ fileName, sha256, yanked, yankedReason, requiresPython }) => ({
        fileName,
        url: `${fake.address}/files/${fileName}`,
        sha256,
        yanked,
        yankedReason,
        requiresPython,
      })),
    );
    const [first] = fromJson.files;
    assert.deepEqual(
      [first?.size, first?.uploadedAt, first?.yankedReason, first?.requiresPython],
      [1000 + WHEEL.length, Date.UTC(2026, 0, 1), 'broken on <3.9 & "PyPy"', '>=3.8'],
    );
    assert.match(first?.sha256 ?? '', /^[0-9a-f]{64}$/);
  });

  it('reads one version, by any of its spellings', async () => {
    fake.upload('budtiktok', WHEEL, SDIST, 'budtiktok-0.1.0.tar.gz');
    for (const version of ['0.2.0', '0.2']) {
      const found = await client.version('budtiktok', version);
      assert.equal(found.version, '0.2.0');
      assert.deepEqual(
        found.files.map(({ fileName, yanked }) => [fileName, yanked]),
        [
          [WHEEL, false],
          [SDIST, false],
        ],
      );
    }
  });

  it('asks with a normalised name, says who asks, and keeps nothing', async () => {
    fake.upload('bud-tik-tok', SDIST);
    await client.project('Bud_Tik.Tok');
    await client.project('Bud_Tik.Tok');
    assert.deepEqual(
      fake.requests.map(({ path }) => path),
      ['/simple/bud-tik-tok/', '/simple/bud-tik-tok/'],
    );
    assert.match(fake.requests[0]?.userAgent ?? '', /^budtiktok-release\/test /);
  });

  it('follows a redirect', async () => {
    fake.upload('budtiktok', SDIST);
    fake.trouble({ status: 301, headers: { location: '/simple/BudTikTok/' } });
    assert.equal((await client.project('budtiktok')).files.length, 1);
    assert.deepEqual(
      fake.requests.map(({ path }) => path),
      ['/simple/budtiktok/', '/simple/BudTikTok/', '/simple/budtiktok/'],
    );
  });

  it('says what went wrong', async () => {
    fake.upload('budtiktok', SDIST);
    await assert.rejects(client.project('other'), failsWith('notFound'));
    await assert.rejects(client.version('budtiktok', '9.9.9'), failsWith('notFound'));
    for (const [status, reason] of [
      [401, 'denied'],
      [403, 'denied'],
      [500, 'server'],
      [503, 'server'],
      [410, 'notFound'],
    ] as const) {
      fake.trouble({ status });
      await assert.rejects(client.project('budtiktok'), failsWith(reason));
    }
    fake.trouble({ status: 429, headers: { 'retry-after': '7' } });
    await assert.rejects(
      client.project('budtiktok'),
      (error: unknown) =>
        failsWith('rateLimited')(error) && (error as IndexFailure).retryAfter === 7000,
    );
    fake.trouble('cut');
    await assert.rejects(client.project('budtiktok'), failsWith('offline'));
    fake.trouble('nonsense');
    await assert.rejects(client.project('budtiktok'), failsWith('badAnswer'));
  });

  it('does not wait for ever', async () => {
    fake.trouble('silent');
    const hasty = new IndexClient(fake.asIndex(), { userAgent: 'x', timeout: 50 });
    await assert.rejects(hasty.project('budtiktok'), failsWith('timeout'));
  });

  it('stops when it is aborted', async () => {
    fake.trouble('silent');
    const controller = new AbortController();
    fake.server.once('request', () => controller.abort(new Error('enough')));
    await assert.rejects(client.project('budtiktok', controller.signal), /enough/);
  });

  it('says that the index can not be reached', async () => {
    const index = fake.asIndex();
    await fake.stop();
    await assert.rejects(
      new IndexClient(index, { userAgent: 'x' }).project('budtiktok'),
      (error: unknown) =>
        failsWith('offline')(error) && (error as IndexFailure).message.includes('ECONNREFUSED'),
    );
    fake = await FakeIndex.start();
  });

  it('refuses what is no page of an index', async () => {
    const answering = (body: string, type: string) =>
      new IndexClient(fake.asIndex(), {
        userAgent: 'x',
        fetch: () => Promise.resolve(new Response(body, { headers: { 'content-type': type } })),
      });
    for (const [body, type] of [
      ['{"meta":{"api-version":"1.0"},"files":{}}', 'application/json'],
      ['[]', 'application/json'],
      ['{', 'application/vnd.pypi.simple.v1+json'],
      ['just text', 'text/html'],
      ['<html></html>', 'application/pdf'],
      ['<!doctype html><title>Sign in</title><form><input type="password"></form>', 'text/html'],
      ['<html><h1>Maintenance</h1><a href="/status">status</a></html>', 'text/html'],
      ['<meta name="pypi:repository-version" content="2.0"><html>', 'text/html'],
      ['{"meta":{"api-version":"1.0"},"files":[{}]}', 'application/json'],
    ] as const)
      await assert.rejects(
        answering(body, type).project('budtiktok'),
        failsWith('badAnswer'),
        body,
      );
  });

  describe('availability', () => {
    it('tells taken, yanked and not served', async () => {
      fake.upload('budtiktok', SDIST, 'budtiktok-0.1.0.tar.gz');
      fake.yank('budtiktok', '0.1.0', 'broken');
      assert.equal((await availability(client, 'budtiktok', '0.2.0')).state, 'taken');
      const yanked = await availability(client, 'budtiktok', '0.1.0');
      assert.ok(yanked.state === 'yanked' && yanked.reason === 'broken');
      assert.deepEqual(await availability(client, 'budtiktok', '0.3.0'), { state: 'notServed' });
      assert.deepEqual(await availability(client, 'budtiktok2', '0.3.0'), {
        state: 'nameNotServed',
      });
    });

    it('does not take unknown for free', async () => {
      fake.trouble({ status: 502 });
      const seen = await availability(client, 'budtiktok', '0.3.0');
      assert.ok(seen.state === 'unknown' && seen.failure.reason === 'server');
    });

    it('never asks for a version that is not there yet', async () => {
      fake.upload('budtiktok', SDIST);
      await availability(client, 'budtiktok', '0.3.0');
      assert.deepEqual(
        fake.requests.map(({ path }) => path),
        ['/simple/budtiktok/'],
      );
    });

    it('knows a project under examination', async () => {
      fake.upload('budtiktok');
      fake.setStatus('budtiktok', 'quarantined');
      assert.deepEqual(await availability(client, 'budtiktok', '0.3.0'), { state: 'quarantined' });
      fake.htmlOnly = true;
      assert.deepEqual(await availability(client, 'budtiktok', '0.3.0'), { state: 'quarantined' });
    });
  });
});

describe('readSimpleHtml', () => {
  it('takes a page without files for an empty project only where it is one of an index', () => {
    const files = (page: string) => readSimpleHtml(page, 'https://example.org/simple/x/').files;
    for (const page of [
      '<title>Links for x</title>',
      '<html><h1>Index of /simple/x/</h1><a href="../">../</a></html>',
      '<meta name="pypi:repository-version" content="1.1"><html></html>',
    ])
      assert.deepEqual(files(page), [], page);
    assert.throws(() => files('<html><title>Sign in to Artifactory</title></html>'));
  });

  it('reads names inside further tags', () => {
    const page = '<html><a href="a-1.0.zip"><span class="name">a-<b>1.0</b>.zip</span></a></html>';
    assert.deepEqual(
      readSimpleHtml(page, 'https://example.org/simple/a/').files.map(({ fileName }) => fileName),
      ['a-1.0.zip'],
    );
  });

  it('reads what other servers write', () => {
    const page = `<html><head><title>Simple Index</title></head><body>
<a href="../">../</a>
<A HREF='/packages/my%20pkg-1.0.tar.gz#md5=0123' DATA-YANKED>my_pkg-1.0.tar.gz</A>
<a
  href=my_pkg-1.1.zip rel="internal" data-requires-python="&#62;=3.8,&lt;4"
>
  my_pkg-1.1.zip
</a>
<!-- <a href="no.zip">no.zip</a> -->
</body></html>`;
    assert.deepEqual(readSimpleHtml(page, 'https://example.org/simple/my-pkg/').files, [
      {
        fileName: 'my_pkg-1.0.tar.gz',
        url: 'https://example.org/packages/my%20pkg-1.0.tar.gz',
        yanked: true,
      },
      {
        fileName: 'my_pkg-1.1.zip',
        url: 'https://example.org/simple/my-pkg/my_pkg-1.1.zip',
        yanked: false,
        requiresPython: '>=3.8,<4',
      },
    ]);
  });
});

describe('indexAt', () => {
  it('takes the root of a simple index', () => {
    assert.deepEqual(indexAt('https://devpi.example.org/root/main/+simple'), {
      id: 'other',
      name: 'devpi.example.org',
      simple: 'https://devpi.example.org/root/main/+simple/',
    });
    assert.equal(indexAt('https://pypi.org/simple'), PYPI);
    assert.equal(indexAt(' https://test.pypi.org/simple/ '), TESTPYPI);
  });

  it('refuses other addresses, and does not repeat a password', () => {
    for (const address of [
      '',
      'pypi',
      'ftp://example.org/',
      'https://user:secret@example.org/simple/',
      'https://example.org/?token=secret',
      'file:///etc',
    ]) {
      assert.throws(
        () => indexAt(address),
        (error: unknown) => failsWith('badAddress')(error) && !String(error).includes('secret'),
      );
    }
  });

  it('knows the pages for people', () => {
    assert.equal(
      pageOf(PYPI, 'Bud_TikTok', '0.2.0rc1'),
      'https://pypi.org/project/bud-tiktok/0.2.0rc1/',
    );
    assert.equal(pageOf(indexAt('https://example.org/simple'), 'x'), undefined);
  });
});
