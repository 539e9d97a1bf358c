import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Files } from '../../fixtures/files';
import { removeFolder, temporaryFolder, writeFilesTo } from '../../fixtures/files';
import { below, scanFiles } from '../support/memory';

const POETRY_2 = `[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"
[project]
name = "demo"
version = "0.1.0"
requires-python = ">=3.9"
dependencies = []
[project.optional-dependencies]
fast = []
[tool.poetry]
packages = []
`;
const POETRY_1 = `[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"
[tool.poetry]
name = "demo"
version = "0.1.0"
description = ""
authors = []
[tool.poetry.dependencies]
python = "^3.9"
`;
const PDM = `[build-system]
requires = ["pdm-backend"]
build-backend = "pdm.backend"
[project]
name = "demo"
version = "0.1.0"
requires-python = ">=3.9"
dependencies = []
[dependency-groups]
Dev_Tools = []
`;

async function warnings(files: Files): Promise<string[]> {
  return (await scanFiles(files)).problems.map(
    ({ severity, file, message }) => `${severity} ${below(file)}: ${message}`,
  );
}

describe('the hash of requirements in a lock', () => {
  const locks = [
    ['poetry', POETRY_1, 'poetry.lock'],
    ['poetry', POETRY_2, 'poetry.lock'],
    ['pdm', PDM, 'pdm.lock'],
  ] as const;
  for (const [tool, pyproject, lock] of locks) {
    it(`fits what ${tool} writes for ${pyproject.includes('[project]') ? '[project]' : '[tool.poetry]'}, and differs after a change`, async function () {
      const dir = temporaryFolder('lock');
      try {
        writeFilesTo(dir, { 'pyproject.toml': pyproject });
        const { status, error } = spawnSync(
          tool,
          tool === 'pdm' ? ['lock', '-q'] : ['lock', '-n'],
          {
            cwd: dir,
            timeout: 50_000,
            env: { ...process.env, PDM_CHECK_UPDATE: '0', POETRY_VIRTUALENVS_CREATE: 'false' },
          },
        );
        if (error !== undefined || status !== 0) this.skip();
        const text = readFileSync(path.join(dir, lock), 'utf8');
        assert.deepEqual(await warnings({ 'pyproject.toml': pyproject, [lock]: text }), []);
        const changed = pyproject.replace('3.9', '3.10');
        assert.deepEqual(await warnings({ 'pyproject.toml': changed, [lock]: text }), [
          `warning ${lock}: This lock was made for other requirements than pyproject.toml has now: run ${tool} lock.`,
        ]);
      } finally {
        removeFolder(dir);
      }
    });
  }

  it('is not judged where a value has no text in JSON that is certain', async () => {
    const files = {
      'pyproject.toml': `${POETRY_1}numbers = 1.5\n`,
      'poetry.lock': `[metadata]\ncontent-hash = "${'0'.repeat(64)}"\n`,
    };
    assert.deepEqual(await warnings(files), []);
  });
});
