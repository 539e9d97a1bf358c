import * as assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';
import { ProgramRefused, runProgram, startProgram } from '../../../src/base/processes';
import {
  type CallName,
  findProgram,
  programNames,
  PROGRAM_CALLS,
  type ProgramCall,
  searchedFolders,
} from '../../../src/base/programs';
import { GitReader } from '../../../src/git/gitReader';
import { sshHost } from '../../../src/git/sshHost';
import type { Package } from '../../../src/manifests/package';
import { lockVerdicts } from '../../../src/ui/commands/lockVerdicts';
import { removeFolder, temporaryFolder, writeFilesTo } from '../../fixtures/files';
import { configureIdentity, git, GIT_ENV } from '../../fixtures/git';
import { ROOT } from '../../harness/paths';
import { CLI, runCli } from '../cli/runCli';

const CALLS = Object.entries(PROGRAM_CALLS) as [CallName, ProgramCall][];

/** Each file of `src` with its text, by its path from the top folder. */
function sources(): Map<string, string> {
  return new Map(
    readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts'))
      .map(file => [
        path.posix.join('src', file.split(path.sep).join('/')),
        readFileSync(path.join(ROOT, 'src', file), 'utf8'),
      ]),
  );
}

describe('the calls of other programs', () => {
  it('are made in one file, and each by the caller that its row names', () => {
    const all = sources();
    const importers = [...all].filter(([, text]) => text.includes("'node:child_process'"));
    assert.deepEqual(
      importers.map(([file]) => file),
      ['src/base/processes.ts'],
    );
    for (const [name, { caller }] of CALLS) {
      const users = [...all].filter(
        ([file, text]) => file !== 'src/base/programs.ts' && text.includes(`'${name}'`),
      );
      assert.deepEqual(
        users.map(([file]) => file),
        [caller],
        name,
      );
    }
  });

  for (const [name, call] of CALLS) {
    it(`${name} refuses what its row does not allow`, async () => {
      const workspace = temporaryFolder('calls');
      try {
        const program = path.join(workspace, 'planted');
        writeFilesTo(workspace, { planted: '#!/bin/sh\ntouch started\n' });
        chmodSync(program, 0o755);
        const start = (isTrusted: boolean) =>
          startProgram(name, { program, args: [], cwd: workspace, workspace, isTrusted });
        const refused = (reason: string) => (error: unknown) =>
          error instanceof ProgramRefused && error.reason === reason && error.advice !== '';
        if (call.needsTrust) await assert.rejects(start(false), refused('notTrusted'));
        if (!call.mayBeInWorkspace && !call.isShell)
          await assert.rejects(start(true), refused('inWorkspace'));
        assert.ok(!existsSync(path.join(workspace, 'started')));
      } finally {
        removeFolder(workspace);
      }
    });
  }

  it('reads git with monitor, hooks and signature checks off', () => {
    for (const name of ['readRepository', 'listFiles'] as const) {
      const { args } = PROGRAM_CALLS[name];
      assert.ok(args.includes('core.fsmonitor=false'), name);
      assert.ok(
        args.some(argument => /^core\.hooksPath=(\/dev\/null|NUL)$/.test(argument)),
        name,
      );
      assert.ok(args.includes('log.showSignature=false'), name);
      assert.ok(args.includes('--no-pager'), name);
    }
  });

  it('passes arguments without a shell', async () => {
    const cwd = temporaryFolder('calls');
    try {
      const args = ['-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--'];
      const hostile = ['$(touch started)', '`touch started`', ';touch started', '&& x', '%PATH%'];
      const { stdout } = await runProgram('runTool', {
        program: process.execPath,
        args: [...args, ...hostile],
        cwd,
        workspace: cwd,
        isTrusted: true,
      });
      assert.deepEqual(JSON.parse(stdout.toString('utf8')), hostile);
      assert.deepEqual(readdirSync(cwd), []);
    } finally {
      removeFolder(cwd);
    }
  });
});

describe('findProgram', () => {
  it('takes absolute entries outside the workspace only', () => {
    const search = { platform: 'linux', workspace: '/work/space' } as const;
    assert.deepEqual(
      searchedFolders({
        ...search,
        path: ':.:./bin:bin:/work/space:/work/space/bin:/work/space/../space/bin:/usr/bin:',
      }),
      ['/usr/bin'],
    );
    assert.deepEqual(searchedFolders({ ...search, path: '' }), []);
    const cargo = path.join(homedir(), '.cargo', 'bin');
    const home = { path: cargo, platform: process.platform, workspace: homedir() };
    assert.deepEqual(searchedFolders(home), [cargo], 'a repository of the home folder');
  });

  it('reads PATH and PATHEXT as Windows does, without scripts', () => {
    const search = { platform: 'win32', path: '.;;C:\\bin;bin;\\\\host\\share' } as const;
    assert.deepEqual(searchedFolders(search), ['C:\\bin', '\\\\host\\share']);
    assert.deepEqual(programNames('git', { platform: 'win32' }), ['git.com', 'git.exe']);
    assert.deepEqual(
      programNames('git', { platform: 'win32', pathExt: '.BAT;.EXE;.CMD;.JS;.COM' }),
      ['git.exe', 'git.com'],
    );
    assert.deepEqual(programNames('git', { platform: 'linux', pathExt: '.EXE' }), ['git']);
  });

  it('takes no link that leads into the workspace', async function () {
    if (process.platform === 'win32') this.skip();
    const dir = temporaryFolder('link');
    try {
      writeFilesTo(dir, { 'workspace/tool': '', 'bin/other': '' });
      for (const file of ['workspace/tool', 'bin/other']) chmodSync(path.join(dir, file), 0o755);
      symlinkSync('../workspace/tool', path.join(dir, 'bin/tool'));
      const { platform } = process;
      const search = {
        path: path.join(dir, 'bin'),
        platform,
        workspace: path.join(dir, 'workspace'),
      };
      assert.equal(await findProgram('tool', search), undefined);
      assert.equal(await findProgram('other', search), path.join(dir, 'bin/other'));
    } finally {
      removeFolder(dir);
    }
  });
});

describe('programs that a repository brings', function () {
  this.timeout(30_000);
  let dir: string;
  let before: string | undefined;
  const at = (...names: readonly string[]) => path.join(dir, ...names);
  /** Writes a program that leaves a mark where it is started. */
  const plant = (file: string) => {
    writeFilesTo(dir, { [file]: `#!/bin/sh\necho "$0 $*" >> '${at('started')}'\nexit 0\n` });
    chmodSync(at(file), 0o755);
  };

  beforeEach(function () {
    if (process.platform === 'win32') this.skip();
    dir = temporaryFolder('planted');
    writeFilesTo(dir, {
      'repository/Cargo.lock': 'version = 4\n',
      'repository/uv.lock': 'version = 1\n',
      'repository/Cargo.toml': '[package]\nname = "demo"\nversion = "0.1.0"\n',
    });
    git(at('repository'), 'init', '--quiet', '--initial-branch=main');
    configureIdentity(at('repository'));
    git(at('repository'), 'add', '-A');
    git(at('repository'), 'commit', '--quiet', '-m', 'first');
    for (const name of ['git', 'cargo', 'uv', 'ssh', 'rustc'])
      for (const folder of ['repository', 'repository/bin']) plant(`${folder}/${name}`);
  });
  /** From here on the repository is on PATH. */
  const hostilePath = () => {
    before = process.env['PATH'];
    process.env['PATH'] = ['.', '', 'bin', at('repository', 'bin'), before].join(path.delimiter);
  };
  afterEach(() => {
    if (before !== undefined) process.env['PATH'] = before;
    if (dir !== '') removeFolder(dir);
  });

  it('are not started by what reads git, ssh, cargo and uv', async () => {
    hostilePath();
    const root = at('repository');
    const reader = new GitReader(root, { path: 'git', env: GIT_ENV, isTrusted: true });
    assert.equal((await reader.head()).branch, 'main');
    await reader.status();
    assert.equal(await sshHost('github-work', { root, isTrusted: true }), 'github-work');
    const sites = ['Cargo.lock', 'uv.lock'].map(name => ({ file: path.join(root, name) }));
    await lockVerdicts({ sites } as unknown as Package, true);
    assert.ok(!existsSync(at('started')));
  });

  it('are not started by the command line', () => {
    hostilePath();
    assert.ok(existsSync(CLI));
    runCli(['check'], at('repository'));
    assert.ok(!existsSync(at('started')));
  });

  it('are not started through the configuration of the repository', async () => {
    const root = at('repository');
    plant('program');
    const program = at('program');
    writeFilesTo(root, { '.gitattributes': '* filter=evil diff=evil\n', 'Cargo.lock': 'x = 1\n' });
    for (const [key, value] of [
      ['core.fsmonitor', program],
      ['core.hooksPath', dir],
      ['core.pager', program],
      ['diff.external', program],
      ['diff.evil.textconv', program],
      ['diff.evil.command', program],
      ['filter.evil.clean', program],
      ['filter.evil.smudge', program],
      ['filter.evil.process', program],
      ['filter.evil.required', 'true'],
      ['log.showSignature', 'true'],
      ['gpg.program', program],
    ] as const)
      git(root, 'config', key, value);
    for (const hook of ['post-index-change', 'pre-commit', 'reference-transaction']) plant(hook);
    hostilePath();
    const reader = new GitReader(root, { path: 'git', env: GIT_ENV, isTrusted: true });
    const file = path.join(root, 'Cargo.lock');
    const { commit = '' } = await reader.head();
    assert.ok((await reader.status()).some(entry => entry.file === file && entry.changed));
    assert.equal(await reader.textAt(commit, file), 'version = 4\n');
    assert.deepEqual([...(await reader.differing(commit, [file]))], [file]);
    await reader.contents();
    await reader.messages(undefined, commit);
    await reader.changedIn(commit);
    await reader.filesContaining('version');
    await reader.tags();
    await reader.identity();
    assert.equal(existsSync(at('started')) ? readFileSync(at('started'), 'utf8') : '', '');
    runCli(['check'], root);
    runCli(['plan', '--bump', 'minor'], root);
    assert.ok(!existsSync(at('started')), 'command line');
  });

  it('are not started before the workspace is trusted', async () => {
    const root = at('repository');
    const reader = new GitReader(root, { path: 'git', env: GIT_ENV, isTrusted: false });
    await assert.rejects(reader.status(), /not trusted/);
    const sites = [{ file: path.join(root, 'Cargo.lock') }];
    const [verdict] = await lockVerdicts({ sites } as unknown as Package, false);
    assert.equal(verdict?.state, 'unknown');
  });
});
