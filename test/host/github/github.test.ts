import * as assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS, LOG_SCHEME, NOTES_SCHEME } from '../../../src/ids';
import type { FactId } from '../../../src/release/fact';
import { throughPullRequest } from '../../../src/release/intent';
import { MergeWatch } from '../../../src/ui/services/mergeWatch';
import type { Services } from '../../../src/ui/services/services';
import type { HostedState, RunView, State } from '../../../src/ui/store';
import { FakeGitHub } from '../../fakes/github/fakeGitHub';
import { git } from '../../fixtures/git';
import { SAMPLE_REPOSITORY } from '../../fixtures/hostedSample';
import { type HostBench, until, untilEvent } from '../support';
import { Hosted } from './hosted';
import { releaseOf } from '../../../src/ui/selectors';
import { statusItem } from '../../../src/ui/views/statusItem';

const WORKFLOW = '.github/workflows/python-release.yml';

describe('A release on GitHub', function () {
  this.timeout(60_000);
  const hostedSample = new Hosted();
  let running: Services;
  let bench: HostBench;
  let github: FakeGitHub;
  beforeEach(() => {
    ({ running, bench, github } = hostedSample);
  });
  const enterprise = () => hostedSample.enterprise();
  const hostName = () => hostedSample.hostName();
  const signIn = () => hostedSample.signIn();

  const fact = (state: State, id: FactId) =>
    releaseOf(state, bench.pkg.manifest)?.facts.find(found => found.id === id)?.observation;
  const hosted = (state: State): HostedState | undefined => state.hosted.get(bench.workspace);
  const publishing = (state: State): RunView | undefined =>
    hosted(state)?.ofReleases.find(({ run }) => run.event !== 'push');
  const untilState = (what: string, isSo: (state: State) => boolean) =>
    until(running, what, isSo, 30_000);

  async function push(version: string): Promise<void> {
    assert.equal((await bench.release(await bench.propose(version))).result, 'done');
  }

  async function openNotes(): Promise<vscode.TextDocument> {
    await vscode.commands.executeCommand(COMMANDS.publishGitHubRelease, {
      pkg: bench.pkg,
    });
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, NOTES_SCHEME);
    return document;
  }

  async function addToNotes(document: vscode.TextDocument, text: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(document.getText().length), text);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }

  it('is published from its notes, built, run again and finished', async () => {
    await signIn();
    await push('0.2.0');
    assert.equal(
      (await running.release.intents.of(bench.pkg))?.version,
      '0.2.0',
      'it goes on after the tag',
    );
    const notes = await openNotes();
    assert.match(notes.getText(), /feat\(python\): Tokenizer\.encode_batch/);
    await addToNotes(notes, '\nThanks to everybody.\n');
    await vscode.commands.executeCommand(COMMANDS.publishNotes, notes.uri);
    const [release] = github.repository().releases;
    assert.equal(release?.tag, 'v0.2.0');
    assert.match(release.body ?? '', /Thanks to everybody\.\n?$/);
    await untilState('the run of the Release', state => publishing(state)?.run.event === 'release');
    assert.equal(fact(running.store.value, 'hostedRelease')?.state, 'holds');

    // Seven jobs are known; GitHub has made six.
    const rows = publishing(running.store.value)?.rows ?? [];
    assert.deepEqual(
      rows.map(
        ({ platform, architecture = '', job }) =>
          `${platform} ${architecture} ${job === undefined ? 'promised' : job.status}`,
      ),
      [
        'linux aarch64 queued',
        'linux x86_64 queued',
        'macos aarch64 queued',
        'macos x86_64 queued',
        'windows x86_64 queued',
        'source  queued',
        'publish  promised',
      ],
    );
    await untilState(
      'the fact of the builds',
      state => fact(state, 'builds')?.state === 'inProgress',
    );

    const run = github.repository().runs.find(({ event }) => event === 'release')!;
    github.finish(run.id, { failing: ['linux (aarch64)'] });
    await untilState('the failure', state => fact(state, 'builds')?.state === 'conflict');
    assert.equal(fact(running.store.value, 'builds')?.detail, 'failed: linux (aarch64)');

    const target = { root: bench.workspace, run: publishing(running.store.value)!.run };
    await vscode.commands.executeCommand(COMMANDS.rerunFailedJobs, target);
    await untilState('the second attempt', state => publishing(state)?.run.attempt === 2);
    github.finish(run.id);
    await untilState('success', state => fact(state, 'builds')?.state === 'holds');
    await untilState(
      'the end',
      () => releaseOf(running.store.value, bench.pkg.manifest)?.intent === undefined,
    );
    assert.equal(await running.release.intents.of(bench.pkg), undefined);
    await untilState(
      'quiet',
      state =>
        hosted(state)?.isLive === false ||
        github
          .repository()
          .runs.some(
            ({ event, id }) => event === 'push' && github.state(id).status !== 'completed',
          ),
    );
    assert.equal(github.repository().releases.length, 1, 'nothing is published twice');
  });

  it('looks at its pull request until it is merged, and then says how to go on', async () => {
    await signIn();
    github.addRuleset({ target: 'branch', include: ['~DEFAULT_BRANCH'], rules: ['pull_request'] });
    const { session, intent } = await bench.propose('0.2.0');
    const through = throughPullRequest(intent, false);
    const proposal = await running.release.runner.propose(session, 'release', through, undefined);
    const timers: (() => void)[] = [];
    const watch = new MergeWatch(
      running.store,
      running.release.status,
      error => assert.fail(String(error)),
      {
        now: Date.now,
        after: (_ms, call) => {
          timers.push(call);
          return () => timers.splice(timers.indexOf(call), 1);
        },
      },
    );
    const said: string[] = [];
    const { showInformationMessage } = vscode.window;
    vscode.window.showInformationMessage = (message: string) => {
      said.push(message);
      return Promise.resolve(undefined);
    };
    const looks = async (isOver: () => boolean) => {
      timers.shift()?.();
      await untilState('the next look', isOver);
    };
    try {
      assert.equal((await bench.release(proposal)).result, 'waiting');
      const item = () => statusItem(running.store.value, undefined)?.text;
      await untilState('the review', () => timers.length === 1);
      assert.equal(item(), 'budtiktok 0.2.0: in review');
      github.merge('squash');
      await looks(() => item() === 'budtiktok 0.2.0: merged, resume');
      assert.match(said.join(), /#1 is merged\. Resume Release tags the merged commit/);
      assert.equal(timers.length, 0, 'nothing more is asked');
    } finally {
      vscode.window.showInformationMessage = showInformationMessage;
      watch.dispose();
    }
  });

  it('has notes that begin with the section that was tagged', async () => {
    await signIn();
    const file = path.join(bench.workspace, 'CHANGELOG.md');
    writeFileSync(
      file,
      '# Changelog\n\n## [Unreleased]\n\n- As released, [#1]\n\n[#1]: https://x/1\n',
    );
    bench.git('add', 'CHANGELOG.md');
    bench.git('commit', '--quiet', '--message', 'docs: changelog');
    bench.git('push', '--quiet', 'origin', 'main');
    await push('0.2.0');
    // What is written afterwards is not what was released.
    writeFileSync(file, readFileSync(file, 'utf8').replace('As released', 'As written later'));
    const notes = await openNotes();
    assert.match(notes.getText(), /^- As released, \[#1\]\n\n\[#1\]: https:\/\/x\/1\n/);
    await running.documents.notes.done(notes.uri);
  });

  it('puts our notes into the Release that a workflow has made, and starts the publishing run by hand', async () => {
    await signIn();
    await push('0.2.0');
    github.syncRefs();
    const tagRun = github.repository().runs.find(({ event }) => event === 'push')!;
    github.botRelease(tagRun.id, { body: 'made by a workflow' });
    await vscode.commands.executeCommand(COMMANDS.checkRemote, { pkg: bench.pkg });
    assert.match(fact(running.store.value, 'hostedRelease')?.detail ?? '', /by a workflow/);

    const {
      workspace: { sessions },
      release: { intents },
      documents: { notes },
    } = running;
    const session = await sessions.open(bench.pkg);
    const intent = await intents.now(session);
    await notes.open(
      { manifest: bench.pkg.manifest, package: intent.package, tag: intent.tag },
      () => Promise.resolve('Our notes\n'),
    );
    await vscode.commands.executeCommand(
      COMMANDS.publishNotes,
      vscode.window.activeTextEditor!.document.uri,
    );
    assert.equal(github.repository().releases.length, 1);
    assert.equal(github.repository().releases[0]?.body, 'Our notes\n');
    assert.ok(
      !github.repository().runs.some(({ event }) => event === 'release'),
      'changing a Release starts nothing',
    );
    assert.equal(fact(running.store.value, 'builds')?.state, 'missing');
  });

  it('saves a draft that starts nothing', async () => {
    await signIn();
    await push('0.2.0');
    const notes = await openNotes();
    await vscode.commands.executeCommand(COMMANDS.saveNotesAsDraft, notes.uri);
    assert.equal(github.repository().releases[0]?.draft, true);
    assert.ok(!github.repository().runs.some(({ event }) => event === 'release'));
  });

  it('keeps the notes and says why where publishing fails, and publishes once when it is tried again', async () => {
    await signIn();
    await push('0.2.0');
    const notes = await openNotes();
    await addToNotes(notes, '\nWritten with care.\n');
    github.fail({ method: 'POST', path: /\/releases$/, with: 502, times: 1 });
    await vscode.commands.executeCommand(COMMANDS.publishNotes, notes.uri);
    await untilState(
      'the failure',
      state => releaseOf(state, bench.pkg.manifest)?.failure !== undefined,
    );
    assert.match(releaseOf(running.store.value, bench.pkg.manifest)?.failure?.message ?? '', /502/);
    assert.equal(github.repository().releases.length, 0);
    assert.match(
      (await vscode.workspace.openTextDocument(notes.uri)).getText(),
      /Written with care/,
    );

    github.fail({ method: 'POST', path: /\/releases$/, with: 'cut', times: 1, after: 'effect' });
    await vscode.commands.executeCommand(COMMANDS.publishNotes, notes.uri);
    assert.equal(
      github.repository().releases.length,
      1,
      'the answer was lost, and it was not sent again',
    );
    assert.equal(github.repository().runs.filter(({ event }) => event === 'release').length, 1);
  });

  it('shows the log of a job as soon as GitHub serves it', async () => {
    await signIn();
    await push('0.2.0');
    await vscode.commands.executeCommand(COMMANDS.publishNotes, (await openNotes()).uri);
    await untilState(
      'the run',
      state => publishing(state)?.rows?.some(({ job }) => job !== undefined) === true,
    );
    const run = github.repository().runs.find(({ event }) => event === 'release')!;
    github.advance(run.id, 'linux (x86_64)', { status: 'in_progress' });
    const { run: shown, rows } = publishing(running.store.value)!;
    const job = rows!.find(({ name }) => name === 'linux (x86_64)')!.job!;
    await vscode.commands.executeCommand(COMMANDS.viewJobLog, {
      root: bench.workspace,
      run: shown,
      job,
    });
    const document = vscode.window.activeTextEditor!.document;
    assert.equal(document.uri.scheme, LOG_SCHEME);
    assert.match(document.getText(), /GitHub serves the log of "linux \(x86_64\)" when the job/);
    github.advance(run.id, 'linux (x86_64)', {
      conclusion: 'failure',
      step: { name: 'Build wheels' },
      log: ['💥 maturin failed', '##[error]error: linker `cc` not found'],
    });
    await untilEvent(
      vscode.workspace.onDidChangeTextDocument,
      'the log',
      () => document.getText().includes('linker `cc` not found'),
      30_000,
    );
    assert.ok(!document.getText().includes('##[error]'));
  });

  it('is planned with what its workflows start: nothing blocks it, two are warned of', async () => {
    const verdicts = async () =>
      (await running.release.runner.plan(await bench.propose('0.2.0'))).checks.filter(
        ({ id }) => id === 'workflows',
      );
    assert.deepEqual(
      (await verdicts()).map(({ state }) => state),
      ['ok'],
    );
    const file = path.join(bench.workspace, WORKFLOW);
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text
        .replace('release:\n    types: [published]', 'push:\n    tags: ["release-*"]')
        .replace(/ {2}workflow_dispatch:[\s\S]*?\n\njobs/, '\njobs'),
    );
    const [blocked] = await verdicts();
    assert.equal(blocked?.state, 'blocks');
    assert.match(blocked.detail, /python-release\.yml.*release-\*/);
    writeFileSync(file, text);
    writeFileSync(path.join(bench.workspace, '.github/workflows/second.yml'), text);
    assert.match(
      (await verdicts()).map(({ state, detail }) => `${state}: ${detail}`).join('\n'),
      /^warning: The same files are uploaded more than once/,
    );
  });

  it('is planned with the state of CI on the commit, in which the runs of releases do not count', async () => {
    const ci = async () => {
      const { state, detail } = (
        await running.release.runner.plan(await bench.propose('0.2.0'))
      ).checks.find(({ id }) => id === 'ci')!;
      return `${state}: ${detail}`;
    };
    assert.match(await ci(), /^warning: Not asked: no account is signed in to 127\.0\.0\.1/);
    assert.deepEqual(github.requests, []);
    await signIn();
    assert.match(await ci(), /^warning: Nothing was reported for [0-9a-f]{7}$/);

    const sha = bench.git('rev-parse', 'HEAD');
    github.addCheck(sha, 'test', 'success');
    const { owner, name } = SAMPLE_REPOSITORY;
    await fetch(
      `${github.url}/repos/${owner}/${name}/actions/workflows/python-release.yml/dispatches`,
      {
        method: 'POST',
        headers: { authorization: 'token token-of-the-sample', 'content-type': 'application/json' },
        body: JSON.stringify({ ref: 'main', inputs: { publish: 'yes' } }),
      },
    );
    const [run] = github.repository().runs;
    github.finish(run!.id, { failing: ['linux (x86_64)'] });
    assert.match(await ci(), /^ok: 1 of 1 succeeded on/);
    github.addStatus(sha, 'jenkins', 'failure');
    assert.match(await ci(), /^warning: Failed on [0-9a-f]{7}: jenkins$/);

    bench.git('commit', '--quiet', '--allow-empty', '-m', 'feat: local');
    assert.match(
      await ci(),
      /^warning: [0-9a-f]{7} is not on the remote, so nothing has been built of it yet$/,
    );
  });

  it('sends no request while no account is signed in', async () => {
    await push('0.2.0');
    await vscode.commands.executeCommand(COMMANDS.checkRemote, { pkg: bench.pkg });
    assert.equal(fact(running.store.value, 'hostedRelease')?.state, 'unknown');
    assert.match(
      fact(running.store.value, 'hostedRelease')?.detail ?? '',
      /no account is signed in/,
    );
    assert.deepEqual(github.requests, []);
  });

  it('is asked for anew where the sign-in has expired', async () => {
    await running.github.signIn.keepToken(hostName(), 'revoked');
    await push('0.2.0');
    await vscode.commands.executeCommand(COMMANDS.checkRemote, { pkg: bench.pkg });
    assert.equal(fact(running.store.value, 'hostedRelease')?.state, 'unknown');
    assert.match(
      fact(running.store.value, 'hostedRelease')?.detail ?? '',
      /expired or was revoked/,
    );
  });

  it('is not led to another host by what a workspace says', async () => {
    await signIn();
    const other = await FakeGitHub.start({ enterprise: true });
    try {
      await enterprise().update('uri', other.origin, vscode.ConfigurationTarget.Workspace);
      const session = await running.workspace.sessions.open(bench.pkg);
      const address = await running.github.addressOf(session.repository, 'origin');
      assert.deepEqual(address, { host: hostName(), ...SAMPLE_REPOSITORY });
      git(
        bench.workspace,
        'remote',
        'set-url',
        'origin',
        `${other.origin}/${SAMPLE_REPOSITORY.owner}/${SAMPLE_REPOSITORY.name}.git`,
      );
      assert.equal(await running.github.addressOf(session.repository, 'origin'), undefined);
      assert.deepEqual(other.requests, []);
    } finally {
      await enterprise().update('uri', undefined, vscode.ConfigurationTarget.Workspace);
      await other.close();
    }
  });
});
