import { JsonDocument } from '../jsonDocument';
import type { Place } from '../plan/foreignManifests';
import { ManifestError } from '../question';

/** Locks of other languages that repeat the version of a package of this repository. */
const LOCKS: readonly (readonly [file: RegExp, isOwn: (place: Place) => boolean])[] = [
  [/(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/, isOwnInNpm],
  [/(?:^|\/)bun\.lock$/, isOwnInBun],
  [/(?:^|\/)Gemfile\.lock$/, isOwnInBundler],
];

/** Whether the file is a lock whose own entries {@link isOwnLockEntry} finds. */
export function isForeignLock(name: string): boolean {
  return LOCKS.some(([file]) => file.test(name));
}

/** Whether a place is the version of a package of this repository, and not of one that it depends on. */
export function isOwnLockEntry(place: Place): boolean {
  return LOCKS.some(([file, isOwn]) => file.test(place.name) && isOwn(place));
}

/** npm keeps the version of the project twice, and those of its workspaces by their folders. */
function isOwnInNpm(place: Place): boolean {
  return hasSpan(place, document => [
    ['version'],
    ...keysOf(document.value(['packages']))
      .filter(name => !/(?:^|\/)node_modules\//.test(name) && !name.startsWith('..'))
      .map(name => ['packages', name, 'version']),
  ]);
}

/** bun.lock lists the workspaces by their folders, and nothing else there. */
function isOwnInBun(place: Place): boolean {
  return hasSpan(place, document =>
    keysOf(document.value(['workspaces'])).map(name => ['workspaces', name, 'version']),
  );
}

/** Bundler lists gems that are built from a folder under PATH, indented by four. */
function isOwnInBundler({ text, line, span, start }: Place): boolean {
  const section = /^[A-Z][A-Z ]*$/gm;
  const last = [...text.slice(0, span.start).matchAll(section)].at(-1)?.[0];
  return (
    last === 'PATH' &&
    /^[\w.-]+ \([^()]+\)$/.test(line) &&
    start.column - line.indexOf('(') - 1 === 4
  );
}

function hasSpan(
  { file, text, span }: Place,
  keys: (document: JsonDocument) => readonly (readonly string[])[],
): boolean {
  try {
    const document = new JsonDocument(file, text);
    return keys(document).some(key => document.span(key)?.start === span.start);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return false;
  }
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
