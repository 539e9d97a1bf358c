import * as path from 'node:path';
import { disk } from '../../manifests/fileReader';
import { ProofError } from '../../manifests/proof';
import { isBuildProduct } from '../../manifests/walk';
import { releaseVersion } from '../../versions/releaseVersion';
import { nearestChangelog } from '../changelog/nearestChangelog';
import { GitFailure } from '../repository';
import { filesOf, planFor, type PackageState, type WorkingTree } from '../workingTree';
import { fingerprintOf } from './answers';

/**
 * The version that all files are compared at, so that the bump of a release is no change. A pre-release, because
 * requirements name one in full, whichever form a release leaves them in.
 */
const ANY_VERSION = releaseVersion([0, 0, 0], { phase: 'rc', number: 0 });

/** What the editor keeps for itself: answers about versions and this very checklist are kept there. */
const EDITOR_FOLDER = `${path.sep}.vscode${path.sep}`;

/**
 * What an answer of a machine rests on: the tracked files as they are on disk, whatever version they say. Left out is what
 * a release or a build writes by itself: the changelog, build products, and the settings of the editor.
 *
 * @returns undefined where it cannot be told: without git, or with changes in a submodule
 */
export async function fingerprintFiles(tree: WorkingTree): Promise<string | undefined> {
  const { root } = tree.repository;
  try {
    const [contents, state, changelog] = await Promise.all([
      tree.repository.contents(),
      tree.onDisk(),
      nearestChangelog(disk, path.dirname(tree.manifest), root),
    ]);
    const versionless = state === undefined ? new Map<string, string>() : textsAtAnyVersion(state);
    const files: [string, string][] = [];
    for (const [file, object] of contents) {
      if (file === changelog?.file || file.includes(EDITOR_FOLDER) || isBuildProduct(file))
        continue;
      if (object === undefined) return undefined;
      files.push([tree.relative(file), versionless.get(file) ?? object]);
    }
    return fingerprintOf(files);
  } catch (error) {
    if (error instanceof GitFailure) return undefined;
    throw error;
  }
}

/** The files that hold the version, as they would be at another one. What cannot be planned stays as it is. */
function textsAtAnyVersion(state: PackageState): Map<string, string> {
  const files = filesOf(state.pkg).flatMap(file => {
    const text = state.index.text(file);
    return text === undefined ? [] : [[file, text] as const];
  });
  try {
    return new Map([
      ...files,
      ...planFor(state, ANY_VERSION).changes.map(({ file, after }) => [file, after] as const),
    ]);
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    return new Map(files);
  }
}
