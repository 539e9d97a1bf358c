import * as path from 'node:path';
import { globMatches } from '../cargo/cargoWorkspaces';
import type { FileReader } from './fileReader';
import { isManifestName, MANIFEST_NAMES, walk, type Walk } from './walk';

/** The manifests of a folder and the files that a setting names. */
export interface FoundManifests extends Walk {
  /** False where a manifest may name others that are not among these. */
  readonly isAll: boolean;
  /** The names of git's tags. */
  readonly tags?: readonly string[];
}

/**
 * How the files of a folder are found.
 * @param patterns absolute paths or patterns of further files, as in Cargo's `members`
 */
export type ManifestFinder = (
  root: string,
  reader: Pick<FileReader, 'list'>,
  patterns: readonly string[],
) => Promise<FoundManifests>;

/** Looks into every folder. */
export const findEverywhere: ManifestFinder = async (root, reader, patterns) => ({
  ...(await walk(root, reader, matches(patterns))),
  isAll: true,
});

/** Whether a file matches one of several patterns; undefined where there is none, so that no file has to be asked about. */
export function matches(patterns: readonly string[]): ((file: string) => boolean) | undefined {
  return patterns.length === 0
    ? undefined
    : file => patterns.some(pattern => globMatches(pattern, file));
}

/** The folder of a pattern that holds all files that it can match, and whether it has a wildcard at all. */
export function patternBase(pattern: string): { readonly dir: string; readonly isWild: boolean } {
  const parts = pattern.split(path.sep);
  const wild = parts.findIndex(part => /[*?[]/.test(part));
  return {
    dir: parts.slice(0, wild === -1 ? -1 : wild).join(path.sep) || path.sep,
    isWild: wild !== -1,
  };
}

/** The folders from one below `root` down to `dir`. */
export function foldersBetween(root: string, dir: string): string[] {
  const below = dir.startsWith(root + path.sep) ? dir.slice(root.length + 1).split(path.sep) : [];
  return below.map((_, index) => path.join(root, ...below.slice(0, index + 1)));
}

/**
 * Finds manifests without looking through the folders that hold none: where git tracks files, and no manifest anywhere
 * below, the files of the folder itself are looked at and the folders in it are not. Folders that git does not know are
 * looked through, and what a manifest names is found wherever it is.
 *
 * @param tracked the files below the folder that git tracks, as `git ls-files -z` prints them: paths with "/", each ended by
 * NUL; undefined where git cannot say
 */
export function findTracked(
  tracked: () => Promise<string | undefined>,
  tags: () => Promise<readonly string[] | undefined> = () => Promise.resolve(undefined),
): ManifestFinder {
  return async (root, reader, patterns) => {
    const names = await tracked();
    if (names === undefined) return await findEverywhere(root, reader, patterns);
    const { known, leading } = foldersOf(names);
    const bases = patterns.map(pattern => patternBase(pattern).dir);
    const isEnd = (dir: string) => {
      const folder = dir.slice(root.length + 1).replaceAll(path.sep, '/');
      return (
        known.has(folder) &&
        !leading.has(folder) &&
        !bases.some(base => isWithin(base, dir) || isWithin(dir, base))
      );
    };
    const named = await tags();
    return {
      ...(await walk(root, reader, matches(patterns), isEnd)),
      isAll: false,
      ...(named && { tags: named }),
    };
  };
}

/** Folders by their path as git writes it. */
interface Folders {
  /** Those in which git tracks a file, at any depth. */
  readonly known: ReadonlySet<string>;
  /** Those in which git tracks a manifest, at any depth. */
  readonly leading: ReadonlySet<string>;
}

const LENGTHS: ReadonlySet<number> = new Set(MANIFEST_NAMES.map(({ length }) => length));

/** There may be a hundred thousand names: only the few that matter are taken out of the text. */
function foldersOf(names: string): Folders {
  const known = new Set<string>(),
    leading = new Set<string>();
  let folder = '';
  for (
    let start = 0, end = names.indexOf('\0');
    end !== -1;
    start = end + 1, end = names.indexOf('\0', start)
  ) {
    const slash = names.lastIndexOf('/', end);
    if (slash <= start) continue;
    if (slash - start !== folder.length || !names.startsWith(folder, start)) {
      folder = names.slice(start, slash);
      addWithParents(known, folder);
    }
    if (LENGTHS.has(end - slash - 1) && isManifestName(names.slice(slash + 1, end)))
      addWithParents(leading, folder);
  }
  return { known, leading };
}

function addWithParents(folders: Set<string>, folder: string): void {
  for (
    let dir = folder;
    dir !== '' && !folders.has(dir);
    dir = dir.slice(0, Math.max(0, dir.lastIndexOf('/')))
  )
    folders.add(dir);
}

function isWithin(folder: string, dir: string): boolean {
  return dir === folder || dir.startsWith(folder + path.sep);
}
