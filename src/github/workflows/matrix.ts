import { evaluateData, evaluateText, hasExpression, type Contexts } from './expression';
import { looselyEqual, shownAs } from './expressionData';
import { dataOf, type Data, type Scalar, type YamlNode } from './yaml';

/** One job of a matrix. */
export interface Combination {
  /** The `matrix` context of the job. */
  readonly values: Readonly<Record<string, Data>>;
  /** What GitHub puts between parentheses after the name: the values in their order, without those that `include` adds. */
  readonly segments: readonly string[];
}

type Values = Readonly<Record<string, Data>>;

/** A matrix with more keys is not worked out: its jobs are known only when it runs. */
const MAX_KEYS = 200;

/** GitHub makes no more jobs than this of one matrix. */
const MAX_COMBINATIONS = 256;

/**
 * The jobs of a matrix: the cross product without what `exclude` matches, then what `include` adds to them, then those of
 * `include` that match none. Undefined where the matrix turns on what a run finds out, such as an output of another job.
 * Source: GitHub docs, "strategy.matrix", and the workflow parser of actions/runner, which also makes the names.
 */
export function expandMatrix(
  node: YamlNode,
  contexts: Contexts,
): readonly Combination[] | undefined {
  const matrix = filled(dataOf(node), contexts);
  if (!isObject(matrix) || Object.keys(matrix).length > MAX_KEYS) return undefined;
  const vectors: [name: string, values: readonly Data[]][] = [];
  let include: readonly Data[] = [];
  let exclude: readonly Data[] = [];
  for (const [key, value] of Object.entries(matrix)) {
    if (!isList(value)) return undefined;
    if (key === 'include') include = value;
    else if (key === 'exclude') exclude = value;
    else vectors.push([key, value]);
  }
  const names = new Set(vectors.map(([name]) => name));
  const additions = include.filter(isObject).map(item => {
    const pairs = Object.entries(item);
    return {
      filter: pick(pairs, name => names.has(name)),
      extra: pick(pairs, name => !names.has(name)),
      used: false,
    };
  });
  const result: Combination[] = [];
  for (const values of product(vectors)) {
    if (exclude.some(filter => isObject(filter) && matches(values, filter))) continue;
    let extra: Values = {};
    for (const addition of additions) {
      if (!matches(values, addition.filter)) continue;
      addition.used = true;
      extra = { ...extra, ...addition.extra };
    }
    result.push({ values: { ...values, ...extra }, segments: segments(values) });
    if (result.length >= MAX_COMBINATIONS) return result;
  }
  for (const { filter, extra, used } of additions) {
    if (!used)
      result.push({ values: { ...filter, ...extra }, segments: segments({ ...filter, ...extra }) });
  }
  return result.slice(0, MAX_COMBINATIONS);
}

/** The cross product. More than GitHub makes is an error there: what "exclude" leaves of it is not worked out. */
function product(
  vectors: readonly (readonly [name: string, values: readonly Data[]])[],
): readonly Values[] {
  const size = vectors.reduce((product, [, values]) => product * values.length, 1);
  if (vectors.length === 0 || size > MAX_COMBINATIONS * 16) return [];
  let result: Data[][] = [[]];
  for (const [, values] of vectors)
    result = result.flatMap(before => values.map(value => [...before, value]));
  return result.map(values =>
    Object.fromEntries(vectors.map(([name], at) => [name, values[at] ?? null])),
  );
}

/** Whether every leaf of a filter equals the value at its place. */
function matches(value: Data | undefined, filter: Data): boolean {
  if (isList(filter))
    return filter.every((item, at) => matches(isList(value) ? value[at] : undefined, item));
  if (isObject(filter))
    return Object.entries(filter).every(([key, item]) =>
      matches(isObject(value) ? value[key] : undefined, item),
    );
  return isScalar(value) && looselyEqual(value ?? null, filter);
}

function segments(value: Data): readonly string[] {
  if (isList(value)) return value.flatMap(segments);
  if (isObject(value)) return Object.values(value).flatMap(segments);
  const text = shownAs(value);
  return text === '' ? [] : [text];
}

/** The value with its expressions filled in, or undefined where one is not known. */
function filled(value: Data, contexts: Contexts): Data | undefined {
  if (typeof value === 'string')
    return hasExpression(value)
      ? (evaluateData(value, contexts) ?? evaluateText(value, contexts))
      : value;
  if (isList(value)) {
    const items = value.map(item => filled(item, contexts));
    return items.every(item => item !== undefined) ? items : undefined;
  }
  if (!isObject(value)) return value;
  const pairs = Object.entries(value).map(([key, item]) => [key, filled(item, contexts)] as const);
  return pairs.every((pair): pair is readonly [string, Data] => pair[1] !== undefined)
    ? Object.fromEntries(pairs)
    : undefined;
}

function pick(
  pairs: readonly (readonly [string, Data])[],
  wanted: (name: string) => boolean,
): Values {
  return Object.fromEntries(pairs.filter(([name]) => wanted(name)));
}

function isList(value: Data | undefined): value is readonly Data[] {
  return Array.isArray(value);
}

function isObject(value: Data | undefined): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: Data | undefined): value is Scalar | undefined {
  return typeof value !== 'object' || value === null;
}
