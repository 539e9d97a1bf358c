import type { Json } from '../http';
import { scalar } from './workflowFile';

/** What an expression can name: `github`, `inputs`, `matrix`, `needs`. */
export interface ExpressionContext {
  readonly values: Readonly<Record<string, Json>>;
  /** Of the jobs that were needed. */
  readonly result: 'success' | 'failure' | 'cancelled' | 'skipped';
}

/** Replaces each `${{ … }}`. What this fake cannot evaluate becomes empty, as an unknown name does. */
export function interpolate(template: string, context: ExpressionContext): string {
  return template.replace(/\$\{\{(.*?)\}\}/gs, (_, text: string) =>
    scalar(evaluate(text, context) ?? ''),
  );
}

/** Does an `if:` hold? One that asks for no status has `success() &&` before it. */
export function holds(condition: string | undefined, context: ExpressionContext): boolean {
  const text = (condition ?? '').replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1').trim();
  const asksForStatus = /\b(?:always|success|failure|cancelled)\s*\(/.test(text);
  if (!asksForStatus && context.result !== 'success') return false;
  return text === '' || truthy(evaluate(text, context) ?? null);
}

const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d+)?)|'(?<text>(?:[^']|'')*)'|(?<name>[A-Za-z_][\w-]*(?:\.[\w*-]+|\['[^']*'\])*)|(?<operator>&&|\|\||==|!=|<=|>=|[!<>(),]))/gy;

interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'operator';
  readonly text: string;
}

/** GitHub Actions, "Evaluate expressions in workflows and actions": operators, literals and the functions that release workflows use. */
export function evaluate(source: string, context: ExpressionContext): Json | undefined {
  const tokens = tokenize(source);
  if (tokens === undefined) return undefined;
  let at = 0;
  const accept = (operator: string): boolean =>
    tokens[at]?.kind === 'operator' && tokens[at]?.text === operator && ++at > 0;

  const either = (): Json => {
    let left = both();
    while (accept('||')) {
      const right = both();
      left = truthy(left) ? left : right;
    }
    return left;
  };
  const both = (): Json => {
    let left = compared();
    while (accept('&&')) {
      const right = compared();
      left = truthy(left) ? right : left;
    }
    return left;
  };
  const compared = (): Json => {
    const left = unary();
    if (accept('==')) return equal(left, unary());
    if (accept('!=')) return !equal(left, unary());
    for (const [operator, test] of Object.entries(ORDER))
      if (accept(operator)) return test(Number(left), Number(unary()));
    return left;
  };
  const unary = (): Json => {
    if (accept('!')) return !truthy(unary());
    if (accept('(')) {
      const inner = either();
      accept(')');
      return inner;
    }
    const token = tokens[at++];
    if (token === undefined || token.kind === 'operator') return null;
    if (token.kind === 'number') return Number(token.text);
    if (token.kind === 'text') return token.text;
    if (accept('(')) return call(token.text, parameters());
    return token.text === 'true'
      ? true
      : token.text === 'false'
        ? false
        : token.text === 'null'
          ? null
          : lookUp(token.text, context.values);
  };
  const parameters = (): Json[] => {
    const found: Json[] = [];
    while (at < tokens.length && !accept(')')) {
      found.push(either());
      accept(',');
    }
    return found;
  };
  const call = (name: string, [first = null, second = null]: readonly Json[]): Json => {
    switch (name.toLowerCase()) {
      case 'always':
        return true;
      case 'success':
        return context.result === 'success';
      case 'failure':
        return context.result === 'failure';
      case 'cancelled':
        return context.result === 'cancelled';
      case 'startswith':
        return lower(first).startsWith(lower(second));
      case 'endswith':
        return lower(first).endsWith(lower(second));
      case 'contains':
        return Array.isArray(first)
          ? first.some(item => equal(item as Json, second))
          : lower(first).includes(lower(second));
      case 'format':
        return scalar(first).replace('{0}', scalar(second));
      case 'fromjson':
        return JSON.parse(scalar(first)) as Json;
      case 'tojson':
        return JSON.stringify(first);
      default:
        return null;
    }
  };
  return either();
}

const ORDER: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
};

function tokenize(source: string): Token[] | undefined {
  const tokens: Token[] = [];
  const text = source.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    for (const kind of ['number', 'text', 'name', 'operator'] as const) {
      const found = match.groups?.[kind];
      if (found !== undefined)
        tokens.push({ kind, text: kind === 'text' ? found.replaceAll("''", "'") : found });
    }
  }
  return tokens;
}

function lookUp(name: string, values: Readonly<Record<string, Json>>): Json {
  let value: Json | undefined = values;
  for (const part of name.replace(/\['([^']*)'\]/g, '.$1').split('.')) {
    value =
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Record<string, Json>)[part]
        : undefined;
  }
  return value ?? null;
}

/** Text is compared without regard to its case. */
function equal(a: Json, b: Json): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a.toLowerCase() === b.toLowerCase();
  return a === b || (typeof a !== typeof b && Number(a ?? 0) === Number(b ?? 0));
}

function lower(value: Json): string {
  return scalar(value).toLowerCase();
}

export function truthy(value: Json): boolean {
  return value !== null && value !== false && value !== 0 && value !== '';
}
