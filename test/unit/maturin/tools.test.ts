import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import * as path from 'node:path';
import { missingTools, ToolsMissing } from '../../../src/maturin/missing';
import { binOf, findTools, type Tools } from '../../../src/maturin/tools';
import { removeFolder, temporaryFolder, writeFilesTo, type Files } from '../../fixtures/files';

const { platform } = process;

/** Files with the names that programs have here, which may be run. */
function writePrograms(dir: string, ...names: readonly string[]): void {
  for (const name of names) {
    const file = platform === 'win32' ? `${name}.exe` : name;
    writeFilesTo(dir, { [file]: '' });
    chmodSync(path.join(dir, file), 0o755);
  }
}

describe('findTools', () => {
  let dir: string;
  const at = (...names: readonly string[]) => path.join(dir, ...names);
  const write = (files: Files) => writeFilesTo(dir, files);
  const find = (...folders: readonly string[]): Promise<Tools> =>
    findTools({
      path: folders.join(path.delimiter),
      platform,
      dir: at('repository', 'crates', 'a'),
      top: at('repository'),
    });
  const named = (tools: Tools) =>
    Object.fromEntries(
      Object.entries(tools).map(([name, found]) => [
        name,
        typeof found === 'string'
          ? path
              .relative(dir, found)
              .replace(/\.exe$/, '')
              .replaceAll('\\', '/')
          : found,
      ]),
    );

  beforeEach(() => {
    dir = temporaryFolder('tools');
    write({ 'repository/crates/a/pyproject.toml': '' });
  });
  afterEach(() => removeFolder(dir));

  it('finds nothing on an empty PATH', async () => {
    assert.deepEqual(await find(''), {});
  });

  it('takes the first on PATH', async () => {
    writePrograms(at('one'), 'cargo', 'python');
    writePrograms(at('two'), 'cargo', 'python3', 'maturin', 'uv', 'pipx', 'rustup');
    assert.deepEqual(named(await find(at('one'), at('two'))), {
      maturin: 'two/maturin',
      uploader: 'two/maturin',
      cargo: 'one/cargo',
      rustup: 'two/rustup',
      python: 'one/python',
      uv: 'two/uv',
      pipx: 'two/pipx',
    });
  });

  it('passes over folders, files that may not be run, and relative entries', async function () {
    if (platform === 'win32') this.skip();
    write({ 'one/cargo/file': '', 'one/maturin': '' });
    chmodSync(at('one', 'maturin'), 0o644);
    writePrograms(at('repository'), 'uv');
    const before = process.cwd();
    process.chdir(at('repository'));
    try {
      assert.deepEqual(await find('', '.', '../repository', at('one')), {});
    } finally {
      process.chdir(before);
    }
  });

  it('waits for no pipe in the place of pyvenv.cfg', async function () {
    if (platform === 'win32') this.skip();
    writePrograms(binOf(at('repository', '.venv'), platform), 'python');
    execFileSync('mkfifo', [at('repository', '.venv', 'pyvenv.cfg')]);
    assert.deepEqual(await find(''), {});
  });

  it('prefers the virtual environment of the package, and says who made it', async () => {
    write({ 'repository/.venv/pyvenv.cfg': 'home = /usr/bin\n' });
    writePrograms(binOf(at('repository', '.venv'), platform), 'python', 'maturin');
    writePrograms(at('one'), 'python3', 'maturin', 'cargo');
    const bin = platform === 'win32' ? 'Scripts' : 'bin';
    assert.deepEqual(named(await find(at('one'))), {
      maturin: `repository/.venv/${bin}/maturin`,
      uploader: 'one/maturin',
      cargo: 'one/cargo',
      python: `repository/.venv/${bin}/python`,
      venv: { dir: at('repository', '.venv'), isUv: false },
    });
    write({ 'repository/crates/a/.venv/pyvenv.cfg': 'home = /usr/bin\nuv = 0.9.1\n' });
    assert.deepEqual((await find(at('one'))).venv, {
      dir: at('repository', 'crates', 'a', '.venv'),
      isUv: true,
    });
  });

  it('takes the environment that the editor was started in, where the package has none', async () => {
    write({ 'elsewhere/pyvenv.cfg': '' });
    const look = {
      path: '',
      platform,
      dir: at('repository', 'crates', 'a'),
      top: at('repository'),
    };
    assert.deepEqual(await findTools({ ...look, active: at('elsewhere') }), {
      venv: { dir: at('elsewhere'), isUv: false },
    });
    assert.deepEqual(await findTools({ ...look, active: at('gone') }), {});
    write({ 'repository/.venv/pyvenv.cfg': '' });
    assert.deepEqual(
      (await findTools({ ...look, active: at('elsewhere') })).venv?.dir,
      at('repository', '.venv'),
    );
  });

  it('does not look above the repository', async () => {
    write({ '.venv/pyvenv.cfg': '' });
    assert.deepEqual(await find(''), {});
  });
});

describe('missingTools', () => {
  const installs = (tools: Tools, os: NodeJS.Platform = 'linux') =>
    Object.fromEntries(
      missingTools(['maturin', 'cargo', 'python', 'venv'], tools, os).map(({ need, install }) => [
        need,
        install,
      ]),
    );

  it('asks for nothing where all is there', () => {
    assert.deepEqual(
      missingTools(
        ['maturin', 'cargo', 'python'],
        { maturin: '/m', cargo: '/c', python: '/p' },
        'linux',
      ),
      [],
    );
    assert.deepEqual(missingTools(['python'], { python: '/p' }, 'linux'), []);
  });

  it('offers a command of a program that was found', () => {
    assert.deepEqual(installs({}), {
      cargo: undefined,
      python: undefined,
      venv: undefined,
      maturin: undefined,
    });
    assert.deepEqual(installs({ rustup: '/r', uv: '/u', pipx: '/x' }), {
      cargo: 'rustup default stable',
      python: 'uv python install --default',
      venv: 'uv venv',
      maturin: 'uv tool install maturin',
    });
    assert.deepEqual(installs({ cargo: '/c', python: '/usr/bin/python3', pipx: '/x' }), {
      venv: '/usr/bin/python3 -m venv .venv',
      maturin: 'pipx install maturin',
    });
    assert.deepEqual(
      installs({ cargo: '/c', python: '/usr/bin/python3', venv: { dir: '/v', isUv: false } }),
      { maturin: '/usr/bin/python3 -m pip install maturin' },
    );
  });

  it('quotes paths for the terminal of the platform', () => {
    const venv = { dir: '/v', isUv: false };
    assert.deepEqual(installs({ cargo: '/c', python: "/home/it's me/bin/python3", venv }), {
      maturin: "'/home/it'\\''s me/bin/python3' -m pip install maturin",
    });
    assert.deepEqual(
      installs({ cargo: 'c', python: "C:\\Users\\It's Me\\python.exe", venv }, 'win32'),
      { maturin: "& 'C:\\Users\\It''s Me\\python.exe' -m pip install maturin" },
    );
  });

  it('says all that is missing, in the order in which it is installed', () => {
    const error = new ToolsMissing(missingTools(['maturin', 'cargo'], { python: '/p' }, 'linux'));
    assert.match(error.message, /^cargo was not found.*maturin was found neither/);
    assert.equal(error.advice, 'See https://rustup.rs/\nInstall with: /p -m pip install maturin');
  });
});
