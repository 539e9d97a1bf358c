import * as assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { useChangelogEntry } from '../../../src/ui/commands/releaseCommands';
import { entryUri } from '../../../src/ui/documents/changelogEntry';
import type { ChangelogDecision } from '../../../src/ui/releaseStore';
import type { Services } from '../../../src/ui/services/services';
import { parseReleaseVersion } from '../../../src/versions/releaseVersion';
import { SAMPLE_VERSION_FILES } from '../../fixtures/sample';
import { HostBench, services } from '../support';
import { releaseOf } from '../../../src/ui/selectors';

const KEPT = '# Changelog\n\n## [Unreleased]\n\n## [0.0.1] - 2025-12-24\n\n- First\n';

describe('The changelog of a release, in a window', function () {
  this.timeout(60_000);
  let running: Services;
  let bench: HostBench;
  before(async () => {
    running = await services();
    bench = new HostBench(running, vscode.workspace.workspaceFolders![0]!.uri.fsPath);
  });
  beforeEach(async () => {
    await bench.reset();
    writeFileSync(path.join(bench.workspace, 'CHANGELOG.md'), KEPT);
    bench.git('add', 'CHANGELOG.md');
    bench.git('commit', '--quiet', '--message', 'docs: changelog');
    bench.git('push', '--quiet');
  });
  after(() => bench.reset());

  const VERSION = parseReleaseVersion('0.2.0');
  assert.ok(VERSION.ok);
  const { version } = VERSION;
  const uri = () =>
    entryUri({ manifest: bench.pkg.manifest, package: 'budtiktok', version: '0.2.0' });

  async function decided(decision?: ChangelogDecision) {
    const session = await running.workspace.sessions.open(bench.pkg);
    const prepared = await running.release.intents.prepare(session, version, true, { decision });
    assert.ok(prepared.ok);
    return await running.release.runner.propose(
      session,
      'release',
      prepared.intent,
      prepared.releaseBranch,
    );
  }

  /** Today where the user is. */
  const today = () =>
    new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(
      new Date(),
    );

  it('is proposed as a document that keeps what is written in it, and released as it was accepted', async () => {
    const { entry } = await running.release.runner.plan(await decided());
    assert.match(entry ?? '', /^### Added\n\n- core: count tokens/);
    await running.documents.entries.show(uri(), () => Promise.resolve(entry ?? ''));
    const document = vscode.window.activeTextEditor!.document;
    assert.equal(document.getText(), entry);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(
      document.uri,
      new vscode.Range(0, 0, document.lineCount, 0),
      '### Changed\n\n- Everything\n',
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    const text = await running.documents.entries.read(uri());
    await running.documents.entries.close(uri());
    await running.documents.entries.show(uri(), () => Promise.resolve('proposed anew'));
    assert.equal(vscode.window.activeTextEditor?.document.getText(), text);

    const proposal = await decided({ entry: text.trim() });
    const plan = await running.release.runner.plan(proposal);
    assert.equal(plan.entry, undefined);
    assert.ok(plan.changes.some(({ file }) => file.endsWith('CHANGELOG.md')));
    const day = today();
    assert.equal((await bench.release(proposal)).result, 'done');
    bench.assertReleased('0.2.0', ['CHANGELOG.md', ...SAMPLE_VERSION_FILES].sort());
    const section = `\n## [0.2.0] - ${day}\n\n### Changed\n\n- Everything\n\n## [0.0.1]`;
    assert.equal(bench.read('CHANGELOG.md'), KEPT.replace('\n## [0.0.1]', section));
    assert.deepEqual(
      releaseOf(running.store.value, bench.pkg.manifest)
        ?.facts.map(({ id }) => id)
        .slice(0, 4),
      ['versions', 'locks', 'changelog', 'commit'],
    );
    await running.documents.entries.done(uri());
  });

  it('is forgotten without a question, also where its editor is not saved', async () => {
    await running.documents.entries.show(uri(), () => Promise.resolve('- x\n'));
    const document = vscode.window.activeTextEditor!.document;
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '- y\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok(document.isDirty);
    await running.documents.entries.done(uri());
    assert.ok(
      !vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(({ label }) => label.includes('changelog entry')),
    );
    await running.documents.entries.show(uri(), () => Promise.resolve('- anew\n'));
    assert.equal(vscode.window.activeTextEditor?.document.getText(), '- anew\n');
    await running.documents.entries.done(uri());
  });

  it('is left as it is, and has no part in the release then', async () => {
    const proposal = await decided('leave');
    assert.equal(proposal.context.intent.changelog, undefined);
    await running.release.status.refresh(bench.pkg, false);
    assert.equal((await bench.release(proposal)).result, 'done');
    bench.assertReleased('0.2.0', SAMPLE_VERSION_FILES);
    assert.equal(bench.read('CHANGELOG.md'), KEPT);
    assert.ok(
      !releaseOf(running.store.value, bench.pkg.manifest)?.facts.some(
        ({ id }) => id === 'changelog',
      ),
    );
  });

  it('gets no empty entry, and none that would not be read as one', async () => {
    for (const [text, refusal] of [
      [' \n', /The entry is empty/],
      [
        '- a\n\n## 0.1.5\n\n- b\n',
        /This entry cannot be used\. The changelog cannot be edited safely/,
      ],
    ] as const) {
      await running.documents.entries.show(uri(), () => Promise.resolve(text));
      await assert.rejects(useChangelogEntry(running, uri()), refusal);
      assert.equal(await running.documents.entries.read(uri()), text, 'it is kept');
      await running.documents.entries.done(uri());
    }
    assert.equal(bench.git('status', '--porcelain'), '');
  });

  it('is left alone by a bump of the files', async () => {
    writeFileSync(
      path.join(bench.workspace, 'CHANGELOG.md'),
      KEPT.replace('## [0.0.1]', '- More\n\n## [0.0.1]'),
    );
    bench.git('commit', '--quiet', '--all', '--message', 'docs: more');
    const session = await running.workspace.sessions.open(bench.pkg);
    const proposal = await running.release.runner.propose(
      session,
      'files',
      running.release.intents.ofFiles(session, version),
      undefined,
    );
    assert.equal((await bench.release(proposal)).result, 'done');
    assert.deepEqual(bench.git('diff', '--name-only').split('\n'), SAMPLE_VERSION_FILES);
  });
});
