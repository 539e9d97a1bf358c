import {
  Array as ArrayData,
  BooleanData,
  Dictionary,
  Null,
  NumberData,
  StringData,
  type ExpressionData,
} from '@actions/expressions/data/index';
import { equals } from '@actions/expressions/result';
import type { Data, Scalar } from './yaml';

/** What an expression is asked with that is not known before the workflow runs. */
export class Unknown extends Error {}

/** An object of which only some properties are known; asking for another one makes the whole answer unknown. */
class Partly extends Dictionary {
  override get(key: string): ExpressionData {
    const value = super.get(key);
    if (value === undefined) throw new Unknown(key);
    return value;
  }

  override values(): never {
    throw new Unknown();
  }

  override pairs(): never {
    throw new Unknown();
  }
}

/** What is known of a context. */
export type Known = Data | PartlyKnown;

/** An object that has more properties than those given. */
interface PartlyKnown {
  readonly partly: Readonly<Record<string, Known>>;
}

/** The contexts that GitHub knows; the ones that are left out are unknown as a whole. */
export type Contexts = Readonly<Partial<Record<(typeof CONTEXTS)[number], Known>>>;

/** The contexts that GitHub has (GitHub docs, "Contexts reference"). */
export const CONTEXTS = [
  'github',
  'env',
  'vars',
  'job',
  'jobs',
  'steps',
  'runner',
  'secrets',
  'strategy',
  'matrix',
  'needs',
  'inputs',
] as const;

/** What an expression can ask for. */
export function contextValues(contexts: Contexts): Dictionary {
  return new Dictionary(
    ...CONTEXTS.map(key => ({ key, value: toExpressionData(contexts[key] ?? { partly: {} }) })),
  );
}

/** Whether two values are equal as `==` has it: without regard to case, and `'1'` is 1. */
export function looselyEqual(a: Scalar, b: Scalar): boolean {
  return equals(toExpressionData(a), toExpressionData(b));
}

/** A scalar as a text shows it; numbers without trailing zeros. */
export function shownAs(value: Scalar): string {
  return toExpressionData(value).coerceString();
}

function toExpressionData(value: Known): ExpressionData {
  if (value === null) return new Null();
  if (typeof value === 'string') return new StringData(value);
  if (typeof value === 'number') return new NumberData(value);
  if (typeof value === 'boolean') return new BooleanData(value);
  if (isList(value)) return new ArrayData(...value.map(toExpressionData));
  const known = isPartly(value);
  const pairs = Object.entries(known ? value.partly : value).map(([key, item]) => ({
    key,
    value: toExpressionData(item),
  }));
  return known ? new Partly(...pairs) : new Dictionary(...pairs);
}

function isList(value: Known): value is readonly Data[] {
  return Array.isArray(value);
}

function isPartly(value: object): value is PartlyKnown {
  const { partly } = value as { readonly partly?: unknown };
  return typeof partly === 'object' && partly !== null && Object.keys(value).length === 1;
}

export function toData(value: ExpressionData): Data {
  if (value instanceof StringData || value instanceof NumberData || value instanceof BooleanData)
    return value.value;
  if (value instanceof ArrayData) return value.values().map(toData);
  if (value instanceof Dictionary)
    return Object.fromEntries(value.pairs().map(({ key, value: item }) => [key, toData(item)]));
  return null;
}
