import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { disk } from '../../../src/manifests/scan/fileReader';
import { ManifestIndex } from '../../../src/manifests/scan/manifestIndex';
import { buildSteps, developSteps } from '../../../src/maturin/buildSteps';
import { ToolsMissing } from '../../../src/maturin/missing';
import { readProject } from '../../../src/maturin/project';
import { checkUpload, publishSteps } from '../../../src/maturin/publishSteps';
import {
  type AnySteps,
  type BuildFacts,
  type Ended,
  runSteps,
} from '../../../src/maturin/runSteps';
import { LocalBuildError } from '../../../src/maturin/step';
import { findTools, pythonOf, readHost } from '../../../src/maturin/tools';
import { testWheelSteps } from '../../../src/maturin/venvSteps';
import { PYPI, TESTPYPI } from '../../../src/packageIndex/packageIndex';
import { type Files, removeFolder, temporaryFolder, writeFilesTo } from '../../fixtures/files';
import { has } from '../../harness/toolchain';
import { listen } from '../../fakes/listen';

/** A program beside a Python module: what maturin can build without a single crate from a registry. */
const SAMPLE: Files = {
  'Cargo.toml': '[workspace]\nmembers = ["binding"]\nresolver = "2"\n',
  'Cargo.lock': 'version = 3\n\n[[package]]\nname = "budtiktok-sample"\nversion = "0.2.0"\n',
  'binding/Cargo.toml':
    '[package]\nname = "budtiktok-sample"\nversion = "0.2.0"\nedition = "2021"\nbuild = "build.rs"\n',
  // A build script is another author's program as often as not.
  'binding/build.rs':
    'fn main() {\n    assert!(std::env::var("MATURIN_PYPI_TOKEN").is_err(), "the token is told to a build script");\n}\n',
  'binding/src/main.rs': 'fn main() {\n    println!("sample");\n}\n',
  'binding/pyproject.toml':
    '[build-system]\nrequires = ["maturin>=1,<2"]\nbuild-backend = "maturin"\n\n[project]\nname = "budtiktok-sample"\ndynamic = ["version"]\n\n[tool.maturin]\nbindings = "bin"\nmodule-name = "budtiktok_sample"\n',
  'binding/budtiktok_sample/__init__.py': 'ANSWER = 42\n',
};

/** Reads the sample as the extension does, and finds the programs that are here. */
async function factsOf(dir: string): Promise<BuildFacts> {
  const index = new ManifestIndex(dir, disk);
  const {
    packages: [pkg],
  } = await index.scan();
  const project = pkg && readProject(pkg, index);
  assert.ok(project);
  const tools = await findTools({
    path: process.env['PATH'] ?? '',
    platform: process.platform,
    dir: project.dir,
    top: dir,
  });
  return { project, tools, host: await readHost(), isLocked: true, extra: ['--offline'] };
}

async function run(steps: AnySteps): Promise<{ ended: Ended; output: string }> {
  const lines: string[] = [];
  const ended = await runSteps(
    steps,
    line => void lines.push(line),
    new AbortController().signal,
    true,
  );
  // eslint-disable-next-line no-control-regex -- terminals are coloured by control characters
  return { ended, output: lines.join('\n').replace(/\u001b\[[\d;]*m/g, '') };
}

describe('checkUpload', () => {
  it('lets the files of the version pass', () => {
    checkUpload(
      [
        'demo_x-0.2.0rc1-cp38-abi3-manylinux_2_28_x86_64.whl',
        'demo_x-0.2.0rc1-py3-none-win_amd64.whl',
        'demo_x-0.2.0rc1.tar.gz',
      ],
      'demo-x',
      '0.2.0-rc.1',
    );
  });

  it('refuses another version, and what PyPI would refuse', () => {
    for (const names of [
      [],
      ['demo-0.1.0.tar.gz'],
      ['demo-0.2.0-cp38-abi3-linux_x86_64.whl'],
      ['demo-0.2.0.tar.gz', 'demo-0.1.0-cp38-abi3-win_amd64.whl'],
      ['demo.whl'],
      ['demo-0.2.0.tar.gz', 'other-0.2.0-cp38-abi3-win_amd64.whl'],
      ['other-0.2.0.tar.gz'],
      ['demo_x-0.2.0.tar.gz'],
    ]) {
      assert.throws(() => checkUpload(names, 'demo', '0.2.0'), LocalBuildError, names.join());
    }
  });
});

describe('Steps without the programs for them', () => {
  it('run nothing', async () => {
    const facts: BuildFacts = {
      project: { name: 'a', version: '1.0', dir: '/', cargoRoot: '/', compatibility: [] },
      tools: {},
      host: { platform: 'linux' },
      isLocked: false,
    };
    for (const steps of [
      buildSteps(facts, true),
      testWheelSteps(facts),
      publishSteps(facts, { index: PYPI, upload: 'http://127.0.0.1:9/' }, '1.0', () =>
        Promise.resolve('pypi-x'),
      ),
    ]) {
      await assert.rejects(run(steps), ToolsMissing);
    }
  });
});

describe('maturin', function () {
  this.timeout(180_000);
  let dir: string;
  before(function () {
    const missing = ['maturin', 'cargo', 'python3'].filter(program => !has(program));
    if (missing.length === 0) return;
    console.log(`    skipped: ${missing.join(', ')} is not installed`);
    this.skip();
  });
  beforeEach(() => {
    dir = temporaryFolder('maturin');
    writeFilesTo(dir, SAMPLE);
  });
  afterEach(() => removeFolder(dir));

  it('builds a wheel into the folder of its version', async () => {
    const { ended, output } = await run(buildSteps(await factsOf(dir), true));
    assert.ok(ended.kind === 'done', output);
    const [wheel = '', ...others] = ended.result.files ?? [];
    assert.deepEqual(others, []);
    assert.equal(path.dirname(wheel), path.join(dir, 'target', 'wheels', 'budtiktok-sample-0.2.0'));
    assert.match(path.basename(wheel), /^budtiktok_sample-0\.2\.0-py3-none-\w+\.whl$/);
    assert.ok(existsSync(wheel));
  });

  it('builds for this computer what it cannot build for the policy of the project', async function () {
    writeFilesTo(dir, {
      'binding/pyproject.toml': `${SAMPLE['binding/pyproject.toml'] ?? ''}compatibility = "manylinux2014"\n`,
    });
    const facts = await factsOf(dir);
    if (facts.host.libc?.kind !== 'glibc') this.skip();
    const { ended, output } = await run(buildSteps(facts, false));
    assert.ok(ended.kind === 'done', output);
    assert.match(path.basename(ended.result.files?.[0] ?? ''), /-linux_\w+\.whl$/);
  });

  it('does not touch a lock file that is in git', async () => {
    writeFilesTo(dir, { 'Cargo.lock': SAMPLE['Cargo.lock']!.replace('0.2.0', '0.1.0') });
    const { ended, output } = await run(buildSteps(await factsOf(dir), false));
    assert.equal(ended.kind, 'failed');
    assert.match(output, /--locked/);
  });

  it('installs the wheel where nothing else is, and imports it from there', async () => {
    const { ended, output } = await run(testWheelSteps(await factsOf(dir)));
    assert.equal(ended.kind, 'done', output);
    assert.match(output, /^budtiktok-sample 0\.2\.0$/m);
    const [, from = ''] = /^budtiktok_sample is imported from (.+)$/m.exec(output) ?? [];
    assert.ok(from.includes('site-packages') && !from.startsWith(dir), from);
    assert.ok(!existsSync(from), 'the environment is gone');
  });

  it('fails where the module cannot be imported', async () => {
    writeFilesTo(dir, { 'binding/budtiktok_sample/__init__.py': 'import no_such_module\n' });
    const { ended, output } = await run(testWheelSteps(await factsOf(dir)));
    assert.equal(ended.kind, 'failed');
    assert.match(output, /No module named 'no_such_module'/);
  });

  it('develops into the virtual environment of the workspace, and no other', async () => {
    execFileSync('python3', ['-m', 'venv', path.join(dir, '.venv')]);
    const facts = await factsOf(dir);
    const conda = process.env['CONDA_PREFIX'];
    process.env['CONDA_PREFIX'] = dir;
    try {
      const { ended, output } = await run(developSteps(facts, false));
      assert.ok(ended.kind === 'done', output);
      const shown = execFileSync(
        pythonOf(path.join(dir, '.venv'), process.platform),
        ['-c', 'import budtiktok_sample; print(budtiktok_sample.ANSWER)'],
        { cwd: dir, encoding: 'utf8' },
      );
      assert.equal(shown.trim(), '42');
    } finally {
      if (conda === undefined) delete process.env['CONDA_PREFIX'];
      else process.env['CONDA_PREFIX'] = conda;
    }
  });

  it('names the file of an error in full', async () => {
    writeFilesTo(dir, { 'binding/src/main.rs': 'fn main() {\n    let x: u32 = "a";\n}\n' });
    const { ended, output } = await run(buildSteps(await factsOf(dir), false));
    assert.equal(ended.kind, 'failed');
    assert.ok(output.includes(`--> ${path.join(dir, 'binding', 'src', 'main.rs')}:2:18`), output);
  });

  describe('publishes', () => {
    let server: Server;
    let taken: { readonly authorization: string | undefined; readonly body: string }[];
    let before: NodeJS.ProcessEnv;
    let address: string;
    beforeEach(async () => {
      taken = [];
      server = createServer((request, response) => {
        void bodyOf(request).then(body => {
          taken.push({ authorization: request.headers.authorization, body });
          response.end();
        });
      });
      await listen(server);
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/legacy/`;
      before = { ...process.env };
    });
    afterEach(async () => {
      process.env = before;
      await new Promise(resolve => server.close(resolve));
    });

    it('what it built, to the address that was agreed to, with the token', async () => {
      // What the user has set up for other uploads leads nowhere.
      writeFilesTo(dir, {
        'home/.pypirc':
          '[distutils]\nindex-servers =\n    pypi\n\n[pypi]\nrepository = http://127.0.0.1:9/\nusername = other\npassword = other\n',
      });
      Object.assign(process.env, {
        CARGO_HOME: process.env['CARGO_HOME'] ?? path.join(process.env['HOME'] ?? '', '.cargo'),
        RUSTUP_HOME: process.env['RUSTUP_HOME'] ?? path.join(process.env['HOME'] ?? '', '.rustup'),
        HOME: path.join(dir, 'home'),
        MATURIN_REPOSITORY_URL: 'http://127.0.0.1:9/',
        MATURIN_REPOSITORY: 'elsewhere',
        MATURIN_USERNAME: 'other',
        MATURIN_PASSWORD: 'other',
      });
      const { ended, output } = await run(
        publishSteps(await factsOf(dir), { index: TESTPYPI, upload: address }, '0.2.0', () =>
          Promise.resolve('pypi-secret'),
        ),
      );
      assert.equal(ended.kind, 'done', output);
      assert.deepEqual(
        [...new Set(taken.map(({ authorization }) => authorization))],
        [`Basic ${Buffer.from('__token__:pypi-secret').toString('base64')}`],
      );
      const names = taken.map(({ body }) => /filename="([^"]+)"/.exec(body)?.[1] ?? '').sort();
      assert.equal(names.length, 2, output);
      assert.match(names[0] ?? '', /^budtiktok_sample-0\.2\.0-py3-none-\w+\.whl$/);
      assert.equal(names[1], 'budtiktok_sample-0.2.0.tar.gz');
      assert.ok(!output.includes('pypi-secret'));
    });

    it('nothing where another version is built than was agreed to', async () => {
      await assert.rejects(
        run(
          publishSteps(await factsOf(dir), { index: TESTPYPI, upload: address }, '0.3.0', () =>
            Promise.resolve('pypi-secret'),
          ),
        ),
        LocalBuildError,
      );
      assert.deepEqual(taken, []);
    });
  });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('latin1');
}
