import * as l10n from '@vscode/l10n';
import { messageOf } from '../base/errors';
import { relativePath } from '../base/paths';
import { plural } from '../base/text';
import { compareWritten, readVersion } from '../versions/writtenVersion';
import { packageTags } from './releaseTags';
import type { RepositoryReader } from './repository';

/** What is to be published from this computer. */
export interface LocalPublication {
  /** Name of the package. */
  readonly name: string;
  /** In any spelling. */
  readonly version: string;
  /** The template of its tags, as the settings have it. */
  readonly tagFormat: string;
}

/** How many changed files a message names. */
const MOST_NAMED = 5;

/**
 * Why the files on disk may not be those of the release: changes that are not committed, or a HEAD that no tag of the
 * version points to. Each is a whole sentence; none where both are known to be right.
 */
export async function publishDoubts(
  repository: Pick<RepositoryReader, 'root' | 'status' | 'head' | 'tags' | 'localTag'>,
  publication: LocalPublication,
): Promise<string[]> {
  try {
    const doubts = await Promise.all([uncommitted(repository), untagged(repository, publication)]);
    return doubts.filter(doubt => doubt !== undefined);
  } catch (error) {
    return [l10n.t('Git could not say whether this is a release: {0}', messageOf(error))];
  }
}

async function uncommitted(
  repository: Pick<RepositoryReader, 'root' | 'status'>,
): Promise<string | undefined> {
  const files = (await repository.status()).map(({ file }) => relativePath(repository.root, file));
  if (files.length === 0) return undefined;
  const named = files.slice(0, MOST_NAMED).join(', ');
  return files.length > MOST_NAMED
    ? l10n.t('{0} files have changes that are not committed, among them {1}.', files.length, named)
    : plural(
        files.length,
        l10n.t('A file has changes that are not committed: {0}.', named),
        l10n.t('{0} files have changes that are not committed: {1}.', files.length, named),
      );
}

async function untagged(
  repository: Pick<RepositoryReader, 'head' | 'tags' | 'localTag'>,
  { name, version, tagFormat }: LocalPublication,
): Promise<string | undefined> {
  const [{ commit }, tags] = await Promise.all([
    repository.head(),
    packageTags(repository, name, tagFormat, version),
  ]);
  const written = readVersion(version, 'pep440');
  const own = tags.filter(tag => compareWritten(tag.written, written) === 0);
  if (own.length === 0) return l10n.t('No tag of version {0} was found on this branch.', version);
  const commits = await Promise.all(own.map(({ tag }) => repository.localTag(tag)));
  return commits.some(tag => tag !== undefined && tag.commit === commit)
    ? undefined
    : l10n.t('HEAD is not the commit of the tag {0}.', own.map(({ tag }) => tag).join(', '));
}
