import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { normalizedName } from '../base/names';
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

/** A file that was built, as it is listed before it is uploaded. */
export interface BuiltFile {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/**
 * Builds the source distribution and the wheels of this computer into a new folder, lists what was built, and uploads
 * exactly that. The token is there for the upload alone: build scripts of dependencies run before it.
 *
 * @param version the version that is published, in any spelling; nothing else is uploaded
 * @param confirm shows the files, and answers with an API token of the index; undefined where the user declines
 */
export async function* publishSteps(
  facts: BuildFacts,
  { index, upload }: UploadIndex,
  version: string,
  confirm: (files: readonly BuiltFile[]) => Promise<string | undefined>,
): Steps {
  requireTools(facts, BUILD_NEEDS);
  const {
    project,
    tools: { uploader },
  } = facts;
  if (uploader === undefined)
    throw new LocalBuildError(
      l10n.t(
        'maturin was found in the workspace only, and would get the token of {0}.',
        index.name,
      ),
      l10n.t('Install it outside the workspace, for instance with "uv tool install maturin".'),
    );
  return yield* withTemporaryFolder('publish', async function* (temporary) {
    const out = path.join(temporary, 'dist');
    yield buildStep(facts, out, 'found', true);
    const listed = await describeFiles(out);
    const names = listed.map(({ name }) => name);
    checkUpload(names, project.name, version);
    const token = await confirm(listed);
    if (token === undefined) return { message: '', isDeclined: true };
    checkUnchanged(listed, await describeFiles(out));
    yield {
      program: uploader,
      outside: project.dir,
      args: uploadArguments(
        upload,
        names.map(name => path.join(out, name)),
      ),
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
        names.join(', '),
      ),
    };
  });
}

async function describeFiles(out: string): Promise<BuiltFile[]> {
  return await Promise.all(
    (await builtFiles(out)).map(async file => {
      const content = await readFile(file);
      return {
        name: path.basename(file),
        size: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
      };
    }),
  );
}

/** @throws LocalBuildError where a file is not what the user confirmed */
function checkUnchanged(listed: readonly BuiltFile[], now: readonly BuiltFile[]): void {
  const changed = listed.find(
    ({ name, sha256 }) => !now.some(file => file.name === name && file.sha256 === sha256),
  );
  if (changed === undefined && now.length === listed.length) return;
  throw new LocalBuildError(
    changed === undefined
      ? l10n.t('Files were added after the confirmation. Nothing was uploaded.')
      : l10n.t('{0} has changed since the confirmation. Nothing was uploaded.', changed.name),
    l10n.t('Find the program that writes to the build folder, then publish again.'),
  );
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
    if (parsed === undefined || normalizedName(parsed.distribution) !== normalizedName(project)) {
      throw new LocalBuildError(
        l10n.t('{0} was built, which is no file of {1}. Nothing was uploaded.', name, project),
        l10n.t('Check the name in pyproject.toml and what the build scripts write.'),
      );
    }
    if (readVersion(parsed.version, 'pep440').key !== key) {
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
