import * as assert from 'node:assert/strict';
import { expectedFiles } from '../../../src/packageIndex/expectedFiles';
import { IndexClient } from '../../../src/packageIndex/indexClient';
import type { Clock } from '../../../src/base/clock';
import { PublishedFiles, type Look } from '../../../src/packageIndex/publishedFiles';
import { parseReleaseVersion } from '../../../src/versions/releaseVersion';
import { FakeIndex } from '../../fakes/packageIndex/fakeIndex';

const LINUX = 'budtiktok-0.2.0rc1-cp38-abi3-manylinux_2_28_x86_64.whl';
const SDIST = 'budtiktok-0.2.0rc1.tar.gz';
const EXPECTED = expectedFiles(
  { wheels: [{ os: 'linux', arch: 'x86_64' }], sdist: true },
  { binding: 'abi3', abi3: 'cp38' },
);
const parsed = parseReleaseVersion('0.2.0-rc.1');
assert.ok(parsed.ok);
const { version } = parsed;

/** A clock on which time passes at once, and something happens meanwhile. */
class Clockwork implements Clock {
  time = Date.UTC(2026, 0, 1);

  constructor(private readonly meanwhile: readonly (() => void)[]) {}

  #ticks = 0;

  now(): number {
    return this.time;
  }

  after(ms: number, call: () => void): () => void {
    this.time += ms;
    this.meanwhile[this.#ticks++]?.();
    queueMicrotask(call);
    return () => undefined;
  }
}

describe('PublishedFiles', () => {
  let fake: FakeIndex;
  let seen: string[];
  let asked: string[];
  beforeEach(async () => {
    fake = await FakeIndex.start();
    seen = [];
    asked = [];
  });
  afterEach(() => fake.stop());

  function files(clock?: Clock): PublishedFiles {
    const expectedAt = (commit: string) => {
      asked.push(commit);
      return Promise.resolve(EXPECTED);
    };
    const note = ({ observation }: Look) =>
      void seen.push(`${observation.state}: ${observation.detail}`);
    return new PublishedFiles(
      new IndexClient(fake.asIndex(), { userAgent: 'x' }),
      'budtiktok',
      expectedAt,
      note,
      () => clock?.now() ?? Date.UTC(2026, 0, 1),
    );
  }

  it('compares what is served with what the commit builds, in the spelling of Python', async () => {
    fake.upload('budtiktok', LINUX, SDIST);
    const look = await files().look('abc', version);
    assert.deepEqual(asked, ['abc']);
    assert.deepEqual(
      [look.state, look.observation],
      ['live', { state: 'holds', detail: '2 files' }],
    );
    assert.deepEqual(
      look.places.map(({ title }) => title),
      ['Linux x86_64, cp38-abi3', 'Source distribution'],
    );
    const [file] = look.places[0]?.files ?? [];
    assert.deepEqual(
      [file?.fileName, file?.size, file?.uploadedAt, file?.sha256?.length],
      [LINUX, 1000 + LINUX.length, Date.UTC(2026, 0, 1), 64],
    );
    assert.deepEqual(
      fake.requests.map(({ path }) => path),
      ['/pypi/budtiktok/0.2.0rc1/json', '/simple/budtiktok/'],
    );
  });

  it('watches until pip sees everything', async () => {
    const clock = new Clockwork([
      () => fake.upload('budtiktok', LINUX),
      () => {
        fake.holdPages();
        fake.upload('budtiktok', SDIST);
      },
      () => fake.releasePages(),
      () => assert.fail('asked again after everything was there'),
    ]);
    const last = await files(clock).watch('abc', version, clock);
    assert.equal(last.observation.state, 'holds');
    assert.deepEqual(
      seen.map(line => line.replace(/;.*|: pip.*/, '')),
      [
        'inProgress: Nothing there yet',
        'inProgress: 1 of 2 files',
        'inProgress: Published, index still propagating',
        'holds: 2 files',
        'holds: 2 files',
      ],
    );
  });

  it('says in the end what never came', async () => {
    const clock = new Clockwork([() => fake.upload('budtiktok', LINUX)]);
    const last = await files(clock).watch('abc', version, clock);
    assert.deepEqual([last.state, last.observation.state], ['partial', 'conflict']);
    assert.ok('advice' in last.observation && last.observation.advice !== '');
    assert.equal(
      (await files(new Clockwork([])).look('abc', { ...version, pep440: '0.3.0' })).observation
        .state,
      'missing',
    );
  });

  it('stops where it is aborted', async () => {
    const abort = new AbortController();
    const clock = new Clockwork([() => abort.abort()]);
    await assert.rejects(files(clock).watch('abc', version, clock, abort.signal), {
      name: 'AbortError',
    });
    assert.equal(fake.requests.length, 2, 'one look');
  });

  it('knows whether a version can be published', async () => {
    const free = async () => {
      const { state, detail } = await files().available(version);
      return `${state}: ${detail}`;
    };
    assert.equal(await free(), 'warning: fake has no project budtiktok');
    fake.upload('budtiktok', 'budtiktok-0.1.0.tar.gz');
    assert.equal(await free(), 'ok: fake has no budtiktok 0.2.0rc1');
    fake.upload('budtiktok', SDIST);
    assert.equal(await free(), 'blocks: budtiktok 0.2.0rc1 is on fake already');
    fake.yank('budtiktok', '0.2.0rc1', 'broken');
    assert.equal(
      await free(),
      'blocks: budtiktok 0.2.0rc1 was on fake and is withdrawn (yanked): broken',
    );
    fake.trouble({ status: 503 });
    assert.equal(await free(), 'unknown: fake failed (HTTP 503)');
    assert.ok(
      fake.requests.every(({ path }) => path.startsWith('/simple/')),
      'the other API may remember that there was nothing',
    );
  });
});
