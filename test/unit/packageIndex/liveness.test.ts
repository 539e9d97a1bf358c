import * as assert from 'node:assert/strict';
import type { Clock } from '../../../src/base/clock';
import { expectedFiles } from '../../../src/packageIndex/expectedFiles';
import { IndexClient } from '../../../src/packageIndex/indexClient';
import {
  type Liveness,
  look,
  type Sought,
  watch,
  WATCH_TIMEOUT_MS,
} from '../../../src/packageIndex/publishedFiles';
import { FakeIndex } from '../../fakes/packageIndex/fakeIndex';

const LINUX = 'budtiktok-0.2.0-cp38-abi3-manylinux_2_28_x86_64.whl';
const WINDOWS = 'budtiktok-0.2.0-cp38-abi3-win_amd64.whl';
const SDIST = 'budtiktok-0.2.0.tar.gz';

const SOUGHT: Sought = {
  name: 'budtiktok',
  version: '0.2.0',
  expected: expectedFiles(
    {
      wheels: [
        { os: 'linux', arch: 'x86_64' },
        { os: 'windows', arch: 'x64' },
      ],
      sdist: true,
    },
    { binding: 'abi3', abi3: 'cp38' },
  ),
};

/** A clock that jumps ahead whenever it is asked to sleep, and lets something happen meanwhile. */
class JumpingClock implements Clock {
  time = 0;
  readonly pauses: number[] = [];

  constructor(readonly meanwhile: (pauses: number) => void = () => undefined) {}

  now(): number {
    return this.time;
  }

  after(ms: number, call: () => void): () => void {
    let isCancelled = false;
    queueMicrotask(() => {
      if (isCancelled) return;
      this.time += ms;
      this.pauses.push(ms);
      this.meanwhile(this.pauses.length);
      call();
    });
    return () => void (isCancelled = true);
  }
}

describe('liveness', () => {
  let fake: FakeIndex;
  let client: IndexClient;

  beforeEach(async () => {
    fake = await FakeIndex.start();
    client = new IndexClient(fake.asIndex(), { userAgent: 'x', timeout: 2000 });
  });
  afterEach(() => fake.stop());

  const stateOf = async () => (await look(client, SOUGHT)).state;

  it('goes from nothing over parts to live', async () => {
    assert.equal(await stateOf(), 'notYet');
    fake.upload('budtiktok', 'budtiktok-0.1.0.tar.gz');
    assert.equal(await stateOf(), 'notYet');
    fake.upload('budtiktok', LINUX);
    const partial = await look(client, SOUGHT);
    assert.ok(partial.state === 'partial');
    assert.deepEqual([partial.comparison.served, partial.comparison.expected], [1, 3]);
    fake.upload('budtiktok', WINDOWS, SDIST);
    assert.equal(await stateOf(), 'live');
  });

  it('tells "uploaded, not yet visible" apart', async () => {
    fake.upload('budtiktok', LINUX);
    fake.holdPages();
    fake.upload('budtiktok', WINDOWS, SDIST);
    const seen = await look(client, SOUGHT);
    assert.ok(seen.state === 'propagating' && seen.files.length === 3);
    fake.releasePages();
    assert.equal(await stateOf(), 'live');
  });

  it('takes the pages of a new project for propagating, too', async () => {
    fake.holdPages();
    fake.upload('budtiktok', LINUX, WINDOWS, SDIST);
    assert.equal(await stateOf(), 'propagating');
  });

  it('believes the pages where the JSON API remembers that there was nothing', async () => {
    fake.upload('budtiktok', LINUX, WINDOWS, SDIST);
    fake.trouble({ status: 404 });
    assert.equal(await stateOf(), 'live');
  });

  it('is not live while pip does not see a file that is there', async () => {
    const open: Sought = {
      ...SOUGHT,
      expected: expectedFiles(
        { wheels: [{ os: 'linux', arch: 'x86_64' }], sdist: false },
        { binding: 'extension' },
      ),
    };
    fake.upload('budtiktok', 'budtiktok-0.2.0-cp311-cp311-manylinux_2_28_x86_64.whl');
    fake.holdPages();
    fake.upload('budtiktok', 'budtiktok-0.2.0-cp312-cp312-manylinux_2_28_x86_64.whl');
    assert.equal((await look(client, open)).state, 'propagating');
  });

  it('does not take a failing index for an empty one', async () => {
    fake.trouble({ status: 503 }, { status: 503 });
    assert.equal(await stateOf(), 'unknown');
    fake.trouble({ status: 404 }, { status: 503 });
    assert.equal(await stateOf(), 'unknown');
  });

  it('goes by the pages alone where there is no JSON API', async () => {
    client = new IndexClient(fake.asIndex({ json: false }), { userAgent: 'x' });
    assert.equal(await stateOf(), 'notYet');
    fake.upload('budtiktok', LINUX, WINDOWS, SDIST);
    assert.equal(await stateOf(), 'live');
    assert.ok(fake.requests.every(({ path }) => path.startsWith('/simple/')));
  });

  describe('watch', () => {
    const watched = async (
      clock: JumpingClock,
      mayHaveUploaded: () => boolean = () => true,
      signal?: AbortSignal,
    ) => {
      const states: Liveness['state'][] = [];
      const last = await watch({
        client,
        sought: SOUGHT,
        clock,
        mayHaveUploaded,
        seen: ({ state }) => states.push(state),
        ...(signal !== undefined && { signal }),
      });
      return { states, last };
    };

    it('asks nothing before the upload can have happened', async () => {
      const clock = new JumpingClock(pauses => {
        if (pauses <= 5) assert.equal(fake.requests.length, 0);
        if (pauses === 6) fake.upload('budtiktok', LINUX, WINDOWS, SDIST);
      });
      const { states } = await watched(clock, () => clock.pauses.length >= 5);
      assert.deepEqual(states, ['notYet', 'live']);
    });

    it('asks often at first and seldom later', async () => {
      fake.upload('budtiktok', LINUX);
      const clock = new JumpingClock(pauses => {
        if (pauses === 3) fake.holdPages();
        if (pauses === 3) fake.upload('budtiktok', WINDOWS, SDIST);
        if (pauses === 7) fake.releasePages();
      });
      const { states } = await watched(clock);
      assert.deepEqual(states, [
        'partial',
        'partial',
        'partial',
        'propagating',
        'propagating',
        'propagating',
        'propagating',
        'live',
      ]);
      assert.deepEqual([clock.pauses[0], clock.pauses.at(-1)], [10_000, 30_000]);
      assert.ok(clock.pauses.every((pause, at) => pause >= (clock.pauses[at - 1] ?? 0)));
    });

    it('ends after half an hour with what it saw', async () => {
      fake.upload('budtiktok', LINUX);
      const clock = new JumpingClock();
      const { last } = await watched(clock);
      assert.equal(last.state, 'partial');
      assert.ok(
        clock.time <= WATCH_TIMEOUT_MS && clock.time > WATCH_TIMEOUT_MS - 60_000,
        String(clock.time),
      );
    });

    it('goes on after a failure, and waits as long as it is asked to', async () => {
      fake.upload('budtiktok', LINUX, WINDOWS, SDIST);
      fake.trouble(
        { status: 429, headers: { 'retry-after': '90' } },
        { status: 429, headers: { 'retry-after': '90' } },
      );
      const clock = new JumpingClock();
      const { states } = await watched(clock);
      assert.deepEqual(states, ['unknown', 'live']);
      assert.deepEqual(clock.pauses, [90_000]);
    });

    it('stops when it is aborted', async () => {
      const controller = new AbortController();
      const clock = new JumpingClock(
        pauses => pauses === 2 && controller.abort(new Error('enough')),
      );
      await assert.rejects(
        watched(clock, () => true, controller.signal),
        /enough/,
      );
    });
  });
});
