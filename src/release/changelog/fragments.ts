import * as path from 'node:path';
import type { FileReader } from '../../manifests/scan/fileReader';

/** Tools that write a changelog from one file for each change. */
export type FragmentTool = 'towncrier' | 'scriv' | 'changie' | 'reno';

/** How each tool writes the section of a version. */
export const FRAGMENT_COMMANDS: Readonly<Record<FragmentTool, string>> = {
  towncrier: 'towncrier build --version VERSION',
  scriv: 'scriv collect --version VERSION',
  changie: 'changie batch VERSION && changie merge',
  reno: 'reno report',
};

/** Fragments that wait to be collected. */
export interface WaitingFragments {
  readonly tool: FragmentTool;
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly count: number;
}

// towncrier: "123.feature.md", "+anything.bugfix", "123.bugfix.1.rst" (towncrier documentation, "Fragment types")
const TOWNCRIER = /^[+\w-]+\.(?:[a-z]+)(?:\.\d+)?(?:\.(?:md|rst|txt))?$/i;
const NO_FRAGMENT = /^(?:\.|_|readme|template|changelog|index\b|new_fragment)/i;

/** The folders in which each tool keeps its fragments by default, and what a fragment is called. */
const KEPT: readonly {
  readonly folder: readonly string[];
  readonly tool: FragmentTool;
  readonly isFragment: RegExp;
}[] = [
  { folder: ['newsfragments'], tool: 'towncrier', isFragment: TOWNCRIER },
  { folder: ['news'], tool: 'towncrier', isFragment: TOWNCRIER },
  { folder: ['changes'], tool: 'towncrier', isFragment: TOWNCRIER },
  { folder: ['changelog', 'fragments'], tool: 'towncrier', isFragment: TOWNCRIER },
  {
    folder: ['changelog.d'],
    tool: 'towncrier',
    isFragment: /^[+\w-]+\.[a-z]+(?:\.\d+)?(?:\.(?:md|rst))$/i,
  },
  { folder: ['changelog.d'], tool: 'scriv', isFragment: /^[\w-]+\.(?:md|rst)$/i },
  { folder: ['.changes', 'unreleased'], tool: 'changie', isFragment: /\.ya?ml$/i },
  { folder: ['releasenotes', 'notes'], tool: 'reno', isFragment: /\.ya?ml$/i },
];

/** A file that is only prose has a common ending; a fragment's type is none of them. */
const PROSE = /^[^.]*\.(?:md|rst|txt)$/i;

/** The fragments that wait from a folder up to the top of its repository; undefined where no tool keeps any there. */
export async function waitingFragments(
  reader: Pick<FileReader, 'list'>,
  folder: string,
  top: string,
): Promise<WaitingFragments | undefined> {
  for (let dir = folder; ; dir = path.dirname(dir)) {
    const folders = new Set(
      (await reader.list(dir)).filter(({ isDirectory }) => isDirectory).map(({ name }) => name),
    );
    for (const { folder: parts, tool, isFragment } of KEPT) {
      if (!folders.has(parts[0] ?? '')) continue;
      const kept = path.join(dir, ...parts);
      const files = (await reader.list(kept)).filter(
        ({ name, isDirectory }) =>
          !isDirectory &&
          !NO_FRAGMENT.test(name) &&
          isFragment.test(name) &&
          (tool !== 'towncrier' || !PROSE.test(name)),
      );
      if (files.length > 0) return { tool, folder: kept, count: files.length };
    }
    if (dir === top || dir === path.dirname(dir)) return undefined;
  }
}
