import * as assert from 'node:assert/strict';
import { ReleaseBench } from '../support/release';

describe('A release where git converts line ends', function () {
  this.timeout(60_000);
  let bench: ReleaseBench;
  beforeEach(() => {
    bench = new ReleaseBench();
    bench.git('config', 'core.autocrlf', 'true');
  });
  afterEach(() => bench.dispose());

  it('commits files that have LF on disk, and takes no line end for a change', async () => {
    assert.equal(await bench.check('0.2.0', 'changes'), 'ok: Nothing but the plan changes');
    assert.equal((await bench.release(await bench.context('0.2.0'))).result, 'done');
    bench.assertReleased('0.2.0');
    assert.equal(bench.git('status', '--porcelain'), '');
  });

  it('commits files that were checked out with CRLF, and keeps it on disk', async () => {
    bench.git('rm', '--quiet', '--cached', '-r', '.');
    bench.git('reset', '--quiet', '--hard');
    assert.match(bench.read('Cargo.toml'), /\r\n/);
    for (const file of ['Cargo.toml', 'Cargo.lock']) bench.write(file, bench.read(file));
    const again = new ReleaseBench(bench.dir);
    assert.equal((await again.release(await again.context('0.2.0'))).result, 'done');
    again.assertReleased('0.2.0');
    assert.match(bench.read('Cargo.toml'), /version = "0\.2\.0"\r\n/);
    assert.doesNotMatch(bench.onRemote('show', 'main:Cargo.toml'), /\r/);
  });
});
