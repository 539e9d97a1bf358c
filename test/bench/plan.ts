import * as assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { planVersion, type VersionPlan } from '../../src/manifests/plan/versionPlan';
import { writeFiles } from '../../src/manifests/plan/writeFiles';
import { disk } from '../../src/manifests/scan/fileReader';
import { ManifestIndex } from '../../src/manifests/scan/manifestIndex';
import { releaseVersion } from '../../src/versions/releaseVersion';
import { removeFolder, temporaryFolder, writeFilesTo } from '../fixtures/files';
import { largeWorkspace } from '../fixtures/largeWorkspace';
import { median, milliseconds, ratio, row, say } from './report';

const ROUNDS = 15;

/** Planning and making a bump of a large workspace, against reading and writing the same bytes. */
export async function benchPlan(): Promise<void> {
  const files = largeWorkspace(200, 12_000);
  const dir = temporaryFolder('bench');
  try {
    writeFilesTo(dir, files);
    const names = Object.keys(files).map(name => path.join(dir, name));
    const floors: number[] = [],
      plans: number[] = [],
      makes: number[] = [],
      again: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const to = releaseVersion([0, 2 + round, 0]);
      const index = new ManifestIndex(dir, disk);
      let planned: Awaited<ReturnType<typeof planOnce>> | undefined;
      plans.push(
        await milliseconds(async () => {
          planned = await planOnce(index, to);
        }),
      );
      const plan = planned;
      assert.ok(plan?.crates === 200);
      again.push(await milliseconds(() => planOnce(index, to)));
      // The floor takes its turn on the same files, in the same state of the disk's cache.
      floors.push(
        await milliseconds(async () => {
          await Promise.all(names.map(name => readFile(name, 'utf8')));
          await Promise.all(plan.changes.map(({ file, before }) => writeFile(file, before)));
        }),
      );
      makes.push(await milliseconds(() => writeFiles(plan.changes)));
    }
    const floor = median(floors);
    say(
      `Bump of ${Object.keys(files).length - 3} crates, Cargo.lock of ${files['Cargo.lock']!.split('\n').length} lines; median of ${ROUNDS} rounds in one process`,
    );
    row('floor: read the same files, write the changed ones', floor, '1.0 ×');
    row('find, plan and prove', median(plans), ratio(median(plans), floor));
    row('plan again, nothing changed', median(again), ratio(median(again), floor));
    row('write all or none (with fsync)', median(makes), ratio(median(makes), floor));
  } finally {
    removeFolder(dir);
  }
}

async function planOnce(
  index: ManifestIndex,
  to: ReturnType<typeof releaseVersion>,
): Promise<VersionPlan & { crates: number }> {
  const {
    packages: [pkg],
  } = await index.scan();
  assert.ok(pkg);
  return { ...planVersion(index, pkg, to), crates: pkg.crates.length };
}
