import * as assert from 'node:assert/strict';
import { readTask, TASK_COMMANDS, taskTitle } from '../../../src/maturin/localTask';
import {
  buildArguments,
  type BuildFacts,
  developArguments,
  uploadArguments,
} from '../../../src/maturin/runSteps';
import { cannotMeet, type Host, readLibc } from '../../../src/maturin/tools';

const DEBIAN: Host = { platform: 'linux', libc: { kind: 'glibc', version: [2, 36] } };
const FACTS: BuildFacts = {
  project: {
    name: 'budtiktok',
    version: '0.2.0',
    dir: '/r/python',
    cargoRoot: '/r',
    module: 'budtiktok',
    compatibility: ['manylinux_2_28'],
  },
  tools: { maturin: '/bin/maturin', cargo: '/bin/cargo', python: '/bin/python3' },
  host: DEBIAN,
  isLocked: false,
};

describe('buildArguments', () => {
  const line = (facts: Partial<BuildFacts>, ...rest: [(readonly string[] | 'found')?, boolean?]) =>
    buildArguments({ ...FACTS, ...facts }, '/out', rest[0] ?? 'found', rest[1]).join(' ');
  const plain: Partial<BuildFacts> = { project: { ...FACTS.project, compatibility: [] } };

  it('builds optimised wheels for all interpreters, or for those that are named', () => {
    assert.equal(line(plain), 'build --release --out /out --find-interpreter');
    assert.equal(
      line(plain, ['python3.8', 'python3.12']),
      'build --release --out /out --interpreter python3.8 --interpreter python3.12',
    );
  });

  it('keeps to the lock file that is in git', () => {
    assert.equal(
      line({ ...plain, isLocked: true }),
      'build --release --out /out --find-interpreter --locked',
    );
    assert.equal(
      line({ ...plain, isLocked: true, extra: ['--frozen'] }),
      'build --release --out /out --find-interpreter --frozen',
    );
  });

  it('gives up the policy that this computer cannot keep, but for an index', () => {
    assert.equal(line({}), 'build --release --out /out --find-interpreter --compatibility linux');
    assert.equal(line({}, 'found', true), 'build --release --out /out --find-interpreter --sdist');
    assert.equal(line({ extra: ['--zig'] }), 'build --release --out /out --find-interpreter --zig');
    assert.equal(
      line({ extra: ['--compatibility=manylinux_2_34'] }),
      'build --release --out /out --find-interpreter --compatibility=manylinux_2_34',
    );
  });
});

describe('developArguments', () => {
  it('builds for debugging, or optimised', () => {
    assert.deepEqual(developArguments(FACTS, false), ['develop']);
    assert.deepEqual(
      developArguments({ ...FACTS, isLocked: true, extra: ['--features', 'a b'] }, true),
      ['develop', '--release', '--locked', '--features', 'a b'],
    );
  });

  it('installs with uv where uv made the environment, and has no pip in it', () => {
    const venv = { dir: '/v', isUv: true };
    assert.deepEqual(
      developArguments({ ...FACTS, tools: { ...FACTS.tools, venv, uv: '/uv' } }, false),
      ['develop', '--uv'],
    );
    assert.deepEqual(developArguments({ ...FACTS, tools: { ...FACTS.tools, venv } }, false), [
      'develop',
    ]);
  });
});

describe('uploadArguments', () => {
  it('names the address in full, and never asks', () => {
    assert.deepEqual(uploadArguments('https://example.org/legacy/', ['/a b.whl']), [
      'upload',
      '--non-interactive',
      '--repository-url',
      'https://example.org/legacy/',
      '/a b.whl',
    ]);
  });
});

describe('The C library of the host', () => {
  it('is read from ldd', () => {
    assert.deepEqual(
      readLibc("#! /bin/bash\n    echo 'ldd (Debian GLIBC 2.36-9+deb12u14) 2.36'\n"),
      { kind: 'glibc', version: [2, 36] },
    );
    assert.deepEqual(readLibc("    echo 'ldd (Ubuntu GLIBC 2.35-0ubuntu3.8) 2.35'"), {
      kind: 'glibc',
      version: [2, 35],
    });
    assert.deepEqual(readLibc('    printf $"ldd (GNU libc) 2.40\n'), {
      kind: 'glibc',
      version: [2, 40],
    });
    assert.deepEqual(readLibc('\u007fELF\u0000/lib/ld-musl-x86_64.so.1'), { kind: 'musl' });
    assert.equal(readLibc(''), undefined);
  });

  it('keeps policies that are as new as itself', () => {
    const meets = (compatibility: string, host: Host = DEBIAN) =>
      !cannotMeet([compatibility], host);
    for (const policy of ['manylinux_2_36', 'manylinux_2_39', 'auto', 'linux', 'pypi', 'off', ''])
      assert.ok(meets(policy), policy);
    for (const policy of [
      'manylinux2014',
      'manylinux_2_17',
      '2_28',
      'manylinux_2_35',
      'musllinux_1_2',
    ])
      assert.ok(!meets(policy), policy);
    assert.ok(meets('musllinux_1_2', { platform: 'linux', libc: { kind: 'musl' } }));
    assert.ok(!meets('manylinux2014', { platform: 'linux', libc: { kind: 'musl' } }));
    assert.ok(meets('manylinux2014', { platform: 'linux' }), 'not known');
    assert.ok(meets('manylinux2014', { platform: 'darwin' }));
    assert.ok(!cannotMeet([], DEBIAN));
  });
});

describe('A task in tasks.json', () => {
  it('is read, without what is of the wrong type', () => {
    assert.deepEqual(
      readTask({
        type: 'maturin',
        command: 'build',
        package: 'a',
        interpreters: ['python3.8'],
        args: ['--zig'],
      }),
      { command: 'build', package: 'a', interpreters: ['python3.8'], args: ['--zig'] },
    );
    assert.deepEqual(readTask({ command: 'smokeTest', version: '1.0', index: 'testpypi' }), {
      command: 'smokeTest',
      version: '1.0',
      index: 'testpypi',
    });
    assert.deepEqual(
      readTask({
        command: 'test',
        package: 1,
        interpreters: 'x',
        args: [1],
        index: 'elsewhere',
        version: '',
      }),
      { command: 'test' },
    );
    assert.equal(readTask({ command: 'rm' }), undefined);
    assert.equal(readTask({}), undefined);
  });

  it('has a title of its own for each command', () => {
    assert.equal(
      new Set(TASK_COMMANDS.map(command => taskTitle(command, 'a'))).size,
      TASK_COMMANDS.length,
    );
  });
});
