import { JsonDocument } from '../jsonDocument';
import type { Place } from '../plan/foreignManifests';
import { ManifestError } from '../question';

/** Locks of other languages that repeat the versions of packages of this repository, with where these begin. */
const LOCKS: readonly (readonly [
  file: RegExp,
  own: (text: string, file: string) => readonly number[],
])[] = [
  [/(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/, ownInNpm],
  [/(?:^|\/)bun\.lock$/, ownInBun],
  [/(?:^|\/)Gemfile\.lock$/, ownInBundler],
];

/** Whether the file is a lock whose own entries {@link ForeignLocks} finds. */
export function isForeignLock(name: string): boolean {
  return LOCKS.some(([file]) => file.test(name));
}

/** Locks of other languages. Each is read once, however many places in it are asked about. */
export class ForeignLocks {
  readonly #own = new Map<string, ReadonlySet<number>>();

  /** Whether a place is the version of a package of this repository, and not of one that it depends on. */
  isOwnEntry({ file, name, text, span }: Place): boolean {
    let own = this.#own.get(file);
    if (own === undefined) {
      own = new Set(LOCKS.flatMap(([lock, starts]) => (lock.test(name) ? starts(text, file) : [])));
      this.#own.set(file, own);
    }
    return own.has(span.start);
  }
}

/** npm keeps the version of the project twice, and those of its workspaces by their folders. */
function ownInNpm(text: string, file: string): readonly number[] {
  return startsOf(text, file, document => [
    ['version'],
    ...keysOf(document.value(['packages']))
      .filter(name => !/(?:^|\/)node_modules\//.test(name) && !name.startsWith('..'))
      .map(name => ['packages', name, 'version']),
  ]);
}

/** bun.lock lists the workspaces by their folders, and nothing else there. */
function ownInBun(text: string, file: string): readonly number[] {
  return startsOf(text, file, document =>
    keysOf(document.value(['workspaces'])).map(name => ['workspaces', name, 'version']),
  );
}

/** Bundler lists gems that are built from a folder under PATH, indented by four. */
function ownInBundler(text: string): readonly number[] {
  const starts: number[] = [];
  let section = '';
  let start = 0;
  for (const line of text.split('\n')) {
    if (/^[A-Z][A-Z ]*\r?$/.test(line)) section = line.trim();
    else if (section === 'PATH' && /^ {4}[\w.-]+ \([^()]+\)\s*$/.test(line))
      starts.push(start + line.indexOf('(') + 1);
    start += line.length + 1;
  }
  return starts;
}

function startsOf(
  text: string,
  file: string,
  keys: (document: JsonDocument) => readonly (readonly string[])[],
): readonly number[] {
  try {
    const document = new JsonDocument(file, text);
    return keys(document).flatMap(key => document.span(key)?.start ?? []);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return [];
  }
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
