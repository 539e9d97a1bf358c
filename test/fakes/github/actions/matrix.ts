import type { Json } from '../http';
import { scalar, tree } from './workflowFile';

export type Combination = Readonly<Record<string, Json>>;

/**
 * Combinations of a job's matrix, in GitHub's order: the last key changes fastest, then what `include` adds.
 * Source: "Running variations of jobs in a workflow".
 */
export function expandMatrix(matrix: Json | undefined): readonly Combination[] {
  const { include, exclude, ...axes } = tree(matrix);
  let combinations: Combination[] = Object.entries(axes).length === 0 ? [] : [{}];
  for (const [key, values] of Object.entries(axes)) {
    if (!Array.isArray(values)) return [];
    combinations = combinations.flatMap(combination =>
      values.map((value: Json) => ({ ...combination, [key]: value })),
    );
  }
  const excluded = list(exclude);
  combinations = combinations.filter(
    combination =>
      !excluded.some(entry =>
        Object.entries(entry).every(([key, value]) => same(combination[key], value)),
      ),
  );

  const original = combinations.map(combination => ({ ...combination }));
  const added: Combination[] = [];
  for (const entry of list(include)) {
    const fitting = original.flatMap((combination, index) =>
      Object.entries(entry).every(([key, value]) => !(key in axes) || same(combination[key], value))
        ? [index]
        : [],
    );
    for (const index of fitting) combinations[index] = { ...combinations[index], ...entry };
    if (fitting.length === 0) added.push(entry);
  }
  return [...combinations, ...added];
}

/** Longest name of a job; longer ones are cut and end in three dots. */
const LONGEST_NAME = 100;

/** `linux (x86_64)`: all values of the combination in their order, those of objects one by one. */
export function matrixName(name: string, combination: Combination): string {
  const values = Object.values(combination)
    .flatMap(flatten)
    .filter(value => value !== '');
  return cut(values.length === 0 ? name : `${name} (${values.join(', ')})`);
}

export function cut(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 3)}...`;
}

function flatten(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(item => flatten(item as Json));
  return typeof value === 'object' && value !== null
    ? Object.values(tree(value)).flatMap(flatten)
    : [scalar(value)];
}

function list(value: Json | undefined): Combination[] {
  return Array.isArray(value) ? value.map(item => tree(item as Json)) : [];
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
