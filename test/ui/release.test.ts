import * as assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import * as path from 'node:path';
import { installHook, SAMPLE_VERSION_FILES } from '../fixtures/sample';
import { processesWith, waitUntil } from '../fixtures/processes';
import { uiTest, type UiBench } from './support';
import { listen } from '../fakes/listen';

function assertReleased(ui: UiBench, version: string): void {
  const commit = ui.onRemote('rev-parse', 'main');
  assert.equal(ui.onRemote('cat-file', '-t', `v${version}`), 'tag');
  assert.equal(ui.onRemote('rev-parse', `v${version}^{commit}`), commit);
  assert.deepEqual(
    ui.onRemote('diff-tree', '--no-commit-id', '--name-only', '-r', commit).split('\n'),
    SAMPLE_VERSION_FILES,
  );
}

describe('Bump & Release, by clicking', () => {
  uiTest('goes from the palette to a pushed tag', undefined, async (ui, bench) => {
    await bench.statusBarItem('budtiktok 0.1.0').waitFor();
    await bench.openReleaseView();
    await bench.viewRow('3 of 6, not released').waitFor();
    await bench.screenshot('release-view');

    await bench.openFile('README.md');
    await bench.command('BudTikTok: Bump & Release');
    await bench.quickPickRow('Release 0.1.0 as it stands').waitFor();
    await bench.untilTitle('budtiktok 0.1.0: which version next?');
    assert.match(
      (await bench.quickPickRow('Minor').textContent()) ?? '',
      /0\.2\.0.*suggested: 2 feat commits since 0\.0\.1.*Cargo 0\.2\.0 · Python 0\.2\.0/,
    );
    await bench.screenshot('pick-version');

    await bench.pick('Minor');
    // Until the plan is there, the keys go to the list and never to the editor beneath.
    await bench.page.keyboard.type('zzzzzzzzzz', { delay: 30 });
    await bench.untilTitle('Release budtiktok 0.2.0 (2/2)');
    await bench.quickInput.locator('input').first().fill('');
    await bench
      .quickPickRow(
        'Set versions, set locks, commit, push main, tag v0.2.0, push the tag to origin',
      )
      .waitFor();
    await bench.quickPickRow('5 files; 10 crates move').waitFor();
    await bench.quickPickRow('Set 3 version sites to 0.2.0; 10 crates move').waitFor();
    await bench.screenshot('plan');
    assert.equal(ui.git('status', '--porcelain'), '', 'nothing has been touched yet');
    assert.equal(await bench.page.locator('.tab.dirty').count(), 0, 'no key reached the editor');

    await bench.pick('Set versions, set locks, commit');
    await bench.notification('the tag v0.2.0 is on origin').waitFor();
    await bench.statusBarItem('budtiktok 0.2.0').waitFor();
    await bench.viewRow(/Release 0\.2\.0.*done/).waitFor();
    await bench.screenshot('released');
    assertReleased(ui, '0.2.0');
  });

  uiTest(
    'offers pre-releases and refuses what cannot be released while it is typed',
    undefined,
    async (ui, bench) => {
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Pre-release…');
      await bench.untilTitle('which pre-release?');
      await bench
        .quickPickRow(/rc.*0\.2\.0-rc\.1.*Cargo 0\.2\.0-rc\.1 · Python 0\.2\.0rc1/)
        .waitFor();
      await bench.screenshot('pick-pre-release');
      await bench.back();
      await bench.untilTitle('which version next?');
      await bench.pick('Custom version…');
      await bench.untilTitle('Custom version');
      const input = bench.quickInput.locator('input').first();
      const siteHasVersion = (text: RegExp) =>
        bench.quickInput.locator('.quick-input-message').filter({ hasText: text }).waitFor();
      await input.fill('0.2.0-1');
      await siteHasVersion(/Python reads 0\.2\.0-1 as 0\.2\.0\.post1, a final release/);
      await bench.screenshot('custom-version-refused');
      await input.fill('0.0.9');
      await siteHasVersion(/0\.0\.9 is lower than 0\.1\.0/);
      await input.fill('0.2.0rc1');
      await siteHasVersion(/Cargo 0\.2\.0-rc\.1 · Python 0\.2\.0rc1/);
      await bench.page.keyboard.press('Enter');
      await bench.pick('tag v0.2.0-rc.1, push the tag');
      await bench.notification('the tag v0.2.0-rc.1 is on origin').waitFor();
      assertReleased(ui, '0.2.0-rc.1');
    },
  );

  uiTest('releases the version as it stands, by keys alone', undefined, async (ui, bench) => {
    const { keyboard } = bench.page;
    const head = ui.git('rev-parse', 'HEAD');
    await bench.statusBarItem('budtiktok 0.1.0').waitFor();
    await keyboard.press('Control+Alt+r');
    await keyboard.press('r');
    assert.equal(
      await bench.spokenRow('Release 0.1.0 as it stands'),
      'Release 0.1.0 as it stands, no release tag has it yet; the last one is 0.0.1, Cargo 0.1.0 · Python 0.1.0',
    );
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    assert.equal(
      await bench.spokenRow('Minor'),
      'Minor, 0.2.0, suggested: 2 feat commits since 0.0.1, Cargo 0.2.0 · Python 0.2.0 · new features, and before 1.0 breaking changes',
    );
    await keyboard.press('ArrowUp');
    await keyboard.press('ArrowUp');
    await keyboard.press('Enter');
    assert.equal(
      await bench.spokenRow('Release 0.1.0, '),
      'Release 0.1.0, Tag v0.1.0, push the tag to origin',
    );
    await keyboard.press('ArrowDown');
    assert.match(await bench.spokenRow('Versions'), /^Versions, holds: 3 of 3 say 0\.1\.0/);
    await keyboard.press('ArrowUp');
    await keyboard.press('Enter');
    await bench.notification('the tag v0.1.0 is on origin').waitFor();
    assert.equal(ui.onRemote('rev-parse', 'v0.1.0^{commit}'), head);
  });

  uiTest(
    'stops at a protected branch, says what holds, and goes on with Retry',
    ({ remote }) => {
      installHook(
        remote,
        'pre-receive',
        'echo "GH006: Protected branch update failed for refs/heads/main." >&2; exit 1',
      );
      return {};
    },
    async (ui, bench) => {
      await bench.openReleaseView();
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench.pick('Set versions, set locks, commit');
      const failure = bench.notification(
        /budtiktok 0\.2\.0 is not done\. main is protected on the remote/,
      );
      await failure.waitFor();
      assert.match(
        (await failure.textContent()) ?? '',
        /GH006.*Done: Versions, Lock files, Commit\. Open: Branch on origin, Tag v0\.2\.0, Tag on origin\./,
      );
      await bench.viewRow(/Release 0\.2\.0.*3 of 6, not done/).waitFor();
      await bench.statusBarItem('budtiktok 0.2.0 is not done').waitFor();
      await bench.screenshot('failure');

      rmSync(path.join(ui.sample.remote, 'hooks', 'pre-receive'));
      await bench.answerNotification(/is not done/, 'Retry');
      await bench.pick('push the tag');
      await bench.notification('the tag v0.2.0 is on origin').waitFor();
      assertReleased(ui, '0.2.0');
      assert.equal(ui.git('rev-list', '--count', '0.0.1..v0.2.0'), '5', 'one release commit');
    },
  );

  uiTest(
    'is undone after asking, as long as it is only here',
    ({ remote }) => {
      installHook(remote, 'pre-receive', 'exit 1');
      return {};
    },
    async (ui, bench) => {
      const before = ui.git('for-each-ref');
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench.pick('Set versions, set locks, commit');
      await bench.answerNotification(/is not done/, 'Undo');
      await bench.dialog('Undo the release of budtiktok 0.2.0?').waitFor();
      await bench.screenshot('undo-asks');
      await bench.answerDialog('Undo the release', 'Undo');
      await bench.notification('budtiktok 0.2.0 was undone').waitFor();
      await bench.statusBarItem('budtiktok 0.1.0').waitFor();
      assert.equal(ui.git('for-each-ref'), before);
      assert.equal(ui.git('status', '--porcelain'), '');
    },
  );

  uiTest(
    'shows what blocks it and what to do, and checks again',
    ({ workspace }) => {
      writeFileSync(path.join(workspace, 'README.md'), 'mine\n');
      return {};
    },
    async (ui, bench) => {
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench.quickPickRow('Not possible yet: Changed and not committed: README.md').waitFor();
      await bench
        .quickPickRow(/Working tree is clean.*blocks: Changed and not committed: README\.md/)
        .waitFor();
      await bench.screenshot('plan-blocked');
      ui.git('checkout', '--quiet', 'README.md');
      await bench.pick('Check again');
      await bench.quickPickRow('Set versions, set locks, commit').waitFor();
      await bench.page.keyboard.press('Escape');
      assert.equal(ui.git('tag', '-l', 'v0.2.0'), '');

      // A remote that accepts and is silent: the list says so, and Escape leaves no process.
      const server = createServer(() => undefined);
      await listen(server);
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/silent.git`;
      ui.git('remote', 'set-url', 'origin', url);
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench.quickPickRow('Looking at the repository and its remote…').waitFor();
      await bench.quickPickRow(/No answer for \d+ seconds\. Escape cancels\./).waitFor();
      await bench.screenshot('silent-remote');
      await bench.page.keyboard.press('Escape');
      await bench.quickInput.waitFor({ state: 'hidden' });
      await waitUntil(() => processesWith(url).length === 0);
      server.close();
    },
  );

  uiTest(
    'is previewed without a way to confirm, and asks before it saves an editor of a planned file',
    undefined,
    async (ui, bench) => {
      await bench.command('BudTikTok: Preview Release');
      await bench.pick('Minor');
      await bench.quickPickRow('5 files; 10 crates move').waitFor();
      assert.equal(await bench.quickInput.getByText('Set versions, set locks, commit').count(), 0);
      await bench.screenshot('preview');
      await bench.page.keyboard.press('Escape');
      assert.equal(ui.git('status', '--porcelain'), '');

      await bench.openFile('crates/budtiktok-python/pyproject.toml');
      await bench.typeAtEnd('\n# mine');
      await bench.command('BudTikTok: Bump Version');
      await bench.pick('Minor');
      await bench.quickPickRow('Unsaved: crates/budtiktok-python/pyproject.toml').waitFor();
      await bench.pick('Writes the files and commits nothing');
      await bench.dialog('These files have unsaved changes').waitFor();
      await bench.screenshot('unsaved-asks');
      await bench.answerDialog('unsaved changes', 'Save and Continue');
      await bench
        .notification('All version sites of budtiktok say 0.2.0. Nothing was committed.')
        .waitFor();
      assert.deepEqual(ui.git('diff', '--name-only').split('\n'), SAMPLE_VERSION_FILES);
      assert.match(ui.git('diff', 'crates/budtiktok-python/pyproject.toml'), /^\+# mine$/m);
    },
  );
});
