import { FakeIndex } from '../fakes/packageIndex/fakeIndex';
import { git } from '../fixtures/git';
import { uiTest } from './support';

/** What is never asked, and is an address of a repository on GitHub all the same. */
const HOST = 'http://127.0.0.1:9';

const wheel = (platform: string) => `budtiktok-0.1.0-py3-none-${platform}.whl`;

describe('The files of a release on the package index', () => {
  let index: FakeIndex;
  before(async () => {
    index = await FakeIndex.start();
    index.uploadedFrom = Date.now();
  });
  after(() => index.stop());

  uiTest('are compared with what the workflow builds, and watched until they are all there', ({ workspace, remote }) => {
    git(workspace, 'remote', 'set-url', 'origin', `${HOST}/BudEcosystem/budtiktok.git`);
    git(workspace, 'config', `url.${remote}.insteadOf`, `${HOST}/BudEcosystem/budtiktok.git`);
    return { settings: { 'github-enterprise.uri': HOST, 'budtiktok.index.url': `${index.address}/simple/` } };
  }, async (_ui, bench) => {
    index.upload('budtiktok', wheel('manylinux_2_28_x86_64'), wheel('macosx_11_0_arm64'), wheel('win_amd64'));
    await bench.openReleaseView();
    // Rows that do not fit are not there.
    await bench.page.locator('.part.sidebar .pane-header', { hasText: 'Workflow Runs' }).click();
    await bench.viewRow('Version sites').click();
    await bench.viewRow('On 127.0.0.1').waitFor();
    await bench.command('BudTikTok: Verify on PyPI');
    await bench.notification('3 of 6 files').waitFor();
    await bench.statusBarItem('budtiktok 0.1.0 → 127.0.0.1').waitFor();
    await bench.viewRow('missing; built by linux').waitFor();
    await bench.viewRow('Windows x86_64, py3').click();
    await bench.viewRow(wheel('win_amd64')).waitFor();
    await bench.screenshot('index-half-way');

    index.upload('budtiktok', wheel('manylinux_2_28_aarch64'), wheel('macosx_10_12_x86_64'), 'budtiktok-0.1.0.tar.gz');
    await bench.notification(/budtiktok 0\.1\.0 is on 127\.0\.0\.1:\d+: 6 files/).waitFor();
    await bench.viewRow(/On 127\.0\.0\.1:\d+6 files/).waitFor();
    await bench.screenshot('index-complete');
    await bench.answerNotification('is on 127.0.0.1', 'Copy pip install');
  });
});
