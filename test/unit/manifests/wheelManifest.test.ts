import * as assert from 'node:assert/strict';
import { wheelManifest } from '../../../src/manifests/python/wheelManifest';
import type { Files } from '../../fixtures/files';
import { STATIC } from '../../fixtures/shapes';
import { below, scanFiles } from '../support/memory';

async function read(files: Files) {
  const {
    index,
    packages: [pkg],
  } = await scanFiles(files);
  assert.ok(pkg);
  const found = wheelManifest(index, pkg);
  if (found === undefined) return undefined;
  const { dirs, features, usesPyo3, bindings, compatibility } = found;
  return {
    dirs: dirs.map(below),
    features,
    usesPyo3,
    ...(bindings !== undefined && { bindings }),
    ...(compatibility !== undefined && { compatibility }),
  };
}

const withCargo = (text: string, maturin = ''): Files => ({
  ...STATIC,
  'Cargo.toml': `[package]\nname = "demo"\nversion = "0.1.0"\n${text}`,
  'pyproject.toml': `${STATIC['pyproject.toml'] ?? ''}${maturin}`,
});

describe('wheelManifest', () => {
  it('reads bindings, features and compatibility', async () => {
    assert.deepEqual(
      await read(
        withCargo(
          '[dependencies]\npyo3 = { version = "0.25", features = ["abi3-py38"] }\n',
          '\n[tool.maturin]\nfeatures = ["pyo3/extension-module"]\ncompatibility = "manylinux_2_28"\nbindings = "pyo3"\n',
        ),
      ),
      {
        dirs: [''],
        features: ['abi3-py38', 'pyo3/extension-module', 'default'],
        usesPyo3: true,
        bindings: 'pyo3',
        compatibility: 'manylinux_2_28',
      },
    );
  });

  it('follows features of the crate', async () => {
    const crate =
      '[features]\ndefault = ["fast"]\nfast = []\npython = ["dep:pyo3", "stable"]\nstable = ["pyo3/abi3-py39"]\n[dependencies]\npyo3 = { version = "0.25", optional = true }\n';
    assert.deepEqual(
      (await read(withCargo(crate, '\n[tool.maturin]\nfeatures = ["python"]\n')))?.features,
      ['python', 'default', 'dep:pyo3', 'stable', 'fast', 'pyo3/abi3-py39'],
    );
    assert.deepEqual(
      (await read(withCargo(crate, '\n[tool.maturin]\nno-default-features = true\n')))?.features,
      [],
    );
  });

  it('finds what the workspace says of pyo3, under whatever name', async () => {
    const found = await read({
      'Cargo.toml':
        '[workspace]\nmembers = ["crates/*"]\n[workspace.dependencies]\npy = { package = "pyo3", version = "0.25", features = ["abi3"] }\n',
      'crates/demo/Cargo.toml':
        '[package]\nname = "demo"\nversion = "0.1.0"\n[target.\'cfg(unix)\'.dependencies]\npy = { workspace = true, features = ["extension-module"] }\n',
      'python/pyproject.toml': `${STATIC['pyproject.toml'] ?? ''}\n[tool.maturin]\nmanifest-path = "../crates/demo/Cargo.toml"\n`,
    });
    assert.deepEqual(found, {
      dirs: ['python', 'crates/demo'],
      features: ['abi3', 'extension-module', 'default'],
      usesPyo3: true,
    });
  });

  it('takes no notice of what builds and tests use', async () => {
    assert.equal(
      (
        await read(
          withCargo(
            '[build-dependencies]\npyo3 = "0.25"\n[dev-dependencies]\npyo3-ffi = "0.25"\n[dependencies]\npyo3-build-config = "0.25"\n',
          ),
        )
      )?.usesPyo3,
      false,
    );
  });

  it('has nothing to say of a crate alone', async () => {
    assert.equal(
      await read({ 'Cargo.toml': '[package]\nname = "demo"\nversion = "0.1.0"\n' }),
      undefined,
    );
  });
});
