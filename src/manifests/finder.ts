import * as path from 'node:path';
import { globMatches } from './cargoWorkspaces';
import type { FileReader } from './fileReader';
import { walk, type Walk } from './walk';

/** The manifests of a folder and the files that a setting names. */
export interface Found extends Walk {
  /** False where a manifest may name others that are not among these. */
  readonly isAll: boolean;
}

/**
 * How the files of a folder are found.
 * @param patterns absolute paths or patterns of further files, as in Cargo's `members`
 */
export type Finder = (
  root: string,
  reader: Pick<FileReader, 'list'>,
  patterns: readonly string[],
) => Promise<Found>;

/** Looks into every folder. */
export const everywhere: Finder = async (root, reader, patterns) => ({
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
