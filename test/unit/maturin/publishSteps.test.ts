import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { ProgramRefused } from '../../../src/base/processes';
import { type BuiltFile, publishSteps } from '../../../src/maturin/publishSteps';
import { type BuildFacts, type Ended, runSteps } from '../../../src/maturin/runSteps';
import { LocalBuildError } from '../../../src/maturin/step';
import { TESTPYPI } from '../../../src/packageIndex/packageIndex';
import { removeFolder, temporaryFolder, writeFilesTo } from '../../fixtures/files';

const SDIST = 'demo-0.2.0.tar.gz';
const WHEEL = 'demo-0.2.0-cp38-abi3-manylinux_2_28_x86_64.whl';

/** With a maturin that writes the files it is asked for, and keeps what it was asked to upload. */
describe('publishSteps', function () {
  this.timeout(20_000);
  let dir: string;
  const uploads = () => path.join(dir, 'uploads');

  beforeEach(function () {
    if (process.platform === 'win32') this.skip();
    dir = temporaryFolder('publish');
  });
  afterEach(() => {
    if (process.platform !== 'win32') removeFolder(dir);
  });

  /** Builds files with these names, confirms them with a token, and uploads. */
  async function publish(
    names: readonly string[],
    confirm: (files: readonly BuiltFile[]) => string | undefined,
    project = path.join(dir, 'project'),
  ): Promise<{ ended: Ended; output: string }> {
    writeFilesTo(dir, {
      'project/pyproject.toml': '',
      maturin: [
        '#!/bin/sh',
        'if [ "$1" = build ]; then mkdir -p "$4"',
        ...names.map(name => `printf '%s' '${name}' > "$4/${name}"`),
        `printf '%s' "$4" > '${path.join(dir, 'out')}'`,
        `else printf '%s\\n' "$@" > '${uploads()}'; fi`,
        '',
      ].join('\n'),
    });
    chmodSync(path.join(dir, 'maturin'), 0o755);
    const program = path.join(dir, 'maturin');
    const facts: BuildFacts = {
      project: {
        name: 'demo',
        version: '0.2.0',
        dir: project,
        cargoRoot: project,
        compatibility: [],
      },
      tools: { maturin: program, uploader: program, cargo: program, python: program },
      host: { platform: 'linux' },
      isLocked: false,
    };
    const lines: string[] = [];
    const steps = publishSteps(
      facts,
      { index: TESTPYPI, upload: 'http://127.0.0.1:9/legacy/' },
      '0.2.0',
      files => Promise.resolve(confirm(files)),
    );
    const ended = await runSteps(
      steps,
      line => void lines.push(line),
      new AbortController().signal,
      true,
    );
    return { ended, output: lines.join('\n') };
  }

  it('lists each file with size and hash, and uploads exactly these', async () => {
    let listed: readonly BuiltFile[] = [];
    const { ended, output } = await publish([WHEEL, SDIST], files => {
      listed = files;
      return 'pypi-secret';
    });
    assert.equal(ended.kind, 'done', output);
    assert.deepEqual(
      listed,
      [WHEEL, SDIST].map(name => ({
        name,
        size: name.length,
        sha256: createHash('sha256').update(name).digest('hex'),
      })),
    );
    const uploaded = readFileSync(uploads(), 'utf8').trimEnd().split('\n').slice(4);
    assert.deepEqual(
      uploaded.map(file => path.basename(file)),
      [WHEEL, SDIST],
    );
    assert.ok(!readFileSync(uploads(), 'utf8').includes('pypi-secret'), 'arguments are public');
  });

  it('refuses the wheel of another package before it asks', async () => {
    for (const foreign of [
      'other-0.2.0-cp38-abi3-manylinux_2_28_x86_64.whl',
      'demo_x-0.2.0-cp38-abi3-manylinux_2_28_x86_64.whl',
      'demo-0.1.0-cp38-abi3-manylinux_2_28_x86_64.whl',
    ])
      await assert.rejects(
        publish([WHEEL, foreign], () => assert.fail('it was not asked')),
        (error: unknown) => error instanceof LocalBuildError && error.message.includes(foreign),
      );
    assert.ok(!existsSync(uploads()));
  });

  it('gives the token to no program of the workspace', async () => {
    await assert.rejects(
      publish([WHEEL], () => 'pypi-secret', dir),
      (error: unknown) => error instanceof ProgramRefused && error.reason === 'inWorkspace',
    );
    assert.ok(!existsSync(uploads()));
  });

  it('uploads nothing where the user declines', async () => {
    const { ended } = await publish([WHEEL], () => undefined);
    assert.deepEqual(ended, { kind: 'stopped' });
    assert.ok(!existsSync(uploads()));
  });

  it('uploads nothing where a file changes or appears after the confirmation', async () => {
    for (const name of [WHEEL, 'demo-0.2.0-cp39-abi3-manylinux_2_28_x86_64.whl'])
      await assert.rejects(
        publish([WHEEL], () => {
          writeFilesTo(readFileSync(path.join(dir, 'out'), 'utf8'), { [name]: 'changed' });
          return 'pypi-secret';
        }),
        LocalBuildError,
      );
    assert.ok(!existsSync(uploads()));
  });
});
