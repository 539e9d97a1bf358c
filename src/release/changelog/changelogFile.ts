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
