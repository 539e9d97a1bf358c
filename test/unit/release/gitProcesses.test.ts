import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { ReleaseBench } from '../support/release';

/** How many processes of git one release may start. A remote takes a second for each of its answers. */
const MOST = { all: 70, remote: 4 } as const;

describe('a release over real git', function () {
  this.timeout(60_000);
  let bench: ReleaseBench;
  beforeEach(() => {
    bench = new ReleaseBench();
  });
  afterEach(() => {
    delete process.env['GIT_TRACE2_EVENT'];
    bench.dispose();
  });

  it('starts no more processes of git than its budget, and asks the remote before and after a push', async () => {
    const context = await bench.context('0.2.0');
    const trace = path.join(bench.workspace, '.git', 'trace');
    process.env['GIT_TRACE2_EVENT'] = trace;
    assert.equal((await bench.release(context)).result, 'done');
    const started = readFileSync(trace, 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as Event)
      // Git names a process that another git started with a "/" in its id.
      .filter(({ event, sid }) => event === 'start' && !sid.includes('/'));
    const remote = started.filter(({ argv }) => argv.includes('ls-remote'));
    assert.ok(started.length > 20);
    assert.ok(started.length <= MOST.all, `git: ${started.length}`);
    assert.ok(remote.length <= MOST.remote, `git ls-remote: ${remote.length}`);
  });
});

interface Event {
  readonly event: string;
  readonly sid: string;
  readonly argv: readonly string[];
}
