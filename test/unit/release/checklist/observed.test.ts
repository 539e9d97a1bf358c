import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import { disk } from '../../../../src/manifests/scan/fileReader';
import { nearestChangelog } from '../../../../src/release/changelog/changelogFile';
import { findPythonTests } from '../../../../src/release/checklist/pythonTests';
import { observeChangelog, observeVersions } from '../../../../src/release/checklist/state';
import { parseReleaseVersion } from '../../../../src/versions/releaseVersion';
import { type Files, removeFolder, temporaryFolder, writeFilesTo } from '../../../fixtures/files';
import { below, memoryReader, scanFiles, TOP } from '../../support/memory';

const KEPT =
  '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n## [0.1.0] - 2026-01-01\n\n- The first.\n';

describe('observeVersions', () => {
  const PYPROJECT =
    '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n[project]\nname = "x"\nversion = "0.1.0"\n';
  const of = async (crate: string) =>
    observeVersions(
      (
        await scanFiles({
          'pyproject.toml': PYPROJECT,
          'Cargo.toml': `[package]\nname = "x"\nversion = "${crate}"\n`,
        })
      ).packages[0]!,
    );

  it('passes where all sites say the same', async () => {
    assert.deepEqual(await of('0.1.0'), { state: 'holds', detail: '2 places say 0.1.0' });
  });

  it('is left to the release where it can make them say the same', async () => {
    const {
      packages: [pkg],
    } = await scanFiles({
      'pyproject.toml': PYPROJECT.replace('0.1.0', '0.2.0rc1'),
      'Cargo.toml': '[package]\nname = "x"\nversion = "0.2.0-rc.2"\n',
    });
    assert.equal(observeVersions({ ...pkg!, questions: [], refusals: [] }).state, 'missing');
    const refusal = {
      severity: 'error',
      file: 'x',
      start: { line: 0, column: 0 },
      message: 'x',
    } as const;
    assert.deepEqual(observeVersions({ ...pkg!, questions: [], refusals: [refusal] }), {
      state: 'conflict',
      detail: '1 of 2 places differ from 0.2.0-rc.2',
    });
  });
});

describe('observeChangelog', () => {
  const asked = (version?: string, isUpdated = true) => {
    const parsed = parseReleaseVersion(version ?? '');
    return { version: parsed.ok ? parsed.version : undefined, isUpdated };
  };
  const state = (text: string | undefined, version?: string, isUpdated = true) =>
    observeChangelog(text, 'markdown', asked(version, isUpdated)).state;

  it('finds the section of the version in any spelling', () => {
    assert.equal(state(KEPT, '0.1.0'), 'holds');
    assert.equal(state('# Changelog\n\n## 0.2.0rc1\n\n- x\n', '0.2.0-rc.1'), 'holds');
  });

  it('is left to the release where something is listed as unreleased', () => {
    assert.equal(state(KEPT, '0.2.0'), 'missing');
    assert.equal(state(KEPT), 'missing');
  });

  it('is left to the release where an entry is proposed, and not where the settings leave the changelog alone', () => {
    const empty = KEPT.replace('- A thing.', '');
    assert.equal(state(empty, '0.2.0'), 'missing');
    assert.equal(state(empty), 'missing');
    assert.deepEqual(observeChangelog(empty, 'markdown', asked('0.2.0', false)), {
      state: 'conflict',
      detail: 'it has no section for 0.2.0, and is left as it is by the settings',
    });
    assert.equal(state(KEPT, undefined, false), 'conflict');
    assert.equal(state(KEPT, '0.1.0', false), 'holds');
  });

  it('fails where nothing was written, or only a person can write it', () => {
    assert.deepEqual(observeChangelog('# Changelog\n\n## 0.2.0\n\n', 'markdown', asked('0.2.0')), {
      state: 'conflict',
      detail: 'the section for 0.2.0 is empty',
    });
    assert.deepEqual(
      observeChangelog(
        '# Changelog\n\n## 0.1.0\n\n- a\n\n## 0.1.1\n\n- b\n',
        'markdown',
        asked('0.2.0'),
      ),
      { state: 'conflict', detail: 'The changelog lists its oldest version first' },
    );
  });

  it('does not know what it cannot read', () => {
    assert.equal(state(undefined, '0.1.0'), 'unknown');
  });
});

describe('Where the checklist looks', () => {
  const inMemory = async <T>(
    files: Files,
    look: (reader: ReturnType<typeof memoryReader>) => Promise<T>,
  ) => await look(memoryReader(files));

  it('the nearest changelog, up to the top of the repository and not beyond', async () => {
    // Links are followed, so that these are real files.
    const nearest = async (files: Files, top = '.') => {
      const dir = temporaryFolder('changelogs');
      try {
        writeFilesTo(dir, { 'crates/x/README.md': '', ...files });
        const found = await nearestChangelog(disk, path.join(dir, 'crates/x'), path.join(dir, top));
        return found && path.relative(dir, found.file).split(path.sep).join('/');
      } finally {
        removeFolder(dir);
      }
    };
    assert.equal(
      await nearest({ 'CHANGELOG.md': '', 'crates/x/CHANGES.rst': '' }),
      'crates/x/CHANGES.rst',
    );
    assert.equal(await nearest({ 'CHANGELOG.md': '', 'crates/x/history/x': '' }), 'CHANGELOG.md');
    assert.equal(await nearest({ 'CHANGELOG.md': '' }, 'crates'), undefined);
  });

  it('Python tests: the folder of the package first, and no folder of Rust tests', async () => {
    const found = (files: Files) =>
      inMemory(files, async reader =>
        below((await findPythonTests(path.join(TOP, 'crates/x'), TOP, reader)) ?? TOP),
      );
    assert.equal(await found({ 'crates/x/tests/it.rs': '', 'tests/test_a.py': '' }), 'tests');
    assert.equal(
      await found({ 'crates/x/tests/unit/a_test.py': '', 'tests/test_a.py': '' }),
      'crates/x/tests',
    );
    assert.equal(await found({ 'crates/x/python/tests/test_a.py': '' }), 'crates/x/python/tests');
    assert.equal(
      await found({
        'crates/x/tests/helpers.py': '',
        'crates/x/src/test_a.py': '',
        'tests/a/b/c/test_deep.py': '',
      }),
      '',
    );
  });
});
