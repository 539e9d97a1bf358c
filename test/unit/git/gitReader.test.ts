import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import * as path from 'node:path';
import { GitReader } from '../../../src/git/gitReader';
import { GitFailure } from '../../../src/release/repository';
import { removeFolder, temporaryFolder } from '../../fixtures/files';
import { configureIdentity, git, GIT_ENV } from '../../fixtures/git';
import { listen } from '../../fakes/listen';

describe('GitReader', function () {
  this.timeout(20_000);
  let dir: string;
  let reader: GitReader;
  const at = (name: string) => path.join(dir, name);
  const write = (name: string, text = name) => {
    mkdirSync(path.dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  };
  const commit = (message: string) => {
    git(dir, 'add', '-A');
    git(dir, 'commit', '--quiet', '-m', message);
    return git(dir, 'rev-parse', 'HEAD');
  };

  beforeEach(() => {
    dir = temporaryFolder('git');
    git(dir, 'init', '--quiet', '--initial-branch=main');
    configureIdentity(dir);
    reader = new GitReader(dir, { path: 'git', env: GIT_ENV, isTrusted: true });
  });
  afterEach(() => removeFolder(dir));

  it('reads a repository without a commit', async () => {
    assert.deepEqual(await reader.head(), { branch: 'main' });
    assert.deepEqual(await reader.tags(), []);
    assert.deepEqual(await reader.status(), []);
    await assert.rejects(reader.messages(undefined, 'HEAD'), GitFailure);
  });

  it('reads names with blanks, umlauts and quotes', async () => {
    const names = ['a b.txt', 'ü/"x".txt', '-dash', ':(top)x'].filter(
      name => process.platform !== 'win32' || !/[":]/.test(name),
    );
    for (const name of names) write(name);
    const head = commit('names');
    assert.deepEqual([...(await reader.tracked(names.map(at)))].sort(), names.map(at).sort());
    assert.deepEqual([...(await reader.changedIn(head))].sort(), names.map(at).sort());
    for (const name of names) assert.equal(await reader.textAt(head, at(name)), name);
    assert.deepEqual(await reader.commitsOf([at(names[0]!)], 5), [head]);
  });

  it('names the contents on disk of all tracked files, whatever is staged of them', async () => {
    for (const name of ['same', 'changed', 'gone', 'staged/ü "x"', 'crlf.txt', '.gitattributes'])
      write(name, name === '.gitattributes' ? '*.txt text eol=crlf\n' : `${name}\n`);
    commit('files');
    write('changed', 'x\n');
    write('staged/ü "x"', 'y\n');
    git(dir, 'add', 'staged');
    write('staged/ü "x"', 'z\n');
    rmSync(at('gone'));
    write('untracked');
    write('crlf.txt', 'crlf.txt\r\n');
    const blob = (text: string) =>
      execFileSync('git', ['hash-object', '--stdin'], { input: text, encoding: 'utf8' }).trim();
    const named = Object.fromEntries(
      [...(await reader.contents())].map(([file, object]) => [
        path.relative(dir, file).split(path.sep).join('/'),
        object,
      ]),
    );
    assert.deepEqual(named, {
      '.gitattributes': blob('*.txt text eol=crlf\n'),
      same: blob('same\n'),
      changed: blob('x\n'),
      'staged/ü "x"': blob('z\n'),
      'crlf.txt': blob('crlf.txt\n'),
    });
  });

  it('tells staged, changed, renamed, untracked and ignored files apart', async () => {
    for (const name of ['staged', 'changed', 'old', '.gitignore'])
      write(name, name === '.gitignore' ? 'ignored\n' : 'text of some length to be recognised\n');
    commit('files');
    write('staged', 'x');
    git(dir, 'add', 'staged');
    write('changed', 'x');
    renameSync(at('old'), at('new'));
    git(dir, 'add', '-A', 'old', 'new');
    write('untracked');
    write('ignored');
    const state = Object.fromEntries(
      (await reader.status()).map(({ file, ...flags }) => [
        path.basename(file),
        Object.entries(flags)
          .filter(([, on]) => on)
          .map(([name]) => name)
          .join(),
      ]),
    );
    assert.deepEqual(state, {
      staged: 'staged',
      changed: 'changed',
      new: 'staged',
      old: 'staged',
      untracked: 'untracked',
    });
  });

  it('gives a text as git would check it out', async () => {
    write('.gitattributes', '*.toml text eol=crlf\n');
    write('a.toml', 'x = 1\r\n');
    const head = commit('crlf');
    assert.equal(git(dir, 'cat-file', '-p', 'HEAD:a.toml'), 'x = 1');
    assert.equal(await reader.textAt(head, at('a.toml')), 'x = 1\r\n');
    assert.equal(await reader.textAt(head, at('absent')), undefined);
    assert.deepEqual([...(await reader.differing(head, [at('a.toml')]))], []);
  });

  it('sees a change that git diff passes over, and a link that leads elsewhere', async () => {
    write('assumed');
    write('skipped');
    write('same');
    symlinkSync('same', at('link'));
    const head = commit('first');
    git(dir, 'update-index', '--assume-unchanged', 'assumed');
    git(dir, 'update-index', '--skip-worktree', 'skipped');
    const files = ['assumed', 'skipped', 'same', 'link', 'absent'].map(at);
    assert.deepEqual([...(await reader.differing(head, files))], []);
    write('assumed', 'changed');
    write('skipped', 'changed');
    rmSync(at('link'));
    symlinkSync('assumed', at('link'));
    assert.equal(git(dir, 'diff', '--name-only', head), 'link');
    assert.deepEqual(
      [...(await reader.differing(head, files))].sort(),
      ['assumed', 'link', 'skipped'].map(at),
    );
  });

  it('takes a ref for a ref, whatever it begins with', async () => {
    write('a');
    const first = commit('first');
    git(dir, 'update-ref', 'refs/tags/--output=out.txt', first);
    assert.deepEqual(await reader.messages('--output=out.txt', 'HEAD'), []);
    assert.ok(!existsSync(at('out.txt')) && !existsSync(at('out.txt..HEAD')));
    assert.equal((await reader.localTag('--output=out.txt'))?.commit, first);
  });

  it('gives up a remote that accepts and never answers, leaves no process, and does not wait twice', async () => {
    let connections = 0;
    const server = createServer(() => connections++);
    await listen(server);
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/x.git`;
    try {
      git(dir, 'remote', 'add', 'silent', url);
      class Impatient extends GitReader {
        protected override readonly networkTimeout = 500;
      }
      const impatient = new Impatient(dir, { path: 'git', env: {}, isTrusted: true });
      const silent = { name: 'GitFailure', reason: 'unreachable' };
      await assert.rejects(impatient.remoteRefs('silent', []), silent);
      const before = connections;
      await assert.rejects(impatient.remoteRefs('silent', ['refs/heads/main']), silent);
      assert.ok(before > 0);
      assert.equal(connections, before);
      if (process.platform === 'linux') {
        const left = readdirSync('/proc')
          .filter(name => /^\d+$/.test(name))
          .filter(name => readCommand(name).includes(url));
        assert.deepEqual(left, []);
      }
    } finally {
      server.close();
    }
  });

  it('gives up a silent remote as soon as it is stopped, with every process', async () => {
    const server = createServer(() => undefined);
    await listen(server);
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/y.git`;
    try {
      git(dir, 'remote', 'add', 'silent', url);
      const reader = new GitReader(dir, { path: 'git', env: {}, isTrusted: true });
      const answer = reader.remoteRefs('silent', []);
      await new Promise(resolve => server.once('connection', resolve));
      const since = Date.now();
      reader.stop();
      await assert.rejects(answer, { reason: 'unreachable' });
      assert.ok(Date.now() - since < 5_000);
      if (process.platform === 'linux') {
        const left = readdirSync('/proc')
          .filter(name => /^\d+$/.test(name))
          .filter(name => readCommand(name).includes(url));
        assert.deepEqual(left, []);
      }
    } finally {
      git(dir, 'remote', 'remove', 'silent');
      server.close();
    }
  });

  it('takes no answer of a git that was killed for a fact', async function () {
    if (process.platform === 'win32') this.skip();
    write('a');
    const first = commit('first');
    write('a', 'b');
    const second = commit('second');
    const programs = temporaryFolder('programs');
    try {
      const killed = path.join(programs, 'git');
      writeFileSync(killed, '#!/bin/sh\nkill -9 $$\n', { mode: 0o755 });
      const reader = new GitReader(dir, { path: killed, env: GIT_ENV, isTrusted: true });
      const answers: readonly (() => Promise<unknown>)[] = [
        () => reader.head(),
        () => reader.textAt(first, at('a')),
        () => reader.contains(second, first),
        () => reader.distance(first, second),
        () => reader.parent(second),
        () => reader.upstream('main'),
        () => reader.localTag('v1'),
        () => reader.tags(),
        () => reader.trackingBranch('origin', 'main'),
        () => reader.knownDefaultBranch('origin'),
        () => reader.followsTags(),
        () => reader.status(),
        () => reader.differing(first, [at('a')]),
      ];
      for (const answer of answers) await assert.rejects(answer, GitFailure, answer.toString());
    } finally {
      removeFolder(programs);
    }
  });

  it('knows what contains what, and says so where it does not know', async () => {
    write('a');
    const first = commit('first');
    write('b');
    const second = commit('second');
    assert.equal(await reader.contains(second, first), true);
    assert.equal(await reader.contains(first, second), false);
    assert.equal(await reader.contains(first, '0'.repeat(40)), undefined);
    assert.equal(await reader.distance(first, 'HEAD'), 1);
    assert.equal(await reader.parent(second), first);
    assert.equal(await reader.parent(first), undefined);
    assert.deepEqual(await reader.messages(first, 'HEAD'), ['second']);
  });

  it('tells annotated from lightweight tags, and both from what has a longer name', async () => {
    write('a');
    const head = commit('first');
    git(dir, 'tag', 'light');
    git(dir, 'tag', '-a', 'v1', '-m', 'x');
    git(dir, 'tag', 'dir/v1');
    assert.deepEqual(await reader.localTag('light'), {
      object: head,
      commit: head,
      annotated: false,
    });
    assert.deepEqual(await reader.localTag('v1'), {
      object: git(dir, 'rev-parse', 'refs/tags/v1'),
      commit: head,
      annotated: true,
    });
    assert.equal(await reader.localTag('dir'), undefined);
    assert.deepEqual([...(await reader.tags())].sort(), ['dir/v1', 'light', 'v1']);
  });

  it('asks the remote for exactly the refs that are wanted', async () => {
    write('a');
    const head = commit('first');
    const remote = at('.git/remote.git');
    git(dir, 'init', '--quiet', '--bare', '--initial-branch=main', remote);
    git(dir, 'remote', 'add', 'origin', remote);
    git(dir, 'tag', '-a', 'v1', '-m', 'x');
    git(dir, 'push', '--quiet', 'origin', 'main', 'v1', 'HEAD:refs/heads/deep/refs/heads/main');
    const { refs, defaultBranch } = await reader.remoteRefs('origin', [
      'refs/heads/main',
      'refs/tags/v1',
      'refs/tags/v2',
    ]);
    assert.equal(defaultBranch, 'main');
    assert.deepEqual([...refs.keys()].sort(), [
      'refs/heads/main',
      'refs/tags/v1',
      'refs/tags/v1^{}',
    ]);
    assert.equal(refs.get('refs/tags/v1^{}'), head);
    assert.deepEqual(await reader.remotes(), ['origin']);
    await assert.rejects(
      reader.remoteRefs('nowhere', []),
      (error: unknown) => error instanceof GitFailure && error.reason === 'noSuchRemote',
    );
  });

  it('does not take a name guessed from the host for an identity', async () => {
    assert.equal(await reader.identity(), 'Maintainer <maintainer@example.invalid>');
    git(dir, 'config', '--unset', 'user.email');
    assert.equal(await reader.identity(), undefined);
    const withEnv = (env: Record<string, string>) =>
      new GitReader(dir, { path: 'git', env: { ...GIT_ENV, ...env }, isTrusted: true });
    assert.equal(
      await withEnv({ GIT_AUTHOR_EMAIL: 'author@example.invalid' }).identity(),
      undefined,
      'nobody would commit it',
    );
    assert.equal(
      await withEnv({
        GIT_AUTHOR_EMAIL: 'author@example.invalid',
        GIT_COMMITTER_EMAIL: 'committer@example.invalid',
      }).identity(),
      'Maintainer <author@example.invalid>',
    );
  });

  it('fails with a reason where there is no git', async () => {
    const none = new GitReader(dir, { path: at('no-git'), env: {}, isTrusted: true });
    await assert.rejects(none.status(), GitFailure);
  });
});

/** The command line of a process; empty once it has ended. */
function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
