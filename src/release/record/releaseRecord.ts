import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { FileChange } from '../../manifests/plan/versionPlan';
import { type Intent, readIntent } from '../intent';
import type { IndexEntry } from '../repository';

/**
 * What is stored of a release that was confirmed and is not done: the decisions, and the objects that the release made.
 * It tells what belongs to the release. Whether a fact holds is always read from git, the remote, GitHub and the index.
 */
export interface ReleaseRecord {
  readonly intent: Intent;
  /** The commit that was checked out when the release was confirmed. Absent before the first commit. */
  readonly base?: string;
  readonly made: Made;
}

/** What a release has made. Only this is taken back by *Undo Release*. */
export interface Made {
  /** The edits of files, in the order in which they were written. Each is recorded before it is written. */
  readonly files?: readonly RecordedEdit[];
  /** What the index held of the files before the release staged them. */
  readonly index?: readonly IndexEntry[];
  /** Recorded before git is asked to commit, which lets a commit made just before a crash be recognised. */
  readonly committing?: Attempt;
  /** Object name of the release commit. */
  readonly commit?: string;
  /** Object name of a commit whose unplanned changes were shown to the user and accepted. */
  readonly accepted?: string;
  /** Object name of the commit that was pushed to the branch of the pull request. Recorded before the push. */
  readonly proposed?: string;
  /** Number of the pull request that was opened. */
  readonly pullRequest?: number;
  /** Object name of the commit that brought the release into its branch. */
  readonly merged?: string;
  /** Recorded before git is asked for the tag. `parent` is the commit to tag. */
  readonly tagging?: Attempt;
  /** Object name of the annotated tag. */
  readonly tag?: string;
  /** The tags of the members with a version of their own, by name. */
  readonly tags?: Readonly<Record<string, Pick<Made, 'tagging' | 'tag'>>>;
  /** Recorded before each is sent: none is sent again without asking. */
  readonly dispatches?: readonly SentDispatch[];
}

/** A workflow that was started by hand for the tag of a release. */
export interface SentDispatch {
  /** File name of the workflow. */
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Id of the run that it started, once GitHub has named one. */
  readonly run?: number;
}

/** A write that git was asked for. */
export interface Attempt {
  /** The commit that it builds on. */
  readonly parent: string;
  /** Seconds since the epoch, as git stores them. */
  readonly at: number;
}

/** One edit of one file. Lines that did not change are not stored. */
export interface RecordedEdit {
  /** Path below the repository's top folder, with "/". */
  readonly file: string;
  /** SHA-256 of the text before and after the edit, in hexadecimal. */
  readonly before: string;
  readonly after: string;
  readonly hunks: readonly Hunk[];
}

/** A span of the text after the edit, and what it replaced. */
export interface Hunk {
  /** Offset in the text after the edit, in UTF-16 code units. */
  readonly at: number;
  readonly after: string;
  readonly before: string;
}

export function recordEdit(file: string, { before, after }: FileChange): RecordedEdit {
  return { file, before: sha256(before), after: sha256(after), hunks: hunksOf(before, after) };
}

/** The text before an edit; undefined where the text is no longer the one that the edit wrote. */
export function revertEdit(edit: RecordedEdit, text: string): string | undefined {
  if (sha256(text) !== edit.after) return undefined;
  let reverted = text;
  for (const { at, after, before } of [...edit.hunks].sort((a, b) => b.at - a.at))
    reverted = reverted.slice(0, at) + before + reverted.slice(at + after.length);
  return sha256(reverted) === edit.before ? reverted : undefined;
}

/** The text after an edit that was recorded and not written; undefined where the text is another one. */
export function repeatEdit(edit: RecordedEdit, text: string): string | undefined {
  if (sha256(text) !== edit.before) return undefined;
  let repeated = '';
  let [end, shift] = [0, 0];
  for (const { at, after, before } of [...edit.hunks].sort((a, b) => a.at - b.at)) {
    const start = at - shift;
    repeated += text.slice(end, start) + after;
    end = start + before.length;
    shift += after.length - before.length;
  }
  repeated += text.slice(end);
  return sha256(repeated) === edit.after ? repeated : undefined;
}

/** Whether a text is the one before the edit. */
export function isBefore(edit: RecordedEdit, text: string): boolean {
  return sha256(text) === edit.before;
}

/**
 * The edits of a release with further ones. An edit that a crash kept from being written is replaced by the one that is
 * about to be written.
 */
export function withEdits(
  recorded: readonly RecordedEdit[],
  added: readonly RecordedEdit[],
): RecordedEdit[] {
  const isReplaced = (edit: RecordedEdit) =>
    added.some(({ file, before }) => file === edit.file && before === edit.before);
  return [...recorded.filter(edit => !isReplaced(edit)), ...added];
}

/** The lines that differ, where both texts have the same number of lines; else the span between the first and the last difference. */
function hunksOf(before: string, after: string): Hunk[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  if (old.length !== now.length) return [spanOf(before, after)];
  const hunks: Hunk[] = [];
  let at = 0;
  for (const [index, line] of now.entries()) {
    const replaced = old[index] ?? '';
    if (line !== replaced) hunks.push({ at, after: line, before: replaced });
    at += line.length;
  }
  return hunks;
}

function spanOf(before: string, after: string): Hunk {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end])
    end++;
  return {
    at: start,
    after: after.slice(start, after.length - end),
    before: before.slice(start, before.length - end),
  };
}

function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Reads a stored record; undefined where it is none, for instance because a later version of the extension wrote it. */
export function readRecord(stored: unknown): ReleaseRecord | undefined {
  if (!isObject(stored)) return undefined;
  const intent = readIntent(stored['intent']);
  const made = readMade(stored['made']);
  const base = stored['base'];
  if (intent === undefined || made === undefined) return undefined;
  if (base !== undefined && !isObjectName(base)) return undefined;
  return { intent, made, ...(base !== undefined && { base }) };
}

function readMade(stored: unknown): Made | undefined {
  if (!isObject(stored)) return undefined;
  const isRight: Readonly<Record<keyof Made, (value: unknown) => boolean>> = {
    files: value => Array.isArray(value) && value.every(isRecordedEdit),
    index: value => Array.isArray(value) && value.every(isIndexEntry),
    committing: isAttempt,
    commit: isObjectName,
    accepted: isObjectName,
    proposed: isObjectName,
    pullRequest: Number.isSafeInteger,
    merged: isObjectName,
    tagging: isAttempt,
    tag: isObjectName,
    tags: value => isObject(value) && Object.values(value).every(isMadeTag),
    dispatches: value => Array.isArray(value) && value.every(isDispatch),
  };
  return Object.entries(isRight).every(
    ([name, test]) => stored[name] === undefined || test(stored[name]),
  )
    ? stored
    : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A full object name (SHA-1 or SHA-256): it is given to git, which would take other text as an option or an expression. */
function isObjectName(value: unknown): value is string {
  return typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value);
}

/** A path below the repository: files that a record names are written. */
function isPathInside(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    !/^(?:[/\\]|[A-Za-z]:)|(?:^|[/\\])(?:\.\.|\.git)(?:[/\\]|$)/i.test(value)
  );
}

function isAttempt(value: unknown): value is Attempt {
  return isObject(value) && isObjectName(value['parent']) && typeof value['at'] === 'number';
}

function isMadeTag(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { tagging, tag } = value;
  return (tagging === undefined || isAttempt(tagging)) && (tag === undefined || isObjectName(tag));
}

function isDispatch(value: unknown): value is SentDispatch {
  if (!isObject(value)) return false;
  const { workflow, ref, inputs, at, run } = value;
  return (
    typeof workflow === 'string' &&
    typeof ref === 'string' &&
    isObject(inputs) &&
    Object.values(inputs).every(input => typeof input === 'string') &&
    typeof at === 'number' &&
    (run === undefined || typeof run === 'number')
  );
}

/** The last time that the same workflow was started with the same inputs. */
export function sentBefore(
  { dispatches = [] }: Made,
  { workflow, ref, inputs }: Pick<SentDispatch, 'workflow' | 'ref' | 'inputs'>,
): SentDispatch | undefined {
  return dispatches.findLast(
    sent =>
      sent.workflow === workflow && sent.ref === ref && isDeepStrictEqual(sent.inputs, inputs),
  );
}

function isRecordedEdit(value: unknown): value is RecordedEdit {
  if (!isObject(value) || !isPathInside(value['file'])) return false;
  const { before, after, hunks } = value;
  return (
    typeof before === 'string' &&
    typeof after === 'string' &&
    Array.isArray(hunks) &&
    hunks.every(
      hunk =>
        isObject(hunk) &&
        typeof hunk['at'] === 'number' &&
        typeof hunk['after'] === 'string' &&
        typeof hunk['before'] === 'string',
    )
  );
}

function isIndexEntry(value: unknown): value is IndexEntry {
  return (
    isObject(value) &&
    isPathInside(value['file']) &&
    typeof value['mode'] === 'string' &&
    /^[0-7]{6}$/.test(value['mode']) &&
    isObjectName(value['object'])
  );
}
