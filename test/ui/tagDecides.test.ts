import * as assert from 'node:assert/strict';
import { git } from '../fixtures/git';
import { createRepository, PLACEHOLDER, SCM } from '../fixtures/repository';
import type { Sample } from '../fixtures/sample';
import { uiTest } from './support';

describe('A package whose version the tag decides, by clicking', () => {
  let own: Sample;

  uiTest(
    'is released for the first time, and then from its newest tag',
    (_sample, dir) => {
      own = createRepository(dir, 'demo', SCM);
      return { open: own.workspace };
    },
    async (_ui, bench) => {
      const head = git(own.workspace, 'rev-parse', 'HEAD');
      await bench.statusBarItem('demo').waitFor();
      await bench.openReleaseView();
      await bench.viewRow(/^demo.*version from the git tag/).waitFor();
      await bench.viewRow(/^Version sites.*git tag \(setuptools-scm\)/).waitFor();
      await bench.viewMessage('No release tag of demo is on this branch yet').waitFor();
      await bench.openFile('pyproject.toml');
      await bench.codeLens('Bump & Release…').waitFor();
      await bench.screenshot('tag-decides');
      await bench.command('BudTikTok: Bump Version');
      await bench.notification('so there is no file to change').waitFor();
      await bench.answerNotification('so there is no file to change', 'Bump & Release');
      await bench.untilTitle('demo: which version first?');
      await bench.screenshot('tag-decides-first-version');
      await bench.page.keyboard.press('Escape');
      await bench.codeLens('Bump & Release…').click();
      await bench.untilTitle('demo: which version first?');
      await bench.page.keyboard.press('Enter');
      await bench.quickPickRow('Tag v0.1.0, push the tag to origin').waitFor();
      await bench.quickPickRow('the tag decides (setuptools-scm); no file is edited').waitFor();
      await bench.screenshot('tag-decides-plan');
      await bench.pick('Tag v0.1.0, push the tag to origin');
      await bench.notification('the tag v0.1.0 is on origin').waitFor();
      assert.equal(git(own.remote, 'rev-parse', 'v0.1.0^{commit}'), head);
      await bench.statusBarItem('demo 0.1.0').waitFor();

      git(own.workspace, 'commit', '--quiet', '--allow-empty', '--message', 'feat: more');
      await bench.command('BudTikTok: Bump & Release');
      await bench.untilTitle('demo 0.1.0: which version next?');
      assert.equal(await bench.quickPickRow('as it stands').count(), 0);
      await bench.pick('Minor');
      await bench.pick('Push main, tag v0.2.0, push the tag to origin');
      await bench.notification('the tag v0.2.0 is on origin').waitFor();
      await bench.viewRow(/Release 0\.2\.0.*done/).waitFor();
      await bench.viewRow(/^demo.*0\.2\.0/).waitFor();
      await bench.screenshot('tag-decides-released');
      assert.equal(git(own.workspace, 'status', '--porcelain'), '');
    },
  );

  uiTest(
    'is asked about first of all where the files hold a placeholder',
    (_sample, dir) => {
      own = createRepository(dir, 'demo', PLACEHOLDER);
      git(own.workspace, 'tag', 'v0.4.0');
      return { open: own.workspace };
    },
    async (_ui, bench) => {
      await bench.statusBarItem('demo 0.0.0').waitFor();
      await bench.openReleaseView();
      await bench.command('BudTikTok: Bump & Release');
      await bench.untilTitle('demo: what decides its version?');
      await bench.screenshot('placeholder-question');
      await bench.pick('The tag decides: edit no file');
      await bench.untilTitle('demo 0.4.0: which version next?');
      await bench.pick('Patch');
      await bench.quickPickRow('the tag decides; no file is edited').waitFor();
      await bench.pick('Tag v0.4.1, push the tag to origin');
      await bench.notification('the tag v0.4.1 is on origin').waitFor();
      assert.equal(
        git(own.remote, 'rev-parse', 'v0.4.1^{commit}'),
        git(own.workspace, 'rev-parse', 'HEAD'),
      );
      await bench.viewRow(/^Version sites.*git tag/).waitFor();
      await bench.statusBarItem('demo 0.4.1').waitFor();
    },
  );
});
