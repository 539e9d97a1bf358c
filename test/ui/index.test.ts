import * as assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { FakeIndex } from '../fakes/packageIndex/fakeIndex';
import { git } from '../fixtures/git';
import type { Sample } from '../fixtures/sample';
import { uiTest } from './support';

/** What is never asked, and is an address of a repository on GitHub all the same. */
const HOST = 'http://127.0.0.1:9';

const wheels = (platform: string) =>
  ['cp312', 'cp313'].map(python => `budtiktok-0.1.0-${python}-${python}-${platform}.whl`);

/** Makes the workflow build a wheel for each of two interpreters on each platform. */
function buildForTwo({ workspace }: Sample): void {
  const replace = (name: string, before: string, after: string) => {
    const file = path.join(workspace, name);
    assert.ok(readFileSync(file, 'utf8').includes(before));
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(before, after));
  };
  replace(
    '.github/workflows/python-release.yml',
    'args: --release --out dist',
    'args: --release --out dist --interpreter 3.12 3.13',
  );
  replace(
    'crates/budtiktok-python/Cargo.toml',
    '[dependencies]\n',
    '[dependencies]\npyo3 = "0.26"\n',
  );
  replace('crates/budtiktok-python/pyproject.toml', 'bindings = "cffi"', 'bindings = "pyo3"');
  git(workspace, 'commit', '--quiet', '--all', '--message', 'ci: one wheel for each Python');
  git(workspace, 'push', '--quiet', 'origin', 'main');
}

describe('The files of a release on the package index', () => {
  let index: FakeIndex;
  before(async () => {
    index = await FakeIndex.start();
    index.uploadedFrom = Date.now();
  });
  after(() => index.stop());

  uiTest(
    'are compared with what the workflow builds, and watched until they are all there',
    sample => {
      const { workspace, remote } = sample;
      buildForTwo(sample);
      git(workspace, 'remote', 'set-url', 'origin', `${HOST}/BudEcosystem/budtiktok.git`);
      git(workspace, 'config', `url.${remote}.insteadOf`, `${HOST}/BudEcosystem/budtiktok.git`);
      return {
        settings: {
          'github-enterprise.uri': HOST,
          'budtiktok.index.url': `${index.address}/simple/`,
        },
      };
    },
    async (_ui, bench) => {
      index.upload(
        'budtiktok',
        ...wheels('manylinux_2_28_x86_64'),
        ...wheels('macosx_11_0_arm64').slice(0, 1),
        ...wheels('win_amd64'),
      );
      await bench.openReleaseView();
      // Rows that do not fit are not there.
      await bench.page.locator('.part.sidebar .pane-header', { hasText: 'Workflow Runs' }).click();
      await bench.viewRow('Version sites').click();
      await bench.viewRow('On 127.0.0.1').waitFor();
      await bench.command('BudTikTok: Verify on PyPI');
      await bench.notification('5 of 11 files').waitFor();
      await bench.statusBarItem('budtiktok 0.1.0 → 127.0.0.1').waitFor();
      await bench.viewRow(/Linux aarch64.*0 of 2; missing: cp312, cp313/).waitFor();
      await bench.viewRow('missing; built by linux').waitFor();
      await bench.viewRow(/macOS aarch64.*1 of 2; missing: cp313/).waitFor();
      await bench.screenshot('index-half-way');

      index.upload(
        'budtiktok',
        ...wheels('manylinux_2_28_aarch64'),
        ...wheels('macosx_10_12_x86_64'),
        ...wheels('macosx_11_0_arm64').slice(1),
        'budtiktok-0.1.0.tar.gz',
      );
      await bench.notification(/budtiktok 0\.1\.0 is on 127\.0\.0\.1:\d+: 11 files/).waitFor();
      await bench.viewRow(/On 127\.0\.0\.1:\d+11 files/).waitFor();
      await bench.viewRow(/On 127\.0\.0\.1:\d+11 files/).click();
      await bench.viewRow('Linux x86_64').click();
      await bench.viewRow('cp313').click();
      await bench.viewRow(wheels('manylinux_2_28_x86_64')[1]!).waitFor();
      await bench.screenshot('index-complete');
      await bench.answerNotification('is on 127.0.0.1', 'Copy pip install');
    },
  );
});
