import * as assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { writeFilesTo } from '../fixtures/files';
import { git } from '../fixtures/git';
import type { HostedSample } from '../fixtures/hostedSample';
import { hostedTest } from './support';
import type { Workbench } from './workbench';

async function signIn(bench: Workbench, { token }: HostedSample): Promise<void> {
  await bench.openReleaseView();
  await bench.page.locator('.part.sidebar').getByText('use a token').click();
  await bench.enter(token);
  await bench.notification('can see 127.0.0.1').waitFor();
  await bench.dismissNotifications();
}

describe('GitHub, by clicking', () => {
  hostedTest(
    'signs in with the session of VS Code, anew where it is refused, and not where the user declines',
    () => undefined,
    async (bench, github) => {
      const declines = async () => {
        await bench.answerDialog(
          /wants(?: you)? to sign in(?: again)? using 127\.0\.0\.1/,
          'Cancel',
        );
        await bench.untilTitle('Token for 127.0.0.1');
        await bench.page.keyboard.press('Escape');
        await bench.quickInput.waitFor({ state: 'hidden' });
      };
      const agrees = async () => {
        await bench.answerDialog(
          /wants(?: you)? to sign in(?: again)? using 127\.0\.0\.1/,
          'Allow',
        );
        const code =
          /Your Code: (\S+-\d+)/.exec((await bench.dialog('Your Code').textContent()) ?? '')?.[1] ??
          '';
        await bench.answerDialog('Your Code', 'Copy & Continue to Browser');
        github.enterCode(code);
      };
      const offer = bench.page.locator('.part.sidebar').getByText('use a token');
      await bench.openReleaseView();
      await bench.command('BudTikTok: Sign In to GitHub');
      await declines();
      await offer.waitFor();
      await bench.command('BudTikTok: Sign In to GitHub');
      await agrees();
      await bench.viewRow('No workflow runs yet').waitFor();
      await bench.screenshot('signed-in');

      github.revoke();
      await bench.command('BudTikTok: Sign In to GitHub');
      await declines();
      await bench.command('BudTikTok: Sign In to GitHub');
      await agrees();
      await bench.viewRow('No workflow runs yet').waitFor();
      await bench.screenshot('signed-in-anew');

      await bench.page.getByRole('button', { name: 'Accounts' }).first().click();
      await bench.page.getByRole('menuitem', { name: 'maintainer' }).hover();
      // A click right after the menu has opened is not heard.
      await bench.page.getByRole('menuitem', { name: 'Sign Out' }).hover();
      await bench.page.keyboard.press('Enter');
      await bench.answerDialog('maintainer', 'Sign Out');
      await offer.waitFor();
      assert.equal(
        await bench.page.locator('.notifications-toasts .notification-toast').count(),
        0,
        'nobody is told what they did themselves',
      );
    },
  );

  hostedTest(
    'signs in with a token, tries a publication on TestPyPI, and stops it',
    () => undefined,
    async (bench, github, sample) => {
      await bench.statusBarItem('budtiktok 0.1.0').waitFor();
      await signIn(bench, sample);
      await bench.viewRow('No workflow runs yet').waitFor();
      assert.ok(
        !JSON.stringify(github.requests.map(({ headers }) => headers)).includes(sample.token),
      );

      await bench.command('BudTikTok: Test Publish to TestPyPI');
      await bench.notification('has started on main').waitFor();
      const [run] = github.repository().runs;
      assert.deepEqual(github.requests.filter(({ method }) => method === 'POST').at(-1)?.body, {
        ref: 'main',
        inputs: { publish: 'no' },
      });
      await bench.viewRow('python-release #1').waitFor();
      await bench.dismissNotifications();
      await bench.screenshot('runs-dispatched');

      await bench.command('BudTikTok: Cancel Run');
      await bench.answerDialog('Cancel Build and Publish Python Package #1?', 'Cancel Run');
      await bench.viewRow(/python-release #1.*cancelled/).waitFor();
      assert.equal(github.state(run!.id).conclusion, 'cancelled');
    },
  );

  hostedTest(
    'runs a workflow with inputs that are asked for',
    () => undefined,
    async (bench, github, sample) => {
      await bench.statusBarItem('budtiktok 0.1.0').waitFor();
      await signIn(bench, sample);
      await bench.command('BudTikTok: Run Release Workflow…');
      await bench.quickPickRow('main').waitFor();
      await bench.pick('main');
      await bench.quickPickRow('no').waitFor();
      await bench.screenshot('workflow-input');
      await bench.pick('yes');
      await bench.dialog('Run "Build and Publish Python Package" on main?').waitFor();
      assert.match((await bench.dialog('publish = yes').textContent()) ?? '', /publish = yes/);
      await bench.answerDialog('Run "Build and Publish Python Package" on main?', 'Run Workflow');
      await bench.notification('has started on main').waitFor();
      assert.equal(github.repository().runs.length, 1);
      await bench.viewRow('0 of 7').waitFor();
    },
  );

  hostedTest(
    'waits for an approval and gives it, and explains a failure',
    sample => {
      sample.github.addEnvironment({ name: 'pypi', reviewers: ['maintainer'] });
      git(sample.workspace, 'tag', '--annotate', 'v0.1.0', '--message', 'Release v0.1.0');
      git(sample.workspace, 'push', '--quiet', 'origin', 'refs/tags/v0.1.0');
    },
    async (bench, github, sample) => {
      await bench.statusBarItem('budtiktok 0.1.0').waitFor();
      await signIn(bench, sample);
      await bench.command('BudTikTok: Publish GitHub Release…');
      await bench.codeLens('Publish v0.1.0').click();
      await bench.notification('The Release v0.1.0 is published').waitFor();
      await bench.dismissNotifications();
      await bench.viewRow('0 of 7').waitFor();
      const run = github.repository().runs.find(({ event }) => event === 'release')!;
      github.finish(run.id);
      await bench.viewRow(/python-release #1.*waits for an approval/).waitFor();
      await bench.screenshot('runs-waiting');

      await bench.command('BudTikTok: Approve Deployment…');
      await bench.answerDialog('use the environment pypi?', 'Approve');
      await bench.viewRow('6 of 7').waitFor();
      github.advance(run.id, 'Publish to PyPI', {
        conclusion: 'failure',
        step: { name: 'Publish to PyPI' },
        log: [
          '💥 maturin failed',
          '  Caused by: Failed to upload "budtiktok-0.1.0.tar.gz"',
          'HTTPError: 403 Forbidden from https://upload.pypi.org/legacy/',
          'Invalid or non-existent authentication information. See https://pypi.org/help/#invalid-auth for more information.',
        ],
      });
      await bench.notification(/failed: Publish to PyPI/).waitFor({ timeout: 60_000 });
      await bench.answerNotification(/failed: Publish to PyPI/, 'Explain Failure');
      await bench.page.locator('.tab.active', { hasText: 'Publish to PyPI.log' }).waitFor();
      await bench.notification(/Publish to PyPI: .*token/i).waitFor();
      await bench.screenshot('explained-failure');
    },
  );

  hostedTest(
    'shows the state of CI on the commit, and lets what is red be released anyway',
    ({ workspace, github }) => {
      writeFilesTo(workspace, {
        '.vscode/settings.json': JSON.stringify({ 'budtiktok.release.ci': 'block' }),
      });
      git(workspace, 'add', '--force', '.vscode');
      git(workspace, 'commit', '--quiet', '--message', 'chore: settings');
      git(workspace, 'push', '--quiet', 'origin', 'main');
      github.addCheck(git(workspace, 'rev-parse', 'HEAD'), 'test (3.12)', 'failure');
    },
    async (bench, github, sample) => {
      await bench.statusBarItem('budtiktok 0.1.0').waitFor();
      await bench.command('BudTikTok: Preview Release');
      await bench.pick('Minor');
      await bench
        .quickPickRow(/CI on the commit.*warning: Not asked: no account is signed in/)
        .waitFor();
      await bench.page.keyboard.press('Escape');

      await signIn(bench, sample);
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench
        .quickPickRow(/Release 0\.2\.0 anyway, without .*PYPI_API_TOKEN/)
        .or(bench.quickPickRow(/Setup.*blocks: .*PYPI_API_TOKEN: missing/))
        .first()
        .waitFor();
      await bench.screenshot('plan-setup');
      await bench.page.keyboard.press('Escape');
      github.addEnvironment({ name: 'pypi' });
      for (const name of ['PYPI_API_TOKEN', 'TEST_PYPI_API_TOKEN']) github.addSecret(name, 'x');

      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench.quickPickRow(/Not possible yet: Failed on [0-9a-f]{7}: test \(3\.12\)/).waitFor();
      await bench.screenshot('plan-ci');
      await bench.pick('Release 0.2.0 anyway…');
      await bench.answerDialog('Release budtiktok 0.2.0 anyway?', 'Release Anyway');
      await bench.quickPickRow(/CI on the commit.*warning: released anyway: Failed on/).waitFor();
      await bench.page.keyboard.press('Escape');

      github.addStatus(git(sample.workspace, 'rev-parse', 'HEAD'), 'jenkins', 'pending');
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench.quickPickRow('Not possible yet: Failed on').waitFor();
      assert.equal(
        git(sample.workspace, 'tag', '-l', 'v0.2.0'),
        '',
        'what was decided held for that plan only',
      );
    },
  );

  hostedTest(
    'blocks what no workflow would publish, before anything is pushed',
    sample => {
      const file = path.join(sample.workspace, '.github/workflows/python-release.yml');
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace(
          /on:[\s\S]*?\njobs/,
          'on:\n  push:\n    tags: ["release-*"]\njobs',
        ),
      );
      git(sample.workspace, 'commit', '--quiet', '--all', '--message', 'ci: build on tags');
      git(sample.workspace, 'push', '--quiet', 'origin', 'main');
    },
    async bench => {
      await bench.statusBarItem('budtiktok 0.1.0').waitFor();
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench.quickPickRow('Not possible yet: No workflow would publish v0.2.0').waitFor();
      await bench.screenshot('plan-no-workflow');
    },
  );
});
