import * as l10n from '@vscode/l10n';
import { failedSteps, type JobLog, type LogStep, yieldAfterTurn } from './jobLog';
import { explainJob, type JobFacts } from './jobState';
import { type Action, type Match, type Rule, RULES } from './rule';
import { chunksOf, endsWithFailedTests, lineAt, partsOf, type Chunk } from './stepText';
import { tellingLine } from './telling';

/** Lines of a log, from zero, both ends included. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Why a job failed.
 * - `explained`: a rule knows the cause; `lines` show it, and are empty if an annotation or the job's state shows it
 * - `unknown`: no rule matched; `line` is the most telling one, `context` about fifteen lines around it
 */
export type Explanation =
  | {
      readonly kind: 'explained';
      readonly rule: string;
      readonly cause: string;
      readonly advice: string;
      readonly lines: readonly LineRange[];
      readonly action?: Action;
      /** A command line that fixes it on this computer. */
      readonly command?: string;
      readonly source: string;
    }
  | { readonly kind: 'unknown'; readonly line?: number; readonly context?: LineRange };

/** What is known of a failed job beside its log. */
export interface FailureFacts {
  /** Decides which steps failed, and explains a job without a log. */
  readonly job?: JobFacts | undefined;
  /** Messages of the job's check run, such as "The job was not started because …". */
  readonly annotations?: readonly string[];
  /** Where it failed: advice for this computer never mentions a workflow or a re-run. GitHub by default. */
  readonly place?: 'github' | 'computer';
  /** Milliseconds since 1970, for jobs that are queued. */
  readonly now?: number;
}

type Explained = Extract<Explanation, { kind: 'explained' }>;

const CONTEXT = 15;

/**
 * Explains a failed job: from the first failed step that a rule explains, then from its annotations, then from its state.
 *
 * @param log undefined if the job has none, as one that never started
 */
export async function explainFailure(
  log: JobLog | undefined,
  { job, annotations = [], place = 'github', now = Date.now() }: FailureFacts = {},
): Promise<Explanation> {
  const state = job === undefined ? undefined : explainJob(job, now);
  const annotated = explainText(annotations.join('\n'), place);
  // A cancelled or timed-out job interrupts its tools: what they print is a consequence.
  if (state !== undefined && annotated === undefined) {
    const stopped = log === undefined ? undefined : await explainLog(log, job, place, STOPPED);
    return stopped ?? state;
  }
  const explained = log === undefined ? undefined : await explainLog(log, job, place, () => true);
  if (explained !== undefined && annotated?.isFirst !== true) return explained;
  if (annotated !== undefined) return annotated.explanation;
  return log === undefined ? { kind: 'unknown' } : unexplained(log, job);
}

/** Rules that may explain why a job was stopped. */
const STOPPED = ({ id }: Rule) =>
  id === 'runner.lost' || id === 'runner.timeout' || id === 'runner.diskFull';

function unexplained(log: JobLog, job: FailureFacts['job']): Explanation {
  const line = tellingLine(log, job);
  if (line === undefined) return { kind: 'unknown' };
  const end = failedSteps(log, job)[0]?.to ?? log.lines.length - 1;
  // The last lines of the step, unless the most telling one comes before them.
  const from = Math.min(line - 3, Math.max(0, end - CONTEXT + 1));
  const start = line - from < CONTEXT ? from : line - 3;
  return {
    kind: 'unknown',
    line,
    context: { from: Math.max(0, start), to: Math.min(end, start + CONTEXT - 1) },
  };
}

/** The messages of annotations have no steps. Those about the account, the runner or the environment come before any log. */
function explainText(
  text: string,
  place: 'github' | 'computer',
): { readonly explanation: Explained; readonly isFirst: boolean } | undefined {
  if (text === '') return undefined;
  for (const rule of RULES) {
    const found = rule.step === undefined ? rule.pattern.exec(text) : null;
    if (found === null) continue;
    const isFirst = /^(?:environment|account|runner)\./.test(rule.id);
    return { explanation: { ...explained(rule, found, place), lines: [] }, isFirst };
  }
  return undefined;
}

async function explainLog(
  log: JobLog,
  job: FailureFacts['job'],
  place: 'github' | 'computer',
  isAsked: (rule: Rule) => boolean,
): Promise<Explained | undefined> {
  const failed = failedSteps(log, job);
  const all: LogStep = { title: '', from: 0, to: log.lines.length - 1, hasError: true };
  const rules = RULES.filter(isAsked);
  for (const step of failed.length > 0 ? failed : [all]) {
    const found = await explainStep(log, step, rules, place);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Tools stop soon after an error: the end of a long step is searched first, then the lines before it. */
const AT_THE_END = { lines: 5_000, characters: 1_000_000 };
const BEFORE = { lines: 20_000, characters: 2_000_000 };

/** The first line of a part that ends with `to` and holds no more than the limits. */
function firstOf(
  { lines }: JobLog,
  start: number,
  to: number,
  limits: { readonly lines: number; readonly characters: number },
): number {
  let from = to + 1;
  let characters = 0;
  while (from > start && to - from + 1 < limits.lines && characters < limits.characters)
    characters += (lines[--from] ?? '').length + 1;
  return from;
}

async function explainStep(
  log: JobLog,
  step: LogStep,
  rules: readonly Rule[],
  place: 'github' | 'computer',
): Promise<Explained | undefined> {
  // The first group of a step repeats its script, which may contain the words of any error.
  const script = log.folds.find(fold => fold.from === step.from && fold.to < step.to);
  const start = script === undefined ? step.from : script.to + 1;
  const end = firstOf(log, start, step.to, AT_THE_END);
  const before = firstOf(log, start, end - 1, BEFORE);
  for (const part of [
    ...partsOf(log, { from: end, to: step.to }),
    ...(before < end ? [{ from: before, to: end - 1 }] : []),
  ]) {
    const asked = endsWithFailedTests(log, part) ? rules.filter(isOfTests) : rules;
    const found = await explainLines(log, step, part, asked, place);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Rules that may explain a run of tests. Tests print the words of any error. */
const isOfTests = ({ id }: Rule) => /^(?:tests|python|runner|tool\.crashed)/.test(id);

async function explainLines(
  log: JobLog,
  step: LogStep,
  range: LineRange,
  rules: readonly Rule[],
  place: 'github' | 'computer',
): Promise<Explained | undefined> {
  const turn = { startedAt: performance.now() };
  const chunks: Chunk[] = [];
  for (const chunk of chunksOf(log, range)) {
    chunks.push(chunk);
    await yieldAfterTurn(turn);
  }
  // The last answer of an index decides: earlier ones may have been skipped or retried.
  let answer: { readonly explanation: Explained; readonly line: number } | undefined;
  for (const rule of rules) {
    const isAnswer = rule.id.startsWith('pypi.');
    if (!isAnswer && answer !== undefined) break;
    if (rule.step !== undefined && !rule.step.test(step.title)) continue;
    const takesLast = isAnswer || rule.atEnd !== undefined;
    for (const chunk of takesLast ? chunks.toReversed() : chunks) {
      const found = takesLast ? lastMatch(rule.pattern, chunk.text) : rule.pattern.exec(chunk.text);
      await yieldAfterTurn(turn);
      if (found === null) continue;
      const from = lineAt(chunk, found.index);
      const to = lineAt(chunk, found.index + found[0].trimEnd().length - 1);
      if (rule.atEnd !== undefined && linesAfter(log, to, step.to) > rule.atEnd) break;
      const explanation = { ...explained(rule, found, place), lines: [{ from, to }] };
      if (!isAnswer) return explanation;
      if (answer === undefined || from > answer.line) answer = { explanation, line: from };
      break;
    }
  }
  return answer?.explanation;
}

function lastMatch(pattern: RegExp, text: string): RegExpExecArray | null {
  return [...text.matchAll(new RegExp(pattern, `${pattern.flags}g`))].at(-1) ?? null;
}

/** Frames of a Node.js stack, and tags of an error page: they belong to the line above. */
const BELONGS_ABOVE = /^\s*$|^\s{1,8}at \S|^\s{0,12}<\/?\w/;

/** Lines with text of their own after a line of a step. */
function linesAfter({ lines }: JobLog, line: number, end: number): number {
  return lines.slice(line + 1, end + 1).filter(text => !BELONGS_ABOVE.test(text)).length;
}

function explained(
  rule: Rule,
  found: RegExpExecArray,
  place: 'github' | 'computer',
): Omit<Explained, 'lines'> & { readonly lines: readonly LineRange[] } {
  const match = [...found].map(group =>
    ((group as string | undefined) ?? '').replace(/\s+/g, ' ').trim(),
  ) as unknown as Match;
  const command = rule.command?.(match, process.platform);
  return {
    kind: 'explained',
    rule: rule.id,
    cause: rule.cause(match),
    advice: place === 'computer' ? adviceHere(rule, match, command) : rule.advice(match),
    lines: [],
    ...(rule.action !== undefined && place === 'github' && { action: rule.action }),
    ...(command !== undefined && { command }),
    source: rule.source,
  };
}

function adviceHere(rule: Rule, match: Match, command: string | undefined): string {
  if (rule.here !== undefined) return rule.here(match);
  if (command !== undefined) return l10n.t('Run: {0}', command);
  // Everything else that a rule advises is about the workflow or the runner.
  return rule.isAboutFiles === true
    ? rule.advice(match)
    : l10n.t('Resolve the cause, then run the command again.');
}
