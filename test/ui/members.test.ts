import * as assert from 'node:assert/strict';
import { git } from '../fixtures/git';
import { writeFilesTo } from '../fixtures/files';
import { THREE_DISTRIBUTIONS, TWO_SERIES, TWO_SERIES_TAGS } from '../fixtures/releaseShapes';
import { createRepository } from '../fixtures/repository';
import type { Sample } from '../fixtures/sample';
import { uiTest } from './support';

describe('A release of several distributions, by clicking', () => {
  let own: Sample;

  uiTest(
    'is one row, one plan and one tag',
    (_sample, dir) => {
      own = createRepository(dir, 'three', THREE_DISTRIBUTIONS);
      return { open: own.workspace };
    },
    async (_ui, bench) => {
      await bench.openReleaseView();
      await bench.viewRow(/^alpha.*1\.4\.0 with beta, gamma/).waitFor();
      await bench.viewRow(/^Version sites.*1 place holds 1\.4\.0/).waitFor();
      await bench.screenshot('members-view');
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench.quickPickRow('One release of 3 distributions').waitFor();
      await bench.quickPickRow('Set 1 version site to 1.5.0; 3 crates move').waitFor();
      await bench.screenshot('members-plan');
      await bench.pick('Set versions, commit, push main');
      await bench.notification('the tag v1.5.0 is on origin').waitFor();
      await bench.viewRow(/Release 1\.5\.0/).waitFor();
      await bench.dismissNotifications();
      await bench.resizeSideBar(200);
      await bench.screenshot('members-narrow');
      assert.equal(git(own.remote, 'tag', '--list'), 'v1.5.0');

      await bench.command('BudTikTok: Yank');
      await bench.untilTitle('Withdraw alpha 1.5.0');
      await bench.screenshot('yank');
      await bench.page.keyboard.press('Escape');
      await bench.command('BudTikTok: Next Development Version');
      await bench.notification('held no development version').waitFor();
      await bench.screenshot('next-development');
    },
  );

  uiTest(
    'asks once what is released together, and releases two versions from one commit',
    (_sample, dir) => {
      own = createRepository(dir, 'two', TWO_SERIES);
      for (const tag of TWO_SERIES_TAGS) git(own.workspace, 'tag', tag);
      git(own.workspace, 'push', '--quiet', 'origin', '--tags');
      git(own.workspace, 'commit', '--quiet', '--allow-empty', '--message', 'feat: more');
      writeFilesTo(own.workspace, { 'beta/src/lib.rs': '// more\n' });
      git(own.workspace, 'add', '--all');
      git(own.workspace, 'commit', '--quiet', '--message', 'fix: beta');
      git(own.workspace, 'push', '--quiet', 'origin', 'main');
      return { open: own.workspace };
    },
    async (_ui, bench) => {
      await bench.openReleaseView();
      await bench.viewRow(/^alpha/).waitFor();
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick(/^alpha/);
      await bench.pick('Minor');
      await bench.untilTitle('What is released together with alpha?');
      await bench.screenshot('members-question');
      await bench.page.keyboard.press('Enter');
      await bench.untilTitle('Which of them are released this time?');
      await bench.quickPickRow('1 commit since beta-v0.3.2').waitFor();
      await bench.screenshot('members-this-time');
      await bench.page.keyboard.press('Enter');
      await bench.pick('Patch');
      await bench.quickPickRow('Release alpha 1.5.0, beta 0.3.3').waitFor();
      await bench.screenshot('members-own-plan');
      await bench.pick('Set versions, commit, push main');
      await bench.notification('the tags alpha-v1.5.0, beta-v0.3.3 are on origin').waitFor();
      await bench.viewRow(/Release 0\.3\.3/).waitFor();
      await bench.screenshot('members-own-released');
      assert.deepEqual(git(own.remote, 'tag', '--list', '--points-at', 'main').split('\n').sort(), [
        'alpha-v1.5.0',
        'beta-v0.3.3',
      ]);
    },
  );
});
