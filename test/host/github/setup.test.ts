import * as assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { setSecret } from '../../../src/github/secrets';
import { COMMANDS, WORKFLOW_SCHEME } from '../../../src/ids';
import type { SetupItem } from '../../../src/setup/setupItem';
import { git } from '../../fixtures/git';
import { Hosted } from './hosted';

const WORKFLOW = '.github/workflows/python-release.yml';

describe('The setup of a release on GitHub', function () {
  this.timeout(60_000);
  const hosted = new Hosted();

  const items = (): readonly SetupItem[] =>
    hosted.running.store.value.setups.get(hosted.bench.pkg.manifest)?.items ?? [];
  const line = (title: string) => {
    const item = items().find(found => found.title === title);
    return item === undefined ? undefined : `${item.state}: ${item.detail}`;
  };

  it('needs no request for what is in the files, and nothing of GitHub while no account is signed in', async () => {
    await hosted.running.setup.refresh();
    assert.match(
      line('Builds') ?? '',
      /^ok: Linux x86_64, aarch64; macOS x86_64, aarch64; Windows x86_64; source distribution$/,
    );
    assert.match(line('Sign-in') ?? '', /^warning: not signed in to/);
    assert.equal(line('PYPI_API_TOKEN'), 'unknown: not known: not signed in');
    assert.deepEqual(hosted.github.requests, []);
  });

  it('knows what exists, what is missing, and what keeps the tag out', async () => {
    const { github, running } = hosted;
    github.addEnvironment({ name: 'pypi', admits: ['main'] });
    github.addSecret('PYPI_API_TOKEN', 'x', { environment: 'pypi' });
    github.setWorkflowState('python-release.yml', 'disabled_manually');
    await hosted.signIn();
    await running.setup.refresh();
    assert.equal(line('Sign-in'), 'ok: may administer the repository');
    assert.match(
      line('PYPI_API_TOKEN') ?? '',
      /^ok: of the environment pypi, set \d{4}-\d\d-\d\d$/,
    );
    assert.match(line('TEST_PYPI_API_TOKEN') ?? '', /^warning: missing/);
    assert.equal(
      line('Environment pypi'),
      'problem: does not let in the tag v0.1.0; it takes branches main',
    );
    assert.equal(line('On GitHub'), 'problem: python-release.yml is turned off');
  });

  it('is seen again after a secret was set, which GitHub alone can open', async () => {
    const { github, running, bench } = hosted;
    await hosted.signIn();
    await running.setup.refresh();
    assert.match(line('PYPI_API_TOKEN') ?? '', /^problem: missing/);
    const session = await running.workspace.sessions.open(bench.pkg);
    const address = await running.github.addressOf(session.repository, 'origin');
    await setSecret(
      await running.github.signedInClient(address!),
      { kind: 'repository' },
      'PYPI_API_TOKEN',
      'pypi-of-the-test',
    );
    assert.equal(github.secret('PYPI_API_TOKEN'), 'pypi-of-the-test');
    running.setup.outdate();
    assert.equal(running.setup.isCurrent, false, 'whoever looks next asks anew');
    await running.setup.refresh();
    assert.match(line('PYPI_API_TOKEN') ?? '', /^ok: of the repository/);
  });

  it('sees a change of the files without a request', async () => {
    const { github, running, bench } = hosted;
    await hosted.signIn();
    await running.setup.refresh();
    const { length } = github.requests;
    bench.replace(WORKFLOW, 'runs-on: macos-latest', 'runs-on: macos-13');
    await running.setup.refreshFiles();
    assert.ok(
      items().some(({ state, detail }) => state === 'problem' && detail.includes('macos-13')),
    );
    assert.match(line('Sign-in') ?? '', /^ok/, 'what GitHub said stays');
    assert.equal(github.requests.length, length);
  });

  it('is part of the plan, where a problem blocks and can be overridden', async () => {
    const { github, running, bench } = hosted;
    const setupRows = async () =>
      (await running.release.runner.plan(await bench.propose('0.2.0'))).checks
        .filter(({ id }) => id === 'setup')
        .map(({ state, detail, place, canOverride, subject }) => ({
          state,
          detail,
          place,
          canOverride,
          subject,
        }));
    assert.deepEqual(await setupRows(), [], 'nothing is said while nobody can see it');
    await hosted.signIn();
    github.addEnvironment({ name: 'pypi', admits: ['tag:v0.1.*'] });
    const [secret, environment] = await setupRows();
    assert.deepEqual(secret?.place, {
      remedy: { kind: 'setSecret', secret: 'PYPI_API_TOKEN', environment: 'pypi' },
    });
    assert.deepEqual(
      [environment?.state, environment?.canOverride, environment?.detail],
      ['blocks', true, 'Environment pypi: does not let in the tag v0.2.0; it takes tags v0.1.*'],
    );
    assert.equal(secret.subject, 'PYPI_API_TOKEN');
    github.addSecret('PYPI_API_TOKEN', 'x');
    github.repository().environments.length = 0;
    assert.deepEqual(
      (await setupRows()).map(({ state }) => state),
      ['ok'],
    );
  });

  describe('a new workflow', () => {
    const draft = (name: string) => ({
      pkg: hosted.bench.pkg,
      root: hosted.bench.workspace,
      file: path.join(hosted.bench.workspace, '.github/workflows', name),
      text: 'name: new\n',
      publishing: 'token' as const,
    });

    it('is shown, and written only when it is asked for', async () => {
      const {
        documents: { workflowDrafts },
      } = hosted.running;
      const uri = await workflowDrafts.show(draft('new.yml'), undefined);
      assert.equal(uri.scheme, WORKFLOW_SCHEME);
      assert.equal((await vscode.workspace.openTextDocument(uri)).getText(), 'name: new\n');
      assert.ok(!existsSync(draft('new.yml').file));
      await vscode.commands.executeCommand(COMMANDS.createWorkflowFile, uri);
      assert.equal(readFileSync(draft('new.yml').file, 'utf8'), 'name: new\n');
      assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, draft('new.yml').file);
      assert.equal(
        git(hosted.bench.workspace, 'status', '--porcelain'),
        '?? .github/workflows/new.yml',
      );
    });

    it('never takes the place of a file', async () => {
      const {
        documents: { workflowDrafts },
      } = hosted.running;
      const before = hosted.bench.read(WORKFLOW);
      const given = draft('python-release.yml');
      const uri = await workflowDrafts.show(given, undefined);
      await assert.rejects(
        workflowDrafts.create(uri, given),
        /is there already\. Nothing was written/,
      );
      assert.equal(hosted.bench.read(WORKFLOW), before);
      assert.equal(git(hosted.bench.workspace, 'status', '--porcelain'), '');
    });

    it('does not follow a link out of the repository', async () => {
      const {
        documents: { workflowDrafts },
      } = hosted.running;
      const outside = path.join(tmpdir(), `budtiktok-outside-${process.pid}`);
      mkdirSync(outside, { recursive: true });
      try {
        rmSync(path.join(hosted.bench.workspace, '.github'), { recursive: true });
        symlinkSync(outside, path.join(hosted.bench.workspace, '.github'));
        const given = draft('new.yml');
        await assert.rejects(
          workflowDrafts.create(await workflowDrafts.show(given, undefined), given),
          /leads out of the repository/,
        );
        assert.ok(!existsSync(path.join(outside, 'workflows')));
      } finally {
        rmSync(outside, { recursive: true, force: true });
      }
    });
  });
});
