import { realpath } from 'node:fs/promises';
import * as path from 'node:path';
import type { FileReader } from '../../manifests/scan/fileReader';
/** How a changelog is marked up. Only Markdown is edited; the others are named. */
export type Markup = 'markdown' | 'restructuredText';

/** Names under which changelogs are kept, the most telling first. */
const STEMS = [
  'changelog',
  'changes',
  'history',
  'releases',
  'release_notes',
  'release-notes',
  'news',
];
const EXTENSIONS: Readonly<Record<string, Markup>> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '': 'markdown',
  '.txt': 'markdown',
  '.rst': 'restructuredText',
};

/** The changelog among the file names of a folder; undefined where the folder keeps none. */
export function findChangelog(
  names: readonly string[],
): { readonly name: string; readonly markup: Markup } | undefined {
  for (const stem of STEMS) {
    for (const [extension, markup] of Object.entries(EXTENSIONS)) {
      const name = names.find(name => name.toLowerCase() === stem + extension);
      if (name !== undefined) return { name, markup };
    }
  }
  return undefined;
}

/** The changelog that a package keeps. */
export interface KeptChangelog {
  /** Absolute path of the file itself, where a link leads to it. */
  readonly file: string;
  readonly markup: Markup;
}

/** The nearest changelog, from a folder up to the top of its repository; undefined where none is kept there. */
export async function nearestChangelog(
  reader: Pick<FileReader, 'list'>,
  folder: string,
  top: string,
): Promise<KeptChangelog | undefined> {
  for (let dir = folder; ; dir = path.dirname(dir)) {
    // Folders called "changes" or "news" hold fragments.
    const found = findChangelog(
      (await reader.list(dir)).filter(({ isDirectory }) => !isDirectory).map(({ name }) => name),
    );
    const file = found && (await followed(path.join(dir, found.name), top));
    if (found !== undefined && file !== undefined) return { file, markup: found.markup };
    if (dir === top || dir === path.dirname(dir)) return undefined;
  }
}

/** Git keeps the text where a link leads to, and of what is outside of the repository, or not there, it keeps nothing. */
async function followed(file: string, top: string): Promise<string | undefined> {
  const [target, root] = await Promise.all([realpath(file).catch(() => undefined), realpath(top)]);
  if (target === undefined) return undefined;
  const below = path.relative(root, target);
  return below.startsWith('..') || path.isAbsolute(below) ? undefined : path.join(top, below);
}
