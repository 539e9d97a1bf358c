import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { planVersion } from '../../../src/manifests/plan/versionPlan';
import { writeFiles } from '../../../src/manifests/plan/writeFiles';
import { disk } from '../../../src/manifests/scan/fileReader';
import { ManifestIndex } from '../../../src/manifests/scan/manifestIndex';
import { parseReleaseVersion } from '../../../src/versions/releaseVersion';
import { type Files, removeFolder, temporaryFolder, writeFilesTo } from '../../fixtures/files';
import { createSample } from '../../fixtures/sample';
import { CRATE, DYNAMIC, ELSEWHERE, INHERITED, STATIC } from '../../fixtures/shapes';
import { has } from '../../harness/toolchain';

/** Versions by package name, as cargo reads the folder without changing its lock. */
function cargoVersions(dir: string): Record<string, string> {
  const output = execFileSync(
    'cargo',
    ['metadata', '--locked', '--offline', '--no-deps', '--format-version', '1'],
    {
      cwd: dir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CARGO_TARGET_DIR: path.join(dir, '..', 'cargo-target') },
    },
  );
  // With --no-deps cargo does not look at the lock; asked for everything, it does.
  execFileSync('cargo', ['metadata', '--locked', '--offline', '--format-version', '1'], {
    cwd: dir,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, CARGO_TARGET_DIR: path.join(dir, '..', 'cargo-target') },
  });
  const { packages } = JSON.parse(output) as { packages: { name: string; version: string }[] };
  return Object.fromEntries(packages.map(({ name, version }) => [name, version]));
}

async function bump(dir: string, to: string): Promise<void> {
  const index = new ManifestIndex(dir, disk);
  const {
    packages: [pkg],
  } = await index.scan();
  const version = parseReleaseVersion(to);
  assert.ok(pkg !== undefined && version.ok);
  const { changes, refusals } = planVersion(index, pkg, version.version);
  assert.deepEqual(refusals, []);
  await writeFiles(changes);
}

describe('cargo accepts what is written', function () {
  this.timeout(60_000);
  let dir: string;
  before(function () {
    if (!has('cargo')) {
      console.log('    skipped: cargo is not installed');
      this.skip();
    }
  });
  beforeEach(() => {
    dir = temporaryFolder('cargo');
  });
  afterEach(() => removeFolder(dir));

  const shapes: readonly (readonly [
    name: string,
    files: Files,
    crateDir: string,
    moved: readonly string[],
  ])[] = [
    ['a static version beside the crate', STATIC, '.', ['demo']],
    ['a dynamic version', DYNAMIC, '.', ['demo']],
    ['an inherited version with requirements', INHERITED, '.', ['demo-core', 'demo-python']],
    ['a crate elsewhere', ELSEWHERE, 'rust/binding', ['demo']],
    ['a crate alone', CRATE, '.', ['demo']],
  ];
  for (const [name, files, crateDir, moved] of shapes) {
    for (const to of ['0.1.1', '0.2.0', '1.0.0', '0.2.0-rc.1']) {
      it(`${name} at ${to}`, async () => {
        const workspace = path.join(dir, 'w');
        writeFilesTo(workspace, files);
        await bump(workspace, to);
        const versions = cargoVersions(path.join(workspace, crateDir));
        for (const crate of moved) assert.equal(versions[crate], to);
      });
    }
  }

  it('the sample, in its workspace and in the one of its fuzz targets', async () => {
    const { workspace } = createSample(dir);
    await bump(workspace, '0.2.0');
    assert.deepEqual([...new Set(Object.values(cargoVersions(workspace)))], ['0.2.0']);
    assert.equal(
      cargoVersions(path.join(workspace, 'crates/budtiktok-core/fuzz'))['budtiktok-core-fuzz'],
      '0.0.0',
    );
  });
});
