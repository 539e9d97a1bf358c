import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { lockVerdicts } from '../../../src/ui/commands/lockVerdicts';
import { git } from '../../fixtures/git';
import { has } from '../../harness/toolchain';
import { services, until } from '../support';
import { assertNotFrozen } from '../frozen';
import { VersionsBench } from '../versionsBench';

describe('Verify Versions', function () {
  this.timeout(60_000);
  let bench: VersionsBench;
  before(async function () {
    bench = new VersionsBench(await services());
    if (!has('cargo')) this.skip();
  });
  beforeEach(() => bench.reset());
  after(() => bench.reset());

  const verdicts = async (name: string) =>
    (await lockVerdicts(bench.find(name), true)).map(
      ({ lock, state }) => `${bench.below(lock)} ${state}`,
    );

  it('is not frozen by what a folder holds', async () => {
    await assertNotFrozen(bench.workspace);
  });

  it('asks cargo about the locks of a package', async () => {
    assert.deepEqual(await verdicts('coded'), ['coded/Cargo.lock agrees']);
    await vscode.commands.executeCommand('budtiktok.verifyVersions', {
      pkg: bench.find('coded'),
    });
    assert.equal(git(bench.workspace, 'status', '--porcelain'), '', 'nothing was written');
  });

  it('reports a lock that is out of date', async () => {
    assert.deepEqual(
      await verdicts('half'),
      ['half/Cargo.lock agrees'],
      'the lock says what the crate says, although the project is ahead',
    );
    bench.replace('half/Cargo.lock', '0.1.0', '0.0.9');
    await until(bench.services, 'the change', state =>
      bench.sites('half', state).some(line => line.endsWith('0.0.9')),
    );
    assert.deepEqual(await verdicts('half'), ['half/Cargo.lock differs']);
    await vscode.commands.executeCommand('budtiktok.verifyVersions', {
      pkg: bench.find('half'),
    });
    assert.ok(bench.read('half/Cargo.lock').includes('0.0.9'), 'nothing was written');
  });

  it('does not call a lock out of date because a crate is not on this computer', async () => {
    bench.write(
      'coded/Cargo.toml',
      `${bench.read('coded/Cargo.toml')}\n[dependencies]\nno-such-crate-anywhere = "1"\n`,
    );
    bench.write(
      'coded/Cargo.lock',
      `${bench.read('coded/Cargo.lock')}dependencies = [\n "no-such-crate-anywhere",\n]\n\n[[package]]\nname = "no-such-crate-anywhere"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "${'0'.repeat(64)}"\n`,
    );
    assert.deepEqual(await verdicts('coded'), ['coded/Cargo.lock unknown']);
  });
});
