import * as assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { observeAll, RELEASE_FACTS } from '../../../src/release/engine';
import { ReleaseBench } from '../support/release';

/** How many processes of git may be started, and how many of them ask a remote, which takes a second for each answer. */
const MOST = {
  release: { all: 70, remote: 4 },
  look: { all: 7, remote: 1 },
  lookAtReleased: { all: 8, remote: 1 },
} as const;

describe('the processes of git', function () {
  this.timeout(60_000);
  let bench: ReleaseBench;
  beforeEach(() => {
    bench = new ReleaseBench();
  });
  afterEach(() => {
    delete process.env['GIT_TRACE2_EVENT'];
    bench.dispose();
  });

  it('of a look and of a release are within their budget, and the remote is asked before and after a push', async () => {
    const context = await bench.context('0.2.0');
    const looks = () => observeAll(RELEASE_FACTS, context);
    await within('look', looks);
    await within('release', async () =>
      assert.equal((await bench.release(context)).result, 'done'),
    );
    context.forget();
    await within('lookAtReleased', looks);
  });

  async function within(what: keyof typeof MOST, run: () => Promise<unknown>): Promise<void> {
    const trace = path.join(bench.dir, 'trace');
    process.env['GIT_TRACE2_EVENT'] = trace;
    await run();
    delete process.env['GIT_TRACE2_EVENT'];
    const started = readFileSync(trace, 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as Event)
      // Git names a process that another git started with a "/" in its id.
      .filter(({ event, sid }) => event === 'start' && !sid.includes('/'));
    rmSync(trace);
    const remote = started.filter(({ argv }) => argv.includes('ls-remote'));
    assert.ok(remote.length > 0);
    assert.ok(started.length <= MOST[what].all, `${what}: ${started.length}`);
    assert.ok(remote.length <= MOST[what].remote, `${what}, git ls-remote: ${remote.length}`);
  }
});

interface Event {
  readonly event: string;
  readonly sid: string;
  readonly argv: readonly string[];
}
