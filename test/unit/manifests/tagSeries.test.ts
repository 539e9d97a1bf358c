import * as assert from 'node:assert/strict';
import { NO_SETTINGS } from '../../../src/manifests/engineSettings';
import { findEverywhere } from '../../../src/manifests/scan/manifestFinder';
import { ManifestIndex } from '../../../src/manifests/scan/manifestIndex';
import { agreement, type Scan } from '../../../src/manifests/package';
import type { Files } from '../../fixtures/files';
import { below, memoryReader, TOP } from '../support/memory';

const crate = (name: string, version: string, rest = '') =>
  `[package]\nname = "${name}"\nversion = "${version}"\n${rest}`;
const project = (name: string, version: string) =>
  `[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n[project]\nname = "${name}"\n${version}\n`;

/** A Python package in py/ that is built from a crate beside its own, both at 0.8.5. */
const FILES: Files = {
  'Cargo.toml': '[workspace]\nmembers = ["core", "py"]\n',
  'core/Cargo.toml': crate('demo', '0.8.5'),
  'py/Cargo.toml': crate('py-demo', '0.8.5', '[dependencies]\ndemo = { path = "../core" }\n'),
  'py/pyproject.toml': project('demo', 'dynamic = ["version"]'),
};

async function scan(files: Files, tags: readonly string[]): Promise<Scan> {
  return await new ManifestIndex(TOP, memoryReader(files), NO_SETTINGS, async (...args) => ({
    ...(await findEverywhere(...args)),
    tags,
  })).scan();
}

async function asked(tags: readonly string[], files = FILES): Promise<string[]> {
  const { packages } = await scan(files, tags);
  return packages.flatMap(({ questions }) =>
    questions.map(({ id, file }) => `${id} ${below(file)}`),
  );
}

describe('release tags', () => {
  it('make a crate at the same version a question where its own series differs', async () => {
    const apart: readonly (readonly string[])[] = [
      ['py-demo@v0.8.5', 'py-demo@v0.8.4', 'py-demo@v0.8.0', 'v0.8.5', 'v0.8.0'],
      ['python-v0.8.5', 'python-v0.8.0', 'rust-v0.8.5', 'rust-v0.8.4', 'rust-v0.8.0'],
      ['py/v0.8.5', 'py/v0.8.0', 'core/v0.8.5', 'core/v0.8.3', 'core/v0.8.0'],
    ];
    for (const tags of apart)
      assert.deepEqual(await asked(tags), ['lockstep core/Cargo.toml'], tags.join(' '));
  });

  it('let it move where both have tagged the same versions, or one series was given up', async () => {
    const together: readonly (readonly string[])[] = [
      [],
      ['v0.8.5', 'v0.8.4'],
      ['python-v0.8.5', 'python-v0.8.4', 'rust-v0.8.5', 'rust-v0.8.4', 'rust-v0.8.3'],
      ['py-v0.2.0', 'py-v0.3.0', 'v0.8.5', 'v0.8.4'],
      ['v0.2.0', 'v0.3.0', 'v0.4.0', 'py-v0.8.5', 'py-v0.8.4'],
    ];
    for (const tags of together) assert.deepEqual(await asked(tags), [], tags.join(' '));
  });

  it('show that a package did not begin with 1.0.0, and its own crates move with it', async () => {
    const files = Object.fromEntries(
      Object.entries(FILES).map(([name, text]) => [name, text.replaceAll('0.8.5', '1.0.0')]),
    );
    assert.deepEqual(await asked([], files), ['lockstep core/Cargo.toml']);
    assert.deepEqual(await asked(['v0.8.5'], files), []);
    assert.deepEqual(await asked(['v0.8.5', 'v1.0.0'], files), []);
    assert.deepEqual(await asked(['v0.1.0'], files), ['lockstep core/Cargo.toml']);
    // The files hold a number that the releases have left behind.
    assert.deepEqual(await asked(['v1.5.9'], files), ['lockstep core/Cargo.toml']);
  });

  it('name the tag in the question', async () => {
    const { packages } = await scan(FILES, [
      'py-v0.8.5',
      'py-v0.8.0',
      'v0.8.5',
      'v0.8.4',
      'v0.8.0',
    ]);
    assert.equal(
      packages[0]?.questions[0]?.reason,
      'The same version, which is no proof of one group, is also in: demo (core/Cargo.toml, v0.8.5).',
    );
  });

  it('show that a crate is released by itself, and is no half-made bump', async () => {
    const files: Files = {
      'py/pyproject.toml': `${project('demo', 'version = "1.0.3"')}[tool.maturin]\nmanifest-path = "../cli/Cargo.toml"\n`,
      'cli/Cargo.toml': crate('demo-cli', '1.1.0'),
    };
    assert.deepEqual(await asked([], files), ['crate cli/Cargo.toml']);
    assert.deepEqual(await asked(['python-v1.0.3', 'cli/v1.1.0'], files), []);
    // The Python version is not released yet: the crate may have been forgotten.
    assert.deepEqual(await asked(['python-v1.0.2', 'cli/v1.1.0'], files), ['crate cli/Cargo.toml']);
    const { packages } = await scan(files, ['python-v1.0.3', 'cli/v1.1.0']);
    assert.equal(agreement(packages[0]?.sites ?? []).current?.text, '1.0.3');
  });

  it('say that the version which a workflow writes over is the one that was released', async () => {
    const files: Files = {
      'pyproject.toml': project('demo', 'version = "2.1.1"'),
      'Cargo.toml': crate('demo', '2.1.1'),
      '.github/workflows/ci.yml':
        "jobs:\n  a:\n    steps:\n      - run: sed -i 's/^version = .*/version = \"'$VERSION'\"/' Cargo.toml\n",
    };
    assert.deepEqual(await asked([], files), ['source pyproject.toml']);
    assert.deepEqual(await asked(['v2.1.0', 'v2.1.1'], files), []);
    assert.deepEqual(await asked(['v2.1.1', 'v2.1.2'], files), ['source pyproject.toml']);
  });
});
