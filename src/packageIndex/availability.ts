import { readVersion } from '../versions/writtenVersion';
import { filesOfVersion } from './compareFiles';
import type { IndexClient } from './indexClient';
import { IndexFailure, type IndexFile } from './packageIndex';
import { parseFileName } from './wheelName';

/**
 * Whether a version can be published, asked before its release.
 * - `taken`: the index serves files of it
 * - `yanked`: it does, and all of them are withdrawn; their names can still not be used again
 * - `notServed`: the project is there, the version is not. File names of a deleted version stay burnt, and no index tells.
 * - `nameNotServed`: there is no such project. PyPI may still refuse the name: reserved, or too similar to another.
 * - `quarantined`: the project is under examination and takes no uploads (PEP 792)
 * - `unknown`: the index did not answer. Never taken for free.
 */
export type Availability =
  | { readonly state: 'taken'; readonly files: readonly IndexFile[] }
  | { readonly state: 'yanked'; readonly files: readonly IndexFile[]; readonly reason?: string }
  | { readonly state: 'notServed' }
  | { readonly state: 'nameNotServed' }
  | { readonly state: 'quarantined' }
  | { readonly state: 'unknown'; readonly failure: IndexFailure };

/**
 * Asks the Simple API alone: the answer "no such version" of the JSON API might be remembered, and then be given to
 * a client that asks after the upload.
 */
export async function availability(
  client: IndexClient,
  name: string,
  version: string,
  signal?: AbortSignal,
): Promise<Availability> {
  try {
    const project = await client.project(name, signal);
    const files = filesOfVersion(project.files, name, version);
    if (files.length > 0 && files.every(({ yanked }) => yanked)) {
      const reason = files.find(({ yankedReason }) => yankedReason !== undefined)?.yankedReason;
      return { state: 'yanked', files, ...(reason !== undefined && { reason }) };
    }
    const { key } = readVersion(version, 'pep440');
    // A version whose files were all deleted may still be listed.
    const isListed =
      project.versions?.some(listed => readVersion(listed, 'pep440').key === key) === true;
    if (files.length > 0 || isListed) return { state: 'taken', files };
    return { state: project.status === 'quarantined' ? 'quarantined' : 'notServed' };
  } catch (error) {
    if (!(error instanceof IndexFailure)) throw error;
    return error.reason === 'notFound'
      ? { state: 'nameNotServed' }
      : { state: 'unknown', failure: error };
  }
}

/**
 * The versions of a project that an index serves, as it spells them; undefined where it has no such project. An index that
 * does not list them (PEP 700) is read by the names of its files.
 *
 * @throws IndexFailure
 */
export async function servedVersions(
  client: IndexClient,
  name: string,
): Promise<readonly string[] | undefined> {
  try {
    const { versions, files } = await client.project(name);
    return (
      versions ?? [
        ...new Set(files.flatMap(({ fileName }) => parseFileName(fileName, name)?.version ?? [])),
      ]
    );
  } catch (error) {
    if (!(error instanceof IndexFailure) || error.reason !== 'notFound') throw error;
    return undefined;
  }
}
