import * as assert from 'node:assert/strict';
import {
  type CrateRow,
  lookAtCrates,
  observedCrates,
  watchCrates,
} from '../../../src/cratesIndex/publishedCrates';
import { SparseIndex } from '../../../src/cratesIndex/sparseIndex';
import { FakeSparseIndex } from '../../fakes/cratesIndex/fakeSparseIndex';

const NOW = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60_000;
const reading = (more: Partial<Parameters<typeof observedCrates>[1]> = {}) => ({
  unread: [],
  waiting: 'once' as const,
  now: NOW,
  ...more,
});

describe('the crates of a release', () => {
  let fake: FakeSparseIndex;
  let expected: { crates: { crate: string; version: string; client: SparseIndex }[] };

  beforeEach(async () => {
    fake = await FakeSparseIndex.start();
    const client = new SparseIndex(fake.asRegistry(), { userAgent: 'test' });
    expected = {
      crates: ['core', 'derive', 'python'].map(crate => ({ crate, version: '0.2.0', client })),
    };
  });
  afterEach(() => fake.stop());

  const seen = async (more = {}) => observedCrates(await lookAtCrates(expected), reading(more));

  it('are missing before they are published, in progress while an upload is awaited', async () => {
    assert.equal((await seen()).state, 'missing');
    assert.equal((await seen({ waiting: 'awaited' })).state, 'inProgress');
  });

  it('hold once the registry serves each of them', async () => {
    for (const { crate } of expected.crates) fake.publish(crate, '0.2.0');
    assert.deepEqual(await seen(), { state: 'holds', detail: 'core, derive, python' });
  });

  it('a partial publish names what is missing: in progress at first, a conflict later', async () => {
    fake.publish('core', '0.2.0', { publishedAt: NOW - 5 * MINUTE });
    const soon = await seen();
    assert.deepEqual(
      [soon.state, soon.detail],
      ['inProgress', '1 of 3 crates; missing: derive, python'],
    );
    const later = await seen({ now: NOW + 60 * MINUTE });
    assert.equal(later.state, 'conflict');
    assert.match('advice' in later ? later.advice : '', /Publish Crates/);
  });

  it('another version of a crate is not this one', async () => {
    for (const { crate } of expected.crates) fake.publish(crate, '0.1.0');
    assert.equal((await seen()).state, 'missing');
  });

  it('a yanked crate is a conflict', async () => {
    for (const { crate } of expected.crates) fake.publish(crate, '0.2.0');
    fake.yank('derive', '0.2.0');
    const { state, detail } = await seen();
    assert.deepEqual([state, detail], ['conflict', 'derive 0.2.0 is yanked']);
  });

  it('are unknown where a registry does not answer, or a script can publish more', async () => {
    for (const { crate } of expected.crates) fake.publish(crate, '0.2.0');
    assert.equal((await seen({ unread: ['release.sh'] })).state, 'unknown');
    fake.trouble({ status: 500 });
    assert.equal((await seen()).state, 'unknown');
    assert.equal(observedCrates([], reading()).state, 'unknown');
    assert.equal(observedCrates([], reading({ unread: ['release.sh'] })).state, 'unknown');
  });

  it('are watched until the registry serves the last one, through answers that fail', async () => {
    let time = NOW;
    const clock = {
      now: () => time,
      after: (ms: number, call: () => void) => {
        time += ms;
        queueMicrotask(call);
        return () => undefined;
      },
    };
    fake.publish('core', '0.2.0');
    fake.trouble({ status: 503 });
    const looks: string[][] = [];
    const last = await watchCrates(expected, clock, (rows: readonly CrateRow[]) => {
      looks.push(rows.map(({ state }) => state));
      if (looks.length === 2) fake.publish('derive', '0.2.0');
      if (looks.length === 3) fake.publish('python', '0.2.0');
    });
    assert.ok(last.every(({ state }) => state === 'served'));
    assert.equal(looks.length, 4);
  });
});
