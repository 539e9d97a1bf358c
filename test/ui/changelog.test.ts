import * as assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { git } from '../fixtures/git';
import type { Sample } from '../fixtures/sample';
import { uiTest, type UiBench } from './support';

const HISTORY = '## [0.0.1] - 2025-12-24\n\n- First release\n';

/** Gives the sample a changelog that it keeps. */
function keep({ workspace }: Sample, unreleased: string): Record<string, never> {
  writeFileSync(
    path.join(workspace, 'CHANGELOG.md'),
    `# Changelog\n\n## [Unreleased]\n\n${unreleased}${HISTORY}`,
  );
  git(workspace, 'add', 'CHANGELOG.md');
  git(workspace, 'commit', '--quiet', '--message', 'docs: changelog');
  git(workspace, 'push', '--quiet', 'origin', 'main');
  return {};
}

const pkg = (ui: UiBench) =>
  ui.onRemote('show', 'v0.2.0:CHANGELOG.md').replace(/\d{4}-\d{2}-\d{2}$/m, 'DATE');

describe('The changelog, by clicking', () => {
  uiTest(
    'is promoted with the release',
    sample => keep(sample, '### Added\n\n- `encode_batch`\n\n'),
    async (ui, bench) => {
      await bench.statusBarItem('budtiktok 0.1.0').waitFor();
      await bench.openReleaseView();
      await bench.viewRow('2 of 7, not released').waitFor();
      await bench.viewRow(/^Changelog/).waitFor();
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench
        .quickPickRow(
          'Set versions, set locks, write changelog, commit, push main, tag v0.2.0, push the tag to origin',
        )
        .waitFor();
      await bench.quickPickRow('6 files; 10 crates move').waitFor();
      await bench.quickPickRow('Promote Unreleased to 0.2.0 in CHANGELOG.md').waitFor();
      await bench.screenshot('plan-changelog');
      await bench.pick('write changelog');
      await bench.notification('the tag v0.2.0 is on origin').waitFor();
      await bench.viewRow(/Release 0\.2\.0.*done/).waitFor();
      await bench.viewRow('0.2.0 is in CHANGELOG.md').waitFor();
      await bench.screenshot('released-changelog');
      assert.equal(
        pkg(ui),
        `# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - DATE\n\n### Added\n\n- \`encode_batch\`\n\n${HISTORY.trimEnd()}`,
      );
    },
  );

  uiTest(
    'gets an entry that is proposed, edited and accepted',
    sample => keep(sample, ''),
    async (ui, bench) => {
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench.quickPickRow('Write the changelog entry…').waitFor();
      assert.equal(
        await bench.quickPickRow('Release 0.2.0').count(),
        0,
        'it cannot be confirmed yet',
      );
      await bench.screenshot('plan-changelog-undecided');
      await bench.pick('Write the changelog entry…');
      await bench.codeLens('Use this entry for 0.2.0').waitFor();
      await bench.typeAtEnd('\n- Written by hand');
      await bench.screenshot('changelog-entry');
      assert.equal(ui.git('status', '--porcelain'), '', 'nothing has been touched yet');

      await bench.codeLens('Use this entry for 0.2.0').click();
      await bench.quickPickRow('Add a section for 0.2.0 to CHANGELOG.md').waitFor();
      await bench.quickPickRow('6 files; 10 crates move').waitFor();
      await bench.screenshot('plan-changelog-entry');
      await bench.pick('write changelog');
      await bench.notification('the tag v0.2.0 is on origin').waitFor();
      const entry =
        '### Added\n\n- core: count tokens without allocating\n- python: Tokenizer.encode_batch\n\n### Fixed\n\n- cli: read standard input to its end\n- Written by hand';
      assert.equal(
        pkg(ui),
        `# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - DATE\n\n${entry}\n\n${HISTORY.trimEnd()}`,
      );
      assert.equal(await bench.page.locator('.tab', { hasText: 'changelog entry' }).count(), 0);
    },
  );

  uiTest(
    'is left as it is where that is wanted, and keeps what was written until then',
    sample => keep(sample, ''),
    async (ui, bench) => {
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench.pick('Write the changelog entry…');
      await bench.codeLens('Use this entry for 0.2.0').waitFor();
      await bench.typeAtEnd('\n- Kept');
      await bench.codeLens('Use this entry for 0.2.0').click();
      await bench.quickPickRow('write changelog').waitFor();
      await bench.page.keyboard.press('Escape');

      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench.pick('Write the changelog entry…');
      await bench.page.locator('.view-line', { hasText: 'Kept' }).first().waitFor();
      await bench.codeLens('Leave the changelog as it is').click();
      await bench.quickPickRow(/Changelog.*CHANGELOG\.md is left as it is/).waitFor();
      await bench.pick('Set versions, set locks, commit');
      await bench.notification('the tag v0.2.0 is on origin').waitFor();
      assert.equal(
        pkg(ui),
        `# Changelog\n\n## [Unreleased]\n\n${HISTORY.trimEnd().replace(/\d{4}-\d{2}-\d{2}$/m, 'DATE')}`,
      );
    },
  );
});
