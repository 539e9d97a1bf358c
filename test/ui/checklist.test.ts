import * as assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import * as path from 'node:path';
import { writeFilesTo } from '../fixtures/files';
import { git } from '../fixtures/git';
import { SAMPLE_VERSION_FILES, type Sample } from '../fixtures/sample';
import { STATIC } from '../fixtures/shapes';
import { uiTest } from './support';
import type { Workbench } from './workbench';

/** Adds files to the sample, and commits and pushes them. */
function add({ workspace }: Sample, files: Readonly<Record<string, string>>): void {
  writeFilesTo(workspace, files);
  git(workspace, 'add', '--all', '--force');
  git(workspace, 'commit', '--quiet', '--message', 'docs: a changelog, and tests');
  git(workspace, 'push', '--quiet');
}

async function openChecklist(bench: Workbench): Promise<void> {
  await bench.openReleaseView();
  await bench.showViews('Checklist');
  await bench.viewRow('Version sites').waitFor();
}

describe('The checklist, by clicking', () => {
  uiTest(
    'shows every item with its state, runs what a machine can answer, and keeps what is ticked by hand',
    sample => {
      add(sample, {
        'CHANGELOG.md': '# Changelog\n\n## [Unreleased]\n\n- Batches.\n',
        'crates/budtiktok-python/tests/test_encode.py': 'def test_encode():\n    pass\n',
      });
      return {
        settings: {
          'budtiktok.checklist.required': ['cargoTest', 'pythonTests', 'documentation', 'miri'],
          'budtiktok.checklist.commands': {
            cargoTest: 'echo test result: ok. 12 passed',
            pythonTests: 'echo 1 failed, 3 passed; exit 1',
          },
          'budtiktok.checklist.items': [
            { title: 'Miri passes', id: 'miri', command: 'echo no undefined behaviour' },
            { title: 'Fuzzing finds nothing', id: 'fuzz', command: 'sleep 600' },
            'The team was asked',
            { id: 'wrong' },
          ],
        },
      };
    },
    async (ui, bench) => {
      await openChecklist(bench);
      await bench.viewRow(/Rust tests.*not answered · required/).waitFor();
      await bench
        .viewRow(/Changelog.*with the release: what is listed as unreleased becomes its section/)
        .waitFor();
      await bench.viewRow(/Item 4 of the checklist has no title/).waitFor();
      await bench.page
        .locator('.part.sidebar .pane-header', { hasText: 'for the next release' })
        .waitFor();
      await bench.screenshot('checklist-open');

      await bench.rowAction('Miri passes', 'Run Checklist Item');
      await bench.notification('Miri passes: passed').waitFor();
      appendFileSync(ui.file('crates/budtiktok-core/src/lib.rs'), '// more\n');
      await bench.command('BudTikTok: Refresh Checklist');
      await bench.viewRow(/Miri passes.*stale: files have changed since/).waitFor();
      await bench.dismissNotifications();

      await bench.rowAction('Rust tests', 'Run Checklist Item');
      await bench.viewRow(/Rust tests.*passed · required · just now/).waitFor();
      await bench.rowAction('Python tests', 'Run Checklist Item');
      await bench
        .notification('"echo 1 failed, 3 passed; exit 1" failed with exit code 1')
        .waitFor();
      await bench.viewRow(/Python tests.*failed/).waitFor();
      await bench.screenshot('checklist-failed');
      await bench.dismissNotifications();
      await bench.rowAction('Documentation', 'Mark Checklist Item as Passed');
      await bench.viewRow(/Documentation.*passed · required · just now · Maintainer/).waitFor();
      await bench.rowAction('Benchmarks', 'Mark Checklist Item as Failed');
      await bench.viewRow(/Benchmarks.*failed/).waitFor();
      await bench.rowAction('Fuzzing finds nothing', 'Run Checklist Item');
      await bench.viewRow(/Fuzzing finds nothing.*running/).waitFor();
      await bench.viewRow(/Documentation/).hover();
      await bench.page
        .getByText('Passed by Maintainer <maintainer@example.invalid> on')
        .first()
        .waitFor();
      await bench.screenshot('checklist-who');
      for (const [width, name] of [
        [220, 'checklist-narrow'],
        [420, 'checklist'],
      ] as const) {
        await bench.resizeSideBar(width);
        // The size of a terminal is shown for a moment.
        await bench.page
          .locator('.terminal-resize-overlay.visible')
          .first()
          .waitFor({ state: 'detached' });
        await bench.screenshot(name);
      }

      await bench.command('BudTikTok: Clear Checklist Answer');
      await bench.quickPickRow('Benchmarks').waitFor();
      await bench.screenshot('checklist-pick');
      await bench.pick('Benchmarks');
      await bench.viewRow(/Benchmarks.*not answered/).waitFor();
      assert.equal(ui.git('status', '--porcelain'), ' M crates/budtiktok-core/src/lib.rs');
    },
  );

  uiTest(
    'runs all that a machine can answer, and says once how it went',
    () => ({
      settings: { 'budtiktok.checklist.commands': { cargoTest: 'echo fine', smokeTest: 'exit 1' } },
    }),
    async (_ui, bench) => {
      await openChecklist(bench);
      await bench.command('BudTikTok: Run Release Checklist');
      await bench
        .notification(
          'Checklist of budtiktok: 1 of 2 passed. Failed: Smoke test. For you to answer: Documentation, Benchmarks.',
        )
        .waitFor();
      await bench.viewRow(/Smoke test.*failed/).waitFor();
      await bench.screenshot('checklist-run');
    },
  );

  uiTest(
    'keeps a plan from being confirmed, and lets it go on anyway once what is open was seen',
    () => ({
      settings: { 'budtiktok.checklist.required': ['cargoTest', 'documentation'] },
    }),
    async (ui, bench) => {
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench
        .quickPickRow(
          'Not possible yet: Required: Rust tests (not answered), Documentation (not answered)',
        )
        .waitFor();
      await bench.quickPickRow('Release 0.2.0 anyway…').waitFor();
      await bench.screenshot('plan-checklist');

      // The row of the check leads to the view.
      await bench.pick(/Checklist.*blocks: Required/);
      await bench.viewRow(/Documentation.*not answered · required/).waitFor();
      await bench.rowAction('Documentation', 'Mark Checklist Item as Passed');
      await bench.viewRow(/Documentation.*passed/).waitFor();

      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench.quickPickRow('Not possible yet: Required: Rust tests (not answered)').waitFor();
      await bench.pick('Release 0.2.0 anyway…');
      await bench.dialog('Release budtiktok 0.2.0 anyway?').waitFor();
      await bench.screenshot('release-anyway');
      await bench.answerDialog('Release budtiktok 0.2.0 anyway?', 'Cancel');
      await bench.quickPickRow('Not possible yet: Required').waitFor();
      await bench.pick('Release 0.2.0 anyway…');
      await bench.answerDialog('Release budtiktok 0.2.0 anyway?', 'Release Anyway');
      await bench
        .quickPickRow(/Checklist.*warning: released anyway: Required: Rust tests \(not answered\)/)
        .waitFor();
      await bench.screenshot('plan-overridden');
      await bench.pick('Set versions, set locks, commit');
      await bench.notification('the tag v0.2.0 is on origin').waitFor();
      assert.deepEqual(
        ui.onRemote('diff-tree', '--no-commit-id', '--name-only', '-r', 'v0.2.0').split('\n'),
        SAMPLE_VERSION_FILES,
      );
      await bench.viewRow(/Documentation.*not answered · required/).waitFor();
    },
  );

  uiTest(
    'is kept for each of several packages',
    ({ workspace }) => {
      writeFilesTo(path.join(workspace, 'tools'), STATIC);
      return { settings: { 'budtiktok.checklist.items': ['The team was asked'] } };
    },
    async (_ui, bench) => {
      await bench.openReleaseView();
      await bench.showViews('Checklist');
      await bench.viewRow(/demo.*for the next release/).waitFor();
      await bench.screenshot('checklist-packages');
    },
  );
});
