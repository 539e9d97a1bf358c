import { IndexFailure } from './failure';
import type { IndexClient } from './indexClient';
import { parseFileName } from './wheelName';

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
