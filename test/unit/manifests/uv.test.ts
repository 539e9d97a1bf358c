import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { planVersion } from '../../../src/manifests/plan/versionPlan';
import { writeFiles } from '../../../src/manifests/plan/writeFiles';
import { disk } from '../../../src/manifests/scan/fileReader';
import { ManifestIndex } from '../../../src/manifests/scan/manifestIndex';
import { parseReleaseVersion } from '../../../src/versions/releaseVersion';
import { type Files, removeFolder, temporaryFolder, writeFilesTo } from '../../fixtures/files';
import { has } from '../../harness/toolchain';

function uv(dir: string, ...args: readonly string[]): void {
  execFileSync(
    'uv',
    [
      ...args,
      '--offline',
      '--no-python-downloads',
      '--cache-dir',
      path.join(dir, '..', 'uv-cache'),
    ],
    { cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] },
  );
}

const LAYOUTS: Readonly<Record<string, Files>> = {
  'a project alone': {
    'pyproject.toml':
      '[project]\nname = "Demo.Pkg"\nversion = "0.1.0"\nrequires-python = ">=3.8"\n',
  },
  'a workspace whose lock stands above': {
    'pyproject.toml': '[tool.uv.workspace]\nmembers = ["packages/*"]\n',
    'packages/demo/pyproject.toml':
      '[build-system]\nrequires = ["setuptools-rust"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "demo"\nversion = "0.1.0"\nrequires-python = ">=3.8"\n',
    'packages/demo/Cargo.toml': '[package]\nname = "demo"\nversion = "0.1.0"\n',
    'packages/other/pyproject.toml':
      '[project]\nname = "other"\nversion = "3.0.0"\nrequires-python = ">=3.8"\ndependencies = ["demo==0.1.0"]\n[tool.uv.sources]\ndemo = { workspace = true }\n',
  },
};

describe('uv accepts what is written', function () {
  this.timeout(60_000);
  let folder: string | undefined;
  let dir: string;

  before(function () {
    if (!has('uv')) this.skip();
  });
  beforeEach(() => {
    folder = temporaryFolder('uv');
    dir = path.join(folder, 'repository');
  });
  afterEach(() => {
    if (folder !== undefined) removeFolder(folder);
  });

  for (const [name, files] of Object.entries(LAYOUTS)) {
    for (const to of ['0.2.0', '0.2.0-rc.1']) {
      it(`${name}, ${to}`, async () => {
        writeFilesTo(dir, files);
        uv(dir, 'lock');
        const index = new ManifestIndex(dir, disk);
        const {
          packages: [pkg],
        } = await index.scan();
        const version = parseReleaseVersion(to);
        assert.ok(pkg && version.ok);
        const plan = planVersion(index, pkg, version.version);
        assert.deepEqual([plan.questions, plan.refusals], [[], []]);
        await writeFiles(plan.changes, dir);
        uv(dir, 'lock', '--check');
        assert.match(
          readFileSync(path.join(dir, 'uv.lock'), 'utf8'),
          new RegExp(`version = "${version.version.pep440}"`),
        );
      });
    }
  }
});
