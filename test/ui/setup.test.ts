import * as assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { git } from '../fixtures/git';
import type { HostedSample } from '../fixtures/hostedSample';
import { releaseWorkflowTemplate } from '../../src/github/workflows/template';
import { hostedTest, uiTest } from './support';
import type { Workbench } from './workbench';

const WORKFLOW = '.github/workflows/python-release.yml';

/** Signs in with a token, as the menu of the row offers it. */
async function signIn(bench: Workbench, { token }: HostedSample): Promise<void> {
  await bench.viewRow(/^Sign-innot signed in/).waitFor();
  await bench.command('BudTikTok: Use a GitHub Token…');
  await bench.enter(token);
  await bench.viewRow(/^GitHubin order/).waitFor();
}

function editWorkflow({ workspace }: HostedSample, edit: (text: string) => string): void {
  const file = path.join(workspace, WORKFLOW);
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
  git(workspace, 'commit', '--quiet', '--all', '--message', 'ci: release workflow');
  git(workspace, 'push', '--quiet', 'origin', 'main');
}

describe('The setup of a release, by clicking', () => {
  hostedTest(
    'shows what is missing, and sets a secret',
    ({ github }) => {
      github.addEnvironment({ name: 'pypi', reviewers: ['maintainer'], admits: ['main'] });
      github.addSecret('TEST_PYPI_API_TOKEN', 'pypi-test');
    },
    async (bench, github, sample) => {
      assert.equal(github.requests.length, 0, 'nothing is asked before anybody looks');
      await bench.command('BudTikTok: Set Up Release');
      await bench.showViews('Setup');
      await signIn(bench, sample);
      await bench.viewRow(/^PYPI_API_TOKENmissing/).waitFor();
      await bench.viewRow(/Environment pypidoes not let in the tag v0\.1\.0/).waitFor();
      await bench.screenshot('setup-problems');
      await bench.resizeSideBar(240);
      await bench.screenshot('setup-problems-narrow');
      await bench.resizeSideBar(420);

      await bench.rowAction(/^PYPI_API_TOKENmissing/, 'Set Secret…');
      await bench.quickPickRow('Environment pypi').waitFor();
      await bench.screenshot('setup-secret-place');
      await bench.pick('Repository');
      await bench.quickInput.locator('input[type=password]').fill('npm_something');
      await bench.page.getByText('start with "pypi-"').waitFor();
      await bench.screenshot('setup-secret-value');
      await bench.enter(' pypi-AgEIcHlwaS5vcmc ');
      await bench.dialog('Set the secret PYPI_API_TOKEN of 127.0.0.1').waitFor();
      await bench.screenshot('setup-secret-confirm');
      await bench.answerDialog('Set the secret PYPI_API_TOKEN', 'Set Secret');
      await bench.notification(/^(?!Setting).*The secret PYPI_API_TOKEN of .* is set/).waitFor();
      await bench.viewRow(/^PYPI_API_TOKENof the repository/).waitFor();
      await bench.screenshot('setup-secret-set');
      assert.equal(github.secret('PYPI_API_TOKEN'), 'pypi-AgEIcHlwaS5vcmc');
      assert.ok(!JSON.stringify(github.requests).includes('AgEIcHlwaS5vcmc'));
    },
  );

  hostedTest(
    'is in order',
    sample => {
      const { github } = sample;
      editWorkflow(sample, text => text.replaceAll('--skip-existing ', ''));
      github.addEnvironment({ name: 'pypi', reviewers: ['maintainer'] });
      github.addSecret('PYPI_API_TOKEN', 'pypi-a', { environment: 'pypi' });
      github.addSecret('TEST_PYPI_API_TOKEN', 'pypi-b');
      sample.publish('0.0.1');
    },
    async (bench, _github, sample) => {
      await bench.command('BudTikTok: Set Up Release');
      await bench.showViews('Setup');
      await signIn(bench, sample);
      for (const group of ['GitHub', 'Workflow', 'Publishing'])
        await bench.viewRow(new RegExp(`^${group}in order`)).waitFor();
      await bench.screenshot('setup-green-folded');
      for (const group of ['This Computer', 'Publishing', 'Workflow', 'GitHub'])
        await bench.viewRow(new RegExp(`^${group}(?:in order|without)`)).click();
      await bench.viewRow(/PYPI_API_TOKENof the environment pypi/).waitFor();
      await bench.screenshot('setup-green');
      await bench.viewRow(/Startswhen a Release is published/).click();
      await bench.page.locator('.tab.active', { hasText: 'python-release.yml' }).waitFor();
    },
  );

  hostedTest(
    'creates a release workflow, shown as a difference and never over another file',
    ({ workspace }) => {
      git(workspace, 'rm', '--quiet', WORKFLOW);
      git(workspace, 'commit', '--quiet', '--message', 'ci: no release workflow');
      git(workspace, 'push', '--quiet', 'origin', 'main');
    },
    async (bench, _github, { workspace }) => {
      const file = path.join(workspace, WORKFLOW);
      await bench.command('BudTikTok: Bump & Release');
      await bench.pick('Minor');
      await bench
        .quickPickRow('Not possible yet: No workflow publishes to a package index')
        .waitFor();
      await bench.pick(/Publishing workflow.*blocks/);
      await bench.untilTitle('How does the workflow of budtiktok sign in to PyPI?');
      await bench.page.keyboard.press('Escape');

      await bench.command('BudTikTok: Set Up Release');
      await bench.showViews('Setup');
      await bench.rowAction('No workflow publishes to a package index', 'Create Release Workflow…');
      await bench.pick('API token');
      await bench.pick(/Wheels to PyPI(?! and)/);
      await bench.notification('python-release.yml is a proposal').waitFor();
      await bench.page
        .locator('.monaco-diff-editor')
        .getByText('Build and publish Python package')
        .first()
        .waitFor();
      await bench.screenshot('setup-new-workflow');
      assert.ok(!existsSync(file), 'nothing is written before it is confirmed');
      await bench.answerNotification('python-release.yml is a proposal', 'Create File');
      await bench.notification('python-release.yml was written').waitFor();
      await bench.screenshot('setup-workflow-created');
      assert.equal(git(workspace, 'status', '--porcelain'), `?? ${WORKFLOW}`);
      assert.match(readFileSync(file, 'utf8'), /working-directory: crates\/budtiktok-python/);
      await bench.viewRow(/^Workflowin order/).waitFor();

      await bench.dismissNotifications();
      await bench.command('BudTikTok: Create Release Workflow…');
      await bench.pick('Trusted publishing');
      await bench.pick(/Wheels to PyPI(?! and)/);
      await bench.untilTitle('Name of the workflow file');
      await bench.page.keyboard.press('Enter');
      await bench.notification('python-release.yml publishes already').waitFor();
      await bench.screenshot('setup-second-workflow');
      assert.equal(git(workspace, 'status', '--porcelain'), `?? ${WORKFLOW}`);
    },
  );

  uiTest(
    'says what has to be entered for trusted publishing',
    ({ workspace, remote }) => {
      const address = 'https://github.com/BudEcosystem/budtiktok.git';
      git(workspace, 'remote', 'set-url', 'origin', address);
      git(workspace, 'config', `url.${remote}.insteadOf`, address);
      writeFileSync(
        path.join(workspace, WORKFLOW),
        releaseWorkflowTemplate({
          distribution: 'budtiktok',
          folder: 'crates/budtiktok-python',
          publishing: 'trusted',
          compatibility: 'manylinux_2_28',
          abi3: true,
          locked: true,
        }),
      );
      return { settings: { 'budtiktok.index.check': 'off' } };
    },
    async (_ui, bench) => {
      await bench.command('BudTikTok: Set Up Release');
      await bench.showViews('Setup');
      await bench
        .viewRow(/^Trusted publisher on PyPI/)
        .locator('.monaco-tl-twistie')
        .click();
      await bench.viewRow(/^Workflow namepython-release\.yml/).waitFor();
      await bench.viewRow(/^Environment namepypi/).waitFor();
      await bench.viewRow(/^Workflow namepython-release\.yml/).click();
      await bench.statusBarItem('Copied: python-release.yml').waitFor();
      await bench.screenshot('setup-trusted');
    },
  );

  hostedTest(
    'has a walkthrough',
    () => undefined,
    async bench => {
      await bench.command('BudTikTok: Open Walkthrough');
      await bench.page.getByText('Release Your First Version').first().waitFor();
      await bench.page
        .locator('.gettingStartedContainer')
        .getByText('Set up publishing')
        .first()
        .click();
      await bench.page.keyboard.press('ControlOrMeta+b');
      // The picture is a page of its own.
      await bench.page
        .frameLocator('.getting-started-media iframe')
        .frameLocator('iframe')
        .getByText('PYPI_API_TOKEN')
        .waitFor();
      await bench.screenshot('walkthrough');
      await bench.command('Preferences: Toggle between Light/Dark Themes');
      await bench.page.locator('.monaco-workbench.vs-dark').waitFor();
      await bench.screenshot('walkthrough-dark');
      const isDone = (step: string) =>
        bench.page.locator(`[data-done-step-id$="#${step}"][aria-checked="true"]`);
      assert.equal(await isDone('setUp').count(), 0);
      await bench.command('BudTikTok: Set Up Release');
      await isDone('setUp').waitFor();
    },
  );
});
