import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import { disk } from '../../../src/manifests/scan/fileReader';
import { ManifestIndex } from '../../../src/manifests/scan/manifestIndex';
import { type LocalProject, lockOf, readProject } from '../../../src/maturin/project';
import { type Files, removeFolder, temporaryFolder, writeFilesTo } from '../../fixtures/files';

const BACKEND = '[build-system]\nbuild-backend = "maturin"\n';
const CRATE = '[package]\nname = "demo-py"\nversion = "0.1.0"\n';

describe('readProject', () => {
  let dir: string;
  beforeEach(() => {
    dir = temporaryFolder('project');
  });
  afterEach(() => removeFolder(dir));

  async function read(files: Files): Promise<LocalProject | undefined> {
    writeFilesTo(dir, files);
    const index = new ManifestIndex(dir, disk);
    const {
      packages: [pkg],
    } = await index.scan();
    assert.ok(pkg);
    return readProject(pkg, index);
  }

  it('reads a crate beside pyproject.toml', async () => {
    assert.deepEqual(
      await read({
        'pyproject.toml': `${BACKEND}[project]\nname = "Demo"\nversion = "0.1.0"\n`,
        'Cargo.toml': CRATE,
      }),
      {
        name: 'Demo',
        version: '0.1.0',
        dir,
        cargoRoot: dir,
        module: 'demo_py',
        compatibility: [],
      },
    );
  });

  it('reads what [tool.maturin] says, and finds the root of the workspace', async () => {
    const project = await read({
      'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n[workspace.package]\nversion = "0.2.0"\n',
      'crates/core/Cargo.toml':
        '[package]\nname = "demo-core"\nversion.workspace = true\n[lib]\nname = "other"\n',
      'bindings/pyproject.toml': `${BACKEND}[project]\nname = "demo"\ndynamic = ["version"]\n[tool.maturin]\nmanifest-path = "../crates/core/Cargo.toml"\nmodule-name = "demo._core"\ncompatibility = "manylinux_2_28"\n`,
    });
    assert.ok(project);
    assert.deepEqual(project, {
      name: 'demo',
      version: '0.2.0',
      dir: path.join(dir, 'bindings'),
      cargoRoot: dir,
      module: 'demo._core',
      compatibility: ['manylinux_2_28'],
    });
    assert.equal(lockOf(project), path.join(dir, 'Cargo.lock'));
  });

  it('takes the name of the library, and a list of policies', async () => {
    const project = await read({
      'pyproject.toml': `${BACKEND}[project]\nname = "demo"\ndynamic = ["version"]\n[tool.maturin]\ncompatibility = ["pypi", "manylinux2014"]\n`,
      'rust/Cargo.toml': `${CRATE}[lib]\nname = "inner"\n`,
    });
    assert.deepEqual(
      [project?.module, project?.compatibility, project?.cargoRoot],
      ['inner', ['pypi', 'manylinux2014'], path.join(dir, 'rust')],
    );
  });

  it('imports nothing of a wheel that holds a program', async () => {
    const project = await read({
      'pyproject.toml': `${BACKEND}[project]\nname = "demo"\ndynamic = ["version"]\n[tool.maturin]\nbindings = "bin"\n`,
      'Cargo.toml': CRATE,
    });
    assert.ok(project && !('module' in project));
  });

  it('leaves other build backends alone', async () => {
    assert.equal(
      await read({
        'pyproject.toml':
          '[build-system]\nbuild-backend = "hatchling.build"\n[project]\nname = "demo"\nversion = "1.0"\n',
      }),
      undefined,
    );
  });

  it('leaves a crate alone', async () => {
    assert.equal(await read({ 'Cargo.toml': CRATE }), undefined);
  });
});
