import { createHash } from 'node:crypto';

/** How an item was answered. */
export interface Answer {
  readonly outcome: 'pass' | 'fail';
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who ticked it, as git knows them; absent for machines. */
  readonly by?: string;
  /** The files that the answer rests on, by {@link fingerprintOf}; absent for what a person judged, and where it could not be told. */
  readonly fingerprint?: string;
  /** The command line that gave it. */
  readonly command?: string;
}

/** The answers of one release by the ids of their items. */
export type Answers = Readonly<Record<string, Answer>>;

/** All answers that are kept: by {@link releaseKey}, newest last. */
export type AnswerBook = Readonly<Record<string, Answers>>;

/** How many releases are remembered. */
const MOST = 20;

/** @param version as SemVer */
export function releaseKey(name: string, version: string): string {
  return `${name} ${version}`;
}

/** The book with one more answer, or without the one that was there. */
export function withAnswer(
  book: AnswerBook,
  key: string,
  item: string,
  answer: Answer | undefined,
): AnswerBook {
  const { [key]: before = {}, ...others } = book;
  const answers = Object.fromEntries(Object.entries(before).filter(([id]) => id !== item));
  const after = answer === undefined ? answers : { ...answers, [item]: answer };
  const kept = Object.entries(others).slice(-(MOST - 1));
  return Object.fromEntries(Object.keys(after).length === 0 ? kept : [...kept, [key, after]]);
}

/** Reads a stored book. What is no answer, for instance because another version of the extension wrote it, is left out. */
export function readAnswerBook(stored: unknown): AnswerBook {
  return Object.fromEntries(
    entriesOf(stored).flatMap(([key, answers]) => {
      const read = entriesOf(answers).flatMap(([id, value]) => {
        const answer = readAnswer(value);
        return answer === undefined ? [] : [[id, answer] as const];
      });
      return read.length === 0 ? [] : [[key, Object.fromEntries(read)]];
    }),
  );
}

/** One short text for the state of files: equal for equal files, whatever their order. */
export function fingerprintOf(files: Iterable<readonly [path: string, content: string]>): string {
  const hash = createHash('sha256');
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : Number(a > b)))) {
    hash.update(`${path.length}:${path}${content.length}:${content}`);
  }
  return hash.digest('hex');
}

function readAnswer(value: unknown): Answer | undefined {
  const { outcome, at, ...rest } = Object.fromEntries(entriesOf(value));
  if ((outcome !== 'pass' && outcome !== 'fail') || typeof at !== 'number' || !Number.isFinite(at))
    return undefined;
  const texts = ['by', 'fingerprint', 'command'].filter(name => rest[name] !== undefined);
  if (texts.some(name => typeof rest[name] !== 'string')) return undefined;
  return { outcome, at, ...Object.fromEntries(texts.map(name => [name, rest[name]])) };
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value)
    : [];
}
