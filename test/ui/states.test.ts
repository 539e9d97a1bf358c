import * as assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import * as path from 'node:path';
import { writeFilesTo } from '../fixtures/files';
import { GIT_ENV } from '../fixtures/git';
import { uiTest } from './support';

describe('The views, where there is little to show', () => {
  uiTest(
    'says what to do without a folder',
    () => ({ open: '' }),
    async (_ui, bench) => {
      await bench.openReleaseView();
      await bench.page.getByText('Open the folder of a Rust + Python package').waitFor();
      await bench.screenshot('no-folder');
      await bench.command('BudTikTok: Set Up Release');
      await bench.showViews('Setup');
      await bench.page.getByText('What a release needs is shown here').waitFor();
      await bench.screenshot('setup-no-folder');
    },
  );

  uiTest(
    'says what to do without a manifest',
    (_sample, dir) => {
      writeFilesTo(path.join(dir, 'empty'), { 'README.md': '' });
      return { open: path.join(dir, 'empty') };
    },
    async (_ui, bench) => {
      await bench.openReleaseView();
      await bench.page.getByText('No package found').waitFor();
      await bench.screenshot('no-manifest');
      await bench.showViews('Checklist');
      await bench.page.getByText('is listed here once a package is open').waitFor();
    },
  );

  uiTest(
    'shows in Restricted Mode what is in the files, sends no request, and refuses to write and to run',
    () => ({ trusted: false }),
    async (ui, bench) => {
      await bench.openReleaseView();
      await bench.viewRow('14 places agree').waitFor();
      await bench.page.getByText('Restricted Mode: versions are shown').waitFor();
      await bench.screenshot('restricted-mode');
      await bench.statusBarItem('budtiktok 0.1.0').click();
      await bench.notification('This workspace is not trusted').waitFor();
      assert.equal(ui.git('status', '--porcelain'), '');

      await bench.showViews('Checklist');
      await bench.page.getByText('Restricted Mode does not run them').waitFor();
      await bench.screenshot('checklist-restricted');
      await bench.command('BudTikTok: Set Up Release');
      await bench.showViews('Setup');
      await bench.page.getByText('Restricted Mode: files are read').waitFor();
      await bench.viewRow(/^Repositorynot looked at in Restricted Mode/).waitFor();
      await bench.screenshot('setup-restricted');
    },
  );

  uiTest(
    'says why it cannot release without git',
    () => ({ settings: { 'git.enabled': false } }),
    async (_ui, bench) => {
      await bench.openReleaseView();
      await bench.page
        .locator('.part.sidebar')
        .getByText('Git is turned off by the setting git.enabled')
        .waitFor();
      await bench.screenshot('git-off');
      await bench.command('BudTikTok: Bump & Release');
      await bench.notification('Git is turned off by the setting git.enabled').waitFor();
    },
  );

  uiTest(
    'shows a broken manifest with file and line, beside the packages that are fine',
    ({ workspace }) => {
      writeFilesTo(workspace, { 'tools/pyproject.toml': '[project]\nname = "tools\n' });
      return {};
    },
    async (_ui, bench) => {
      await bench.openReleaseView();
      await bench.viewRow('tools/pyproject.toml:2').waitFor();
      await bench.viewRow('14 places agree').waitFor();
      await bench.screenshot('broken-manifest');
      await bench.viewRow('tools/pyproject.toml:2').click();
      await bench.page.locator('.tab.active', { hasText: 'pyproject.toml' }).waitFor();
    },
  );

  uiTest(
    'asks which remote to release to, and remembers it',
    ({ workspace, remote }) => {
      appendFileSync(
        path.join(workspace, '.git/config'),
        `[remote "fork"]\n\turl = ${remote}\n\tfetch = +refs/heads/*:refs/remotes/fork/*\n`,
      );
      return { env: { ...GIT_ENV } };
    },
    async (ui, bench) => {
      ui.git('branch', '--unset-upstream');
      await bench.command('BudTikTok: Preview Release');
      await bench.pick('Minor');
      await bench.quickPickRow('fork').waitFor();
      await bench.screenshot('pick-remote');
      await bench.pick('fork');
      await bench.quickPickRow('Push v0.2.0 to fork').waitFor();
      await bench.page.keyboard.press('Escape');
      await bench.command('BudTikTok: Preview Release');
      await bench.pick('Minor');
      await bench.quickPickRow('Push v0.2.0 to fork').waitFor();
      await bench.page.keyboard.press('Escape');
      assert.equal(
        ui.git('status', '--porcelain'),
        '',
        'what is remembered is no change of the repository',
      );
    },
  );
});
