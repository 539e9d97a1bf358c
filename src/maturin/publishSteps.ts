import * as l10n from '@vscode/l10n';
import * as path from 'node:path';
import { type PackageIndex, PYPI, TESTPYPI } from '../packageIndex/packageIndex';
import { isPlainLinux, parseFileName } from '../packageIndex/wheelName';
import { readVersion } from '../versions/writtenVersion';
import { BUILD_NEEDS, buildStep, builtFiles, requireTools } from './buildSteps';
import { type BuildFacts, uploadArguments } from './runSteps';
import { LocalBuildError, type Steps, withTemporaryFolder } from './step';

/** An index that takes uploads. */
export interface UploadIndex {
  readonly index: PackageIndex;
  /** Where it takes files (PyPI documentation, "Upload API"). */
  readonly upload: string;
}

export const UPLOAD_TO_PYPI: UploadIndex = {
  index: PYPI,
  upload: 'https://upload.pypi.org/legacy/',
};

export const UPLOAD_TO_TESTPYPI: UploadIndex = {
  index: TESTPYPI,
  upload: 'https://test.pypi.org/legacy/',
};

/** maturin refuses an address beside the name of a repository, which may be set for uploads of other kinds. */
const NO_OTHER_UPLOAD = {
  MATURIN_REPOSITORY: undefined,
  MATURIN_REPOSITORY_URL: undefined,
  MATURIN_USERNAME: undefined,
  MATURIN_PASSWORD: undefined,
};

/**
 * Builds the source distribution and the wheels of this computer, looks at what was built, and uploads exactly that. The
 * token is there for the upload alone: build scripts of dependencies run before it.
 *
 * @param version the version that was agreed to, in any spelling; nothing else is uploaded
 * @param token an API token of the index
 */
export async function* publishSteps(
  facts: BuildFacts,
  { index, upload }: UploadIndex,
  version: string,
  token: string,
): Steps {
  requireTools(facts, BUILD_NEEDS);
  const {
    project,
    tools: { maturin = 'maturin' },
  } = facts;
  return yield* withTemporaryFolder('publish', async function* (temporary) {
    yield buildStep(facts, path.join(temporary, 'dist'), 'found', true);
    const files = await builtFiles(path.join(temporary, 'dist'));
    checkUpload(
      files.map(file => path.basename(file)),
      project.name,
      version,
    );
    yield {
      program: maturin,
      args: uploadArguments(upload, files),
      cwd: temporary,
      env: NO_OTHER_UPLOAD,
      secrets: { MATURIN_PYPI_TOKEN: token },
    };
    return {
      message: l10n.t(
        '{0} {1} is uploaded to {2}: {3}',
        project.name,
        version,
        index.name,
        files.map(file => path.basename(file)).join(', '),
      ),
    };
  });
}

/**
 * Refuses what the index would refuse half-way, when the files before it can not be taken back any more.
 *
 * @throws LocalBuildError
 */
export function checkUpload(names: readonly string[], project: string, version: string): void {
  if (names.length === 0)
    throw new LocalBuildError(l10n.t('Nothing was built that could be uploaded.'), '');
  const { key } = readVersion(version, 'pep440');
  for (const name of names) {
    const parsed = parseFileName(name, project);
    if (parsed === undefined || readVersion(parsed.version, 'pep440').key !== key) {
      throw new LocalBuildError(
        l10n.t('{0} was built, which is not version {1}. Nothing was uploaded.', name, version),
        l10n.t('Save the manifests and fix the version mismatch, then publish again.'),
      );
    }
    if (parsed.kind === 'wheel' && parsed.platformTags.some(isPlainLinux)) {
      throw new LocalBuildError(
        l10n.t(
          '{0} is bound to this Linux, and PyPI does not take such wheels. Nothing was uploaded.',
          name,
        ),
        l10n.t(
          'Let the release workflow build it in a manylinux container, or pass --zig to maturin.',
        ),
      );
    }
  }
}
