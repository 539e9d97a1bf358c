import * as l10n from '@vscode/l10n';
import { relativePath } from '../../base/paths';
import type { Span } from '../../base/text';
import { isForeignLock } from '../locks/foreignLocks';
import type { Manifest } from '../manifest';
import { isDistinctive, isInitial } from '../../versions/order';
import { readVersion } from '../../versions/writtenVersion';
import { agreement, type Package } from '../package';
import type { Question } from '../question';
import type { ManifestIndex } from '../scan/manifestIndex';
import { findFiles } from '../scan/walk';
import { CertainPlaces } from './certainPlaces';
import { versionLines } from './constants';
import { readReleaseToolLists } from './releaseTools';

/** Files larger than this hold data, not constants. */
const MAX_BYTES = 1_000_000;
/** How many files are read side by side. */
const AT_ONCE = 64;

// Locks are edited by key; histories hold past versions; the rest is no text.
const NOT_SEARCHED = new RegExp(
  [
    String.raw`(?:^|/)(?:[^/]*\.lock|pnpm-lock\.yaml|yarn\.lock|go\.sum)$`,
    String.raw`(?:^|/)(?:change(?:s|log)?|history|news|releases?|release[-_]?notes?|upgrad(?:e|ing)|migrat(?:e|ion|ing))(?:[._-][^/]*)?(?:\.(?:md|rst|txt|adoc|markdown|html))?$`,
    String.raw`\.(?:png|jpe?g|gif|ico|svg|webp|pdf|woff2?|ttf|otf|zip|gz|xz|zst|bz2|tar|whl|so|pyd|dll|dylib|a|o|pyc|wasm|parquet|arrow|npy|bin|db|sqlite|ipynb|csv|snap|min\.js|map)$`,
  ].join('|'),
  'i',
);

const CODE =
  /\.(?:py|pyi|rs|[cm]?[jt]sx?|c|h|cpp|hpp|java|kt|go|rb|swift|toml|cfg|ini|json|ya?ml)$/i;

const FOLDERS_NOT_SEARCHED =
  /(?:^|\/)(?:dist|build|_build|vendor|third_party|changelog\.d|newsfragments|node_modules|target|\.venv|\.tox|site-packages)\//;

/** Whether a file may hold a constant. `release.py` may, and a release history in Markdown may not. */
function isSearched(name: string): boolean {
  if (isForeignLock(name)) return true;
  const isHistory = NOT_SEARCHED.test(name) && !CODE.test(name);
  return !isHistory && !/\.(?:snap|min\.js)$/.test(name) && !FOLDERS_NOT_SEARCHED.test(name);
}

/** A line that says of itself that it holds a version: `release = "0.1.0"`, `image: org/demo:0.1.0`, a badge. */
const NAMES_VERSION =
  /version|^\s*release\s*[=:]|current_version|\btag\b|badge\/|==\s*\d|docs\.rs\/|releases\/(?:tag|download)\//i;

/** Whether a whole file is a version: VERSION, version.txt. */
const VERSION_FILE = /(?:^|\/)\.?version(?:\.txt)?$/i;

/** Tables of requirements: their versions are those of others, or are moved as requirements. */
const REQUIREMENTS =
  /^(?:.*\.)?(?:dependencies|dev-dependencies|build-dependencies|patch|replace|requires|optional-dependencies|dependency-groups|sources|rust-version|edition)(?:\.|$)/;

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
  const { key } = current;
  const numbers = /^\d+\.\d+\.\d+/.exec(current.text)?.[0] ?? current.text;
  const isParticular = isDistinctive(current);
  const questions = new Map<string, Question>();
  const certain = new CertainPlaces(index, pkg, await readReleaseToolLists(index, pkg));
  const names = [...(options.files ?? (await findFiles(root, reader)))]
    .map(file => ({ file, name: relativePath(root, file) }))
    .filter(({ name }) => !name.startsWith('..') && isSearched(name));

  for (let at = 0; at < names.length; at += AT_ONCE) {
    const texts = await Promise.all(
      names
        .slice(at, at + AT_ONCE)
        .map(async place => ({ ...place, text: await readText(index, place.file) })),
    );
    for (const { file, name, text } of texts) {
      if (text === undefined || text.length > MAX_BYTES || !text.includes(numbers)) continue;
      const manifest = index.get(file);
      // At 0.1.0, where every package begins, the manifest of another package says nothing of this one.
      const isManifest = manifest?.kind === 'pyproject' || manifest?.kind === 'cargo';
      const inManifest = requirementsOf(manifest);
      for (const { id, span, start, line, text: version } of versionLines(
        name,
        text,
        found => found === current.text || readVersion(found, 'pep440').key === key,
      )) {
        if (answers.has(id) || known.has(`${file}:${start.line}`) || inManifest?.(span) === true)
          continue;
        const place = { file, name, text, line, span, start, version };
        const isListed = certain.isListed(place);
        if (
          !isParticular &&
          !isListed &&
          (isManifest ||
            (!NAMES_VERSION.test(line) && !(VERSION_FILE.test(name) && line === version)))
        )
          continue;
        const isCertain =
          isListed ||
          (isParticular
            ? certain.isCertain(place)
            : !isInitial(current) && certain.isNamedManifest(place));
        questions.set(id, {
          ...question(id, file, start, line),
          ...(isCertain && { isCertain: true as const }),
        });
      }
    }
  }
  return [...questions.values()];
}

/** Says of a span in a manifest whether it is in a table of requirements; undefined for other files. */
function requirementsOf(manifest: Manifest | undefined): ((span: Span) => boolean) | undefined {
  const toml =
    manifest?.kind === 'cargo'
      ? manifest.cargo.toml
      : manifest?.kind === 'pyproject'
        ? manifest.pyproject.toml
        : undefined;
  if (toml === undefined) return undefined;
  return span => {
    const around = toml.stringAround(span);
    // A comment, or the version of another package, which its own site holds.
    return (
      around === undefined ||
      REQUIREMENTS.test(around.key.join('.')) ||
      /^(?:package|workspace\.package|project)\.version$/.test(around.key.join('.'))
    );
  };
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
