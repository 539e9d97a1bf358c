import * as l10n from '@vscode/l10n';
import { relativePath } from '../../base/paths';
import { isDistinctive } from '../../versions/order';
import type { ReleaseVersion } from '../../versions/releaseVersion';
import { readVersion } from '../../versions/writtenVersion';
import { agreement, type Package } from '../package';
import type { Question } from '../question';
import type { ManifestIndex } from '../scan/manifestIndex';
import { findFiles } from '../scan/walk';
import { versionLines } from './constants';
import { planVersion, type VersionPlan } from './versionPlan';

/** Files larger than this hold data, not constants; and a limit to what a person would confirm one by one. */
const MAX_BYTES = 1_000_000;
const MAX_HITS = 100;
/** How many files are read side by side. */
const AT_ONCE = 64;

// Locks and manifests are edited by key; histories speak of past versions; the rest is no text.
const NOT_SEARCHED = new RegExp(
  [
    String.raw`(?:^|/)(?:Cargo\.toml|Cargo\.lock|pyproject\.toml|[^/]*\.lock|package-lock\.json|pnpm-lock\.yaml|go\.sum)$`,
    String.raw`(?:^|/)(?:change(?:s|log)?|history|news|releases?|release[-_]notes?|upgrad(?:e|ing)|migrat(?:e|ion|ing))(?:[._-][^/]*)?$`,
    String.raw`\.(?:png|jpe?g|gif|ico|svg|webp|pdf|woff2?|ttf|otf|zip|gz|xz|zst|bz2|tar|whl|so|pyd|dll|dylib|a|o|pyc|wasm|parquet|arrow|npy|bin|db|sqlite|ipynb|csv|snap|min\.js|map)$`,
  ].join('|'),
  'i',
);

const FOLDERS_NOT_SEARCHED =
  /(?:^|\/)(?:dist|build|_build|vendor|third_party|changelog\.d|newsfragments)\//;

export interface SearchOptions {
  /**
   * Absolute paths of the files to search; everything below the root where it is left out, which takes its time in a large
   * tree. `git grep -lzF -e <version>` names exactly those that can hold it.
   */
  readonly files?: Iterable<string>;
}

/**
 * Looks for the package's version in code and other files: lines that may have to move with it. Each is a question, asked
 * once; what has been answered is not found again. Nothing is replaced because it looks alike.
 *
 * A particular version is asked about wherever it stands. One that stands everywhere, such as 0.1.0, only in a line that
 * also says "version".
 */
export async function searchConstants(
  index: ManifestIndex,
  pkg: Package,
  options: SearchOptions = {},
): Promise<readonly Question[]> {
  const { current } = agreement(pkg.sites);
  if (current === undefined || pkg.decidedBy === 'tag') return [];
  const { root, settings, reader } = index;
  const answers = settings.packages.get(pkg.name)?.answers ?? new Map<string, string>();
  const known = new Set(
    [...pkg.sites, ...pkg.requirements].map(({ file, start }) => `${file}:${start.line}`),
  );
  const spellings = new Set([current.text, current.pep440 ?? current.text]);
  const isParticular = isDistinctive(current);
  const questions = new Map<string, Question>();
  const names = [...(options.files ?? (await findFiles(root, reader)))]
    .map(file => ({ file, name: relativePath(root, file) }))
    .filter(
      ({ name }) =>
        !name.startsWith('..') && !NOT_SEARCHED.test(name) && !FOLDERS_NOT_SEARCHED.test(name),
    );

  for (let at = 0; at < names.length && questions.size < MAX_HITS; at += AT_ONCE) {
    const texts = await Promise.all(
      names
        .slice(at, at + AT_ONCE)
        .map(async place => ({ ...place, text: await readText(index, place.file) })),
    );
    for (const { file, name, text } of texts) {
      if (
        text === undefined ||
        text.length > MAX_BYTES ||
        ![...spellings].some(spelling => text.includes(spelling))
      )
        continue;
      for (const { id, start, line } of versionLines(
        name,
        text,
        version => readVersion(version, 'pep440').key === current.key || spellings.has(version),
      )) {
        if (
          answers.has(id) ||
          known.has(`${file}:${start.line}`) ||
          (!isParticular && !/version/i.test(line))
        )
          continue;
        questions.set(id, question(id, file, start, line));
      }
    }
  }
  return [...questions.values()];
}

/**
 * {@link planVersion} with the lines of {@link searchConstants} among its questions: what a program plans with that has
 * not asked before.
 */
export async function planWithConstants(
  index: ManifestIndex,
  pkg: Package,
  to: ReleaseVersion,
  options: SearchOptions = {},
): Promise<VersionPlan> {
  return planVersion(index, pkg, to, await searchConstants(index, pkg, options));
}

function question(id: string, file: string, start: Question['start'], text: string): Question {
  const line = text.length > 120 ? `${text.slice(0, 117)}…` : text;
  return {
    id,
    file,
    start,
    line,
    reason: l10n.t('This line holds the version: {0}', line),
    options: [
      { value: 'move', label: l10n.t('It moves with the package') },
      { value: 'keep', label: l10n.t('Leave it as it is') },
    ],
  };
}

/** What cannot be read as text holds no constant. */
async function readText({ reader }: ManifestIndex, file: string): Promise<string | undefined> {
  try {
    return await reader.read(file);
  } catch {
    return undefined;
  }
}
