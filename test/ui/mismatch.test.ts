import * as assert from 'node:assert/strict';
import { agreementOf } from './versions';
import { uiTest } from './support';

describe('A version mismatch, as it is seen', () => {
  uiTest(
    'leads from the view to the version, shows in status bar, Problems and view while it is typed, and is fixed from there',
    undefined,
    async (ui, bench) => {
      await bench.openReleaseView();
      await bench.viewRow('14 places agree').waitFor();
      await bench.viewRow('pyproject.toml').click();
      await bench.page.locator('.tab.active', { hasText: 'pyproject.toml' }).waitFor();
      await bench.statusBarItem(/Ln 7, Col \d+ \(5 selected\)/).waitFor();
      await bench.replaceInEditor('version = "0.1.0"', 'version = "0.2.0"');
      await bench.statusBarItem('pyproject 0.2.0 ≠ Cargo 0.1.0').waitFor();
      await bench.viewRow('12 of 14 differ from 0.2.0').waitFor();
      await bench.page.keyboard.press('ControlOrMeta+Shift+m');
      await bench.page
        .getByText('budtiktok is 0.2.0 here and 0.1.0 in 12 other places, such as Cargo.')
        .first()
        .waitFor();
      await bench.screenshot('mismatch');

      await bench.replaceInEditor('version = "0.2.0"', 'version = "0.1.0"');
      await bench.statusBarItem('budtiktok 0.1.0').waitFor();
      await bench.viewRow('14 places agree').waitFor();
      await bench.page.getByText('No problems have been detected').waitFor();

      await bench.replaceInEditor('version = "0.1.0"', 'version = "0.2.0"');
      await bench.page.keyboard.press('ControlOrMeta+s');
      await bench.statusBarItem('pyproject 0.2.0 ≠ Cargo 0.1.0').click();
      await bench.quickPickRow(/0\.2\.0.*in crates\/budtiktok-python\/pyproject\.toml/).waitFor();
      await bench.screenshot('fix-mismatch');
      await bench.pick(/0\.2\.0.*in crates/);
      await bench.pick('Writes the files and commits nothing');
      await bench.notification('All version sites of budtiktok say 0.2.0').waitFor();
      await bench.statusBarItem('budtiktok 0.2.0').waitFor();
      assert.deepEqual(await agreementOf(ui.sample.workspace), ['0.2.0', 0]);

      // A message holds text of the repository: VS Code would make a link that runs a command of it.
      await bench.dismissNotifications();
      const link = '[click](command:workbench.action.closeSidebar)';
      ui.git('remote', 'set-url', 'origin', `https://example.invalid/a/b/${link}`);
      await bench.command('BudTikTok: Run Release Workflow…');
      const message = bench.notification('is not on GitHub');
      await message.getByText('command:workbench.action.closeSidebar').first().waitFor();
      assert.equal(await message.locator('.notification-list-item-message a').count(), 0);
    },
  );
});
