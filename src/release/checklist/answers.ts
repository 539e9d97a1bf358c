import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { ProofError } from '../../manifests/plan/proof';
import { disk } from '../../manifests/scan/fileReader';
import { isBuildProduct } from '../../manifests/scan/walk';
import { releaseVersion } from '../../versions/releaseVersion';
import { nearestChangelog } from '../changelog/changelogFile';
import { GitFailure } from '../repository';
import { filesOf, type PackageState, planFor, type WorkingTree } from '../workingTree';

/** How an item was answered. */
export interface Answer {
  readonly outcome: 'pass' | 'fail';
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who ticked it, as git knows them; absent for machines. */
  readonly by?: string;
  /** The files that the answer rests on, by {@link fingerprintOf}; absent for what a person judged, and where it was not known. */
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

/** The release that answers belong to: its version as SemVer, or undefined for the next one while the user has not said which it is. */
export type AnswerScope = string | undefined;

/** No version is called so. */
const NEXT = 'next';

export function bucketKey(name: string, bucket: AnswerScope): string {
  return releaseKey(name, bucket ?? NEXT);
}

/** The answers of a release. To those of a version belongs what was answered for the next release, which it may become. */
export function answersOf(book: AnswerBook, name: string, bucket: AnswerScope): Answers {
  const own = book[bucketKey(name, bucket)] ?? {};
  return bucket === undefined ? own : newest(book[bucketKey(name, undefined)] ?? {}, own);
}

/** Moves all answers of one release to another: a release has been confirmed, or taken back. Of two answers the newer counts. */
export function handOver(
  book: AnswerBook,
  name: string,
  from: AnswerScope,
  to: AnswerScope,
): AnswerBook {
  const { [bucketKey(name, from)]: moved, [bucketKey(name, to)]: there = {}, ...others } = book;
  return moved === undefined ? book : { ...others, [bucketKey(name, to)]: newest(moved, there) };
}

function newest(a: Answers, b: Answers): Answers {
  const answers = new Map(Object.entries(a));
  for (const [id, answer] of Object.entries(b)) {
    const other = answers.get(id);
    if (other === undefined || other.at <= answer.at) answers.set(id, answer);
  }
  return Object.fromEntries(answers);
}

/**
 * The version that all files are compared at: the bump of a release is no change. A pre-release, because
 * requirements name one in full, whichever form a release leaves them in.
 */
const ANY_VERSION = releaseVersion([0, 0, 0], { phase: 'rc', number: 0 });

/** What the editor keeps for itself: answers about versions and this very checklist are kept there. */
const EDITOR_FOLDER = `${path.sep}.vscode${path.sep}`;

/**
 * What an answer of a machine rests on: the tracked files as they are on disk, whatever version they say. Left out is what
 * a release or a build writes by itself: the changelog, build products, and the settings of the editor.
 *
 * @returns undefined where it is not known: without git, or with changes in a submodule
 */
export async function fingerprintFiles(tree: WorkingTree): Promise<string | undefined> {
  const { root } = tree.repository;
  try {
    const [contents, state, changelog] = await Promise.all([
      tree.repository.contents(),
      tree.onDisk(),
      nearestChangelog(disk, path.dirname(tree.manifest), root),
    ]);
    const versionless = state === undefined ? new Map<string, string>() : textsAtAnyVersion(state);
    const files: [string, string][] = [];
    for (const [file, object] of contents) {
      if (file === changelog?.file || file.includes(EDITOR_FOLDER) || isBuildProduct(file))
        continue;
      if (object === undefined) return undefined;
      files.push([tree.relative(file), versionless.get(file) ?? object]);
    }
    return fingerprintOf(files);
  } catch (error) {
    if (error instanceof GitFailure) return undefined;
    throw error;
  }
}

/** The files that hold the version, as they would be at another one. What cannot be planned stays as it is. */
function textsAtAnyVersion(state: PackageState): Map<string, string> {
  const files = filesOf(state.pkg).flatMap(file => {
    const text = state.index.text(file);
    return text === undefined ? [] : [[file, text] as const];
  });
  try {
    return new Map([
      ...files,
      ...planFor(state, ANY_VERSION).changes.map(({ file, after }) => [file, after] as const),
    ]);
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    return new Map(files);
  }
}
