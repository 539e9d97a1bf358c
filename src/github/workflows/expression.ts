import { Grouping, Logical, Unary, type Expr } from '@actions/expressions/ast';
import { BooleanData, StringData, type ExpressionData } from '@actions/expressions/data/index';
import { Evaluator } from '@actions/expressions/evaluator';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';
import { Lexer, TokenType } from '@actions/expressions/lexer';
import { Parser } from '@actions/expressions/parser';
import { truthy } from '@actions/expressions/result';
import {
  CONTEXTS,
  contextValues,
  toData,
  Unknown,
  type Contexts,
  type Known,
} from './expressionData';
import type { Data } from './yaml';

export type { Contexts, Known };

/** What the status functions answer; undefined is unknown. */
export interface JobStatus {
  readonly success: boolean | undefined;
}

/** Names of the functions that ask how the jobs or steps before went. */
const STATUS = ['always', 'success', 'failure', 'cancelled'] as const;

/** Whether a condition looks at the status itself; where it does not, GitHub puts `success() &&` before it. */
export function asksForStatus(text: string): boolean {
  return new RegExp(`\\b(?:${STATUS.join('|')})\\s*\\(`, 'i').test(text);
}

/** What is wrong with a condition or a text with `${{ }}` in it, in the words of GitHub's parser, or undefined. */
export function reasonInvalidExpression(condition: string): string | undefined {
  try {
    parse(unwrap(condition));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The truth of an `if:`, with or without `${{ }}`: true, false, or undefined where it turns on something that is not
 * known. `&&` and `||` are known as soon as one side decides.
 */
export function evaluateCondition(
  condition: string,
  contexts: Contexts,
  status: JobStatus = { success: true },
): boolean | undefined {
  // `${{ a }} || ${{ b }}` is a text and no expression, and every text but the empty one holds.
  if ((split(condition.trim())?.length ?? 0) > 1) return true;
  // With blanks around it, as after `if: |`, GitHub may take it for a text, too.
  const isText = hasExpression(condition) && condition !== condition.trim();
  try {
    const expression = parse(unwrap(condition));
    const holds =
      expression === undefined || truth(expression, evaluator(expression, contexts, status));
    return isText && holds === false ? undefined : holds;
  } catch {
    return undefined;
  }
}

/** Whether a condition may hold after something before it has failed or was cancelled. */
export function mayHoldAfterFailure(condition: string, contexts: Contexts): boolean {
  return (
    asksForStatus(condition) &&
    evaluateCondition(condition, { ...contexts, needs: { partly: {} } }, { success: undefined }) !==
      false
  );
}

/** A text with its `${{ }}` filled in, or undefined where one of them is not known. */
export function evaluateText(text: string, contexts: Contexts): string | undefined {
  const parts = split(text);
  if (parts === undefined) return undefined;
  let result = '';
  for (const part of parts) {
    const value =
      part.expression === undefined
        ? part.text
        : evaluate(part.expression, contexts)?.coerceString();
    if (value === undefined) return undefined;
    result += value;
  }
  return result;
}

/** The value of a text that is one `${{ }}` and nothing else, such as `${{ fromJSON(…) }}`; undefined where it is not known. */
export function evaluateData(text: string, contexts: Contexts): Data | undefined {
  const parts = split(text.trim());
  const [only] = parts ?? [];
  if (parts?.length !== 1 || only?.expression === undefined) return undefined;
  const value = evaluate(only.expression, contexts);
  return value === undefined ? undefined : toData(value);
}

/** The contexts with an environment; what it takes from elsewhere stays unknown. Later ones replace earlier ones. */
export function withEnv(
  contexts: Contexts,
  ...environments: readonly Readonly<Record<string, string>>[]
): Contexts {
  const known: Record<string, string> = {};
  for (const [key, text] of Object.entries(
    Object.assign({}, ...environments) as Record<string, string>,
  )) {
    const value = evaluateText(text, contexts);
    if (value !== undefined) known[key] = value;
  }
  return { ...contexts, env: { partly: known } };
}

/** A text with what is known of its `${{ }}` filled in and `…` for the rest. */
export function evaluatePartly(text: string, contexts: Contexts): string {
  return (split(text) ?? [{ text }])
    .map(part =>
      part.expression === undefined
        ? part.text
        : (evaluate(part.expression, contexts)?.coerceString() ?? '…'),
    )
    .join('');
}

/** Whether a text has `${{ }}` in it. */
export function hasExpression(text: string): boolean {
  return text.includes('${{');
}

function evaluate(expression: string, contexts: Contexts): ExpressionData | undefined {
  try {
    const parsed = parse(expression);
    return parsed === undefined
      ? undefined
      : evaluator(parsed, contexts, { success: true }).evaluate();
  } catch {
    // Unknown, or an error that the run would meet too, such as fromJSON of an empty text.
    return undefined;
  }
}

function truth(
  expression: Expr,
  { of }: { readonly of: (expression: Expr) => ExpressionData },
): boolean | undefined {
  if (expression instanceof Grouping) return truth(expression.group, { of });
  if (expression instanceof Unary) return negated(truth(expression.expr, { of }));
  if (expression instanceof Logical) {
    const decides = expression.operator.type === TokenType.OR;
    const results = expression.args.map(argument => truth(argument, { of }));
    if (results.includes(decides)) return decides;
    return results.includes(undefined) ? undefined : !decides;
  }
  try {
    return truthy(of(expression));
  } catch {
    return undefined;
  }
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function evaluator(expression: Expr, contexts: Contexts, status: JobStatus) {
  const values = contextValues(contexts);
  const answers = {
    always: true,
    success: status.success,
    failure: negated(status.success),
    cancelled: status.success === undefined ? undefined : false,
  };
  const definitions = new Map<string, FunctionDefinition>(
    [
      ...STATUS.map(name =>
        define(name, () => {
          const answer = answers[name];
          if (answer === undefined) throw new Unknown(name);
          return new BooleanData(answer);
        }),
      ),
      define('hashFiles', () => {
        throw new Unknown('hashFiles');
      }),
      define('format', format),
    ].map(definition => [definition.name.toLowerCase(), definition]),
  );
  return {
    evaluate: () => new Evaluator(expression, values, definitions).evaluate(),
    of: (part: Expr) => new Evaluator(part, values, definitions).evaluate(),
  };
}

/** Longer texts are not made: `format` in `format` doubles its length with each level. */
const MAX_TEXT = 100_000;

/** `format` as GitHub has it, with an end (GitHub docs, "format"). */
function format(...values: readonly ExpressionData[]): ExpressionData {
  const [template, ...args] = values.map(value => value.coerceString());
  let result = '';
  for (const [piece] of (template ?? '').matchAll(/\{\{|\}\}|\{\d{1,3}\}|[^{}]+|[{}]/g)) {
    const index = /^\{(\d+)\}$/.exec(piece)?.[1];
    const text =
      index === undefined ? piece.replace(/^(?:\{\{|\}\})$/, piece.charAt(0)) : args[Number(index)];
    if (text === undefined || result.length + text.length > MAX_TEXT) throw new Unknown('format');
    result += text;
  }
  return new StringData(result);
}

function define(
  name: string,
  call: (...values: ExpressionData[]) => ExpressionData,
): FunctionDefinition {
  return { name, minArgs: 0, maxArgs: 255, call };
}

const FUNCTIONS = [...STATUS, 'hashFiles'].map(name => ({ name, minArgs: 0, maxArgs: 255 }));

/** Undefined for an empty expression. */
function parse(expression: string): Expr | undefined {
  if (expression.length > MAX_TEXT) throw new Unknown('length');
  const { tokens } = new Lexer(expression).lex();
  // The declaration leaves out that there may be nothing to parse.
  const parsed: Expr | undefined = new Parser(tokens, [...CONTEXTS], FUNCTIONS).parse();
  return parsed;
}

/** The expression of an `if:`. A text around `${{ }}` makes a string of it, which is true. */
function unwrap(condition: string): string {
  const parts = split(condition.trim()) ?? [];
  const [first] = parts;
  if (parts.every(part => part.expression === undefined)) return condition;
  return parts.length === 1 && first?.expression !== undefined ? first.expression : 'true';
}

interface Part {
  readonly text: string;
  readonly expression?: string;
}

/** The parts of a text; undefined where a `${{` is not closed. */
function split(text: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  let at = 0;
  for (let open = text.indexOf('${{'); open !== -1; open = text.indexOf('${{', at)) {
    const end = endOfExpression(text, open + 3);
    if (end === undefined) return undefined;
    if (open > at) parts.push({ text: text.slice(at, open) });
    at = end + 2;
    parts.push({ text: text.slice(open, at), expression: text.slice(open + 3, end) });
  }
  return at < text.length || parts.length === 0 ? [...parts, { text: text.slice(at) }] : parts;
}

/** Where the `}}` of an expression is. One in a string does not close. */
function endOfExpression(text: string, start: number): number | undefined {
  let isQuoted = false;
  for (let at = start; at < text.length; at++) {
    if (text.charAt(at) === "'") isQuoted = !isQuoted;
    else if (!isQuoted && text.startsWith('}}', at)) return at;
  }
  return undefined;
}
