import * as assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { missingTools, pytestMissing } from '../../../src/maturin/missing';
import { commandLine, runSteps } from '../../../src/maturin/runSteps';
import { type Result, shellStep, type Step } from '../../../src/maturin/step';
import { removeFolder, temporaryFolder } from '../../fixtures/files';

function* only(step: Step): Generator<Step, Result, void> {
  yield step;
  return { message: 'over' };
}

describe('A command line of the user', function () {
  this.timeout(20_000);
  let dir: string;
  before(() => {
    dir = temporaryFolder('shell');
  });
  after(() => removeFolder(dir));

  const run = async (step: Step) => {
    const lines: string[] = [];
    const ended = await runSteps(
      only(step),
      line => void lines.push(line),
      new AbortController().signal,
      true,
    );
    return { ended, lines };
  };

  it('is read by a shell, in its folder, and shown as it was written', async () => {
    const { ended, lines } = await run(shellStep('echo one && echo two', dir, {}));
    assert.deepEqual(
      lines.map(line => line.trim()),
      ['> echo one && echo two', 'one', 'two'],
    );
    assert.equal(ended.kind, 'done');
    const failed = await run(shellStep('exit 3', dir, {}));
    assert.equal(failed.ended.kind === 'failed' && failed.ended.code, 3);
    const where = await run(shellStep(process.platform === 'win32' ? 'cd' : 'pwd', dir, {}));
    assert.equal(where.lines[1], dir);
  });

  it('finds the programs of the environment of the package first', async function () {
    if (process.platform === 'win32') this.skip();
    const venv = path.join(dir, '.venv');
    mkdirSync(path.join(venv, 'bin'), { recursive: true });
    writeFileSync(path.join(venv, 'bin', 'pytest'), '#!/bin/sh\necho "tests in $VIRTUAL_ENV"\n', {
      mode: 0o755,
    });
    const { lines } = await run(shellStep('pytest', dir, { venv: { dir: venv, isUv: false } }));
    assert.deepEqual(lines, ['> pytest', `tests in ${venv}`]);
  });

  it('keeps its quotes on Windows, where the shell has rules of its own', () => {
    const step = shellStep(
      '"C:\\Program Files\\x.exe" "a b"',
      'C:\\w',
      { venv: { dir: 'C:\\w\\.venv', isUv: false } },
      { platform: 'win32', env: { SystemRoot: 'D:\\Windows', PATH: 'C:\\bin' } },
    );
    assert.equal(step.program, 'D:\\Windows\\System32\\cmd.exe');
    assert.deepEqual(step.args, ['/d', '/s', '/c', '""C:\\Program Files\\x.exe" "a b""']);
    assert.equal(step.isVerbatim, true);
    assert.match(step.env?.['PATH'] ?? '', /Scripts;C:\\bin$/);
    assert.equal(commandLine(step), '"C:\\Program Files\\x.exe" "a b"');
  });
});

describe('What tests cannot do without', () => {
  it('comes with what installs it here', () => {
    assert.deepEqual(missingTools(['cargo'], { cargo: '/bin/cargo' }, 'linux'), []);
    assert.equal(
      pytestMissing({ python: '/w/.venv/bin/python' }, 'linux').install,
      '/w/.venv/bin/python -m pip install pytest',
    );
    assert.equal(
      pytestMissing(
        { python: '/w/.venv/bin/python', uv: '/bin/uv', venv: { dir: '/w/.venv', isUv: true } },
        'linux',
      ).install,
      'uv pip install pytest',
    );
    assert.equal(pytestMissing({}, 'linux').install, undefined);
  });
});
