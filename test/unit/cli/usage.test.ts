import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import manifest from '../../../package.json';
import { removeFolder, temporaryFolder, writeFilesTo } from '../../fixtures/files';
import { STATIC } from '../../fixtures/shapes';
import { ROOT } from '../../harness/paths';
import { CLI, runCli } from './runCli';

describe('budtiktok-release', function () {
  this.timeout(60_000);
  let dir: string;
  before(() => {
    dir = temporaryFolder('cli');
    writeFilesTo(dir, STATIC);
  });
  after(() => removeFolder(dir));

  it('is what package.json calls it, and runs as a program of its own', () => {
    assert.deepEqual(manifest.bin, {
      'budtiktok-release': path.relative(ROOT, CLI).split(path.sep).join('/'),
    });
    assert.match(readFileSync(CLI, 'utf8'), /^#!\/usr\/bin\/env node\n/);
  });

  it('holds nothing that only the editor needs', () => {
    const text = readFileSync(CLI, 'utf8');
    assert.doesNotMatch(text, /require\("vscode"\)/);
    assert.doesNotMatch(text, /octokit/i);
    assert.doesNotMatch(text, /activationEvents/, 'of package.json the version alone');
  });

  it('prints its version and help', () => {
    assert.deepEqual(runCli(['--version'], dir), {
      code: 0,
      stdout: `${manifest.version}\n`,
      stderr: '',
    });
    for (const args of [['--help'], ['-h'], ['help']])
      assert.match(runCli(args, dir).stdout, /^Usage: budtiktok-release COMMAND/);
    for (const command of ['check', 'plan', 'bump']) {
      for (const args of [
        [command, '--help'],
        ['help', command],
      ]) {
        const { code, stdout } = runCli(args, dir);
        assert.equal(code, 0);
        assert.match(stdout, new RegExp(`^Usage: budtiktok-release ${command} \\[DIR\\]`));
      }
    }
  });

  const wrong: readonly (readonly [args: string[], siteHasVersion: RegExp])[] = [
    [[], /A command is missing\.\nUsage: budtiktok-release COMMAND/],
    [['verify'], /There is no such command: "verify"\./],
    [['--json', 'check'], /The command comes first/],
    [['check', '--bump', 'patch'], /Unknown option '--bump'\.\nUsage: budtiktok-release check/],
    [['check', '--format', 'xml'], /--format is text, github or json, and not "xml"/],
    [['check', '--json', '--format', 'github'], /exclude each other/],
    [['check', '--tag='], /--tag is empty/],
    [['check', '--tag'], /argument missing/],
    [['check', 'a', 'b'], /One folder at most, and not also "b"/],
    [['plan'], /Either --bump or --to/],
    [['plan', '--bump', 'patch', '--to', '0.2.0'], /--bump and --to exclude each other/],
    [
      ['plan', '--bump', 'huge'],
      /"huge" is no bump\.\nUsage: .*\nSee budtiktok-release plan --help/,
    ],
    [['plan', '--bump', 'minor-nightly'], /"minor-nightly" is no bump/],
    [['bump', '--to', '0.2.0', '--answer', 'x'], /--answer is ID=VALUE, and not "x"/],
    [['bump', '--to', '0.2.0', '--answer', 'x=1', '--answer', 'x=2'], /--answer x is given twice/],
    [['check', 'nowhere'], /nowhere is no folder/],
    [
      ['plan', '--to', '0.2.0', '--package', 'other'],
      /There is no package "other"\. Found: demo \(pyproject\.toml\)\./,
    ],
  ];
  for (const [args, siteHasVersion] of wrong) {
    it(`says what is right: ${args.join(' ')}`, () => {
      const { code, stdout, stderr } = runCli(args, dir);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, siteHasVersion);
      assert.doesNotMatch(stderr, /\n {4}at /, 'no stack');
    });
  }

  it('says so where there is no package', () => {
    const { code, stderr } = runCli(['check', path.join(dir, 'src')], dir);
    // The folder is inside of a package, which is looked for below the folder alone where there is no repository.
    assert.equal(code, 2);
    assert.match(stderr, /No package was found in .*src/);
  });

  it('ends quietly where its reader has seen enough', function () {
    if (process.platform === 'win32') this.skip();
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['-c', `set -o pipefail; "${process.execPath}" "${CLI}" plan --schema | head -n 1`],
      { cwd: dir, encoding: 'utf8' },
    );
    assert.deepEqual([status, stdout, stderr], [0, '{\n', '']);
  });

  it('uses no colours', () => {
    for (const args of [['check'], ['plan', '--bump', 'minor'], ['--help']])
      // eslint-disable-next-line no-control-regex -- the escape character is what must not be there
      assert.doesNotMatch(runCli(args, dir, { FORCE_COLOR: '1' }).stdout, /\u001B/);
  });
});
