import * as assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { writeFilesTo } from '../fixtures/files';
import { git } from '../fixtures/git';
import type { Sample } from '../fixtures/sample';
import { has } from '../harness/toolchain';
import { uiTest, type UiBench } from './support';

/** Commits a change of the sample and brings it to the remote, and leaves nothing open but the version. */
function commit({ workspace }: Sample, message: string): void {
  git(workspace, 'add', '--all');
  git(workspace, 'commit', '--quiet', '-m', message);
  git(workspace, 'push', '--quiet');
}

function replaceIn({ workspace }: Sample, name: string, was: string, is: string): void {
  const file = `${workspace}/${name}`;
  const text = readFileSync(file, 'utf8');
  assert.ok(text.includes(was));
  writeFileSync(file, text.replace(was, is));
}

function answersIn(ui: UiBench): Record<string, string> {
  const settings = JSON.parse(readFileSync(ui.file('.vscode/settings.json'), 'utf8')) as {
    'budtiktok.packages': { budtiktok: { answers: Record<string, string> } };
  };
  return settings['budtiktok.packages'].budtiktok.answers;
}

describe('Questions before a release, as they are asked', () => {
  uiTest(
    'asks about a crate that is counted apart once, and plans by the answer',
    sample => {
      replaceIn(
        sample,
        'crates/budtiktok-python/pyproject.toml',
        'version = "0.1.0"',
        'version = "0.3.1"',
      );
      replaceIn(sample, 'crates/budtiktok-python/python/budtiktok/__init__.py', '0.1.0', '0.3.1');
      commit(sample, 'Python counts by itself');
      return {};
    },
    async (ui, bench) => {
      await bench.openReleaseView();
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Patch');
      await bench.untilTitle('budtiktok: a question before 0.3.2');
      await bench.quickPickRow('It has a version of its own: leave it').waitFor();
      await bench.screenshot('question');
      await bench.pick('It has a version of its own: leave it');
      await bench.quickPickRow('Set 2 version sites to 0.3.2').waitFor();
      await bench.screenshot('question-answered');
      assert.deepEqual(answersIn(ui), { crate: 'separate' });
      await bench.page.keyboard.press('Escape');

      await bench.command('BudTikTok: Preview Release');
      await bench.pick('Minor');
      await bench.quickPickRow('Set 2 version sites to 0.4.0').waitFor();
    },
  );

  uiTest(
    'offers the lines that hold the version in one list, and moves those that are marked',
    sample => {
      writeFilesTo(sample.workspace, {
        'crates/budtiktok-core/src/version.rs':
          '/// As it is built.\npub const VERSION: &str = "0.1.0";\n',
        'docs/index.md': '# BudTikTok\n\nThis page is about version 0.1.0.\n',
        'docs/history.md': 'Version 0.1.0 was the first.\n',
      });
      commit(sample, 'Version in code and documents');
      return {};
    },
    async (ui, bench) => {
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench.untilTitle('0.1.0 is also in these lines. Which of them move with the version?');
      await bench.quickPickRow('crates/budtiktok-core/src/version.rs:2').waitFor();
      await bench.quickPickRow('docs/index.md:3').waitFor();
      await bench
        .quickPickRow('crates/budtiktok-core/src/version.rs:2')
        .locator('[role=checkbox], .quick-input-list-checkbox')
        .first()
        .click();
      await bench.screenshot('constants');
      await bench.quickInput.locator('.monaco-button', { hasText: 'OK' }).click();
      await bench.quickPickRow('Set 4 version sites to 0.2.0; 10 crates move').waitFor();
      await bench.screenshot('constants-in-plan');
      assert.deepEqual(Object.values(answersIn(ui)).sort(), ['keep', 'move']);
      await bench.pick('Set versions, set locks, commit');
      await bench.notification('the tag v0.2.0 is on origin').waitFor();
      assert.match(
        ui.onRemote('show', 'v0.2.0:crates/budtiktok-core/src/version.rs'),
        /VERSION: &str = "0\.2\.0"/,
      );
      assert.match(ui.onRemote('show', 'v0.2.0:docs/index.md'), /about version 0\.1\.0/);
    },
  );

  if (has('cargo')) {
    uiTest(
      'verifies versions, and names the lock that is out of date',
      undefined,
      async (ui, bench) => {
        await bench.statusBarItem('budtiktok 0.1.0').waitFor();
        await bench.command('BudTikTok: Verify Versions');
        await bench.notification('budtiktok: 14 places say 0.1.0; 2 locks agree.').waitFor();
        await bench.screenshot('verified');
        await bench.dismissNotifications();
        replaceIn(
          ui.sample,
          'Cargo.lock',
          'name = "budtiktok-core"\nversion = "0.1.0"',
          'name = "budtiktok-core"\nversion = "0.0.9"',
        );
        await bench.statusBarItem('≠').waitFor();
        await bench.command('BudTikTok: Verify Versions');
        await bench.notification(/not everything agrees: Cargo\.lock:\d+/).waitFor();
        await bench.screenshot('verify-stale-lock');
      },
    );
  }
});
