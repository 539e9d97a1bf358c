import { parseDocument } from 'yaml';
import type { Json } from '../http';

/** One job as a workflow file describes it. */
export interface JobDefinition {
  /** Key below `jobs`; of a job inside a reusable workflow `caller/key`. */
  readonly id: string;
  /** Part of the name that the caller of a reusable workflow gives: `build / `. */
  readonly prefix: string;
  readonly key: string;
  readonly name: string | undefined;
  /** Ids of the jobs that have to be done first. */
  readonly needs: readonly string[];
  readonly condition: string | undefined;
  readonly runsOn: Json;
  readonly matrix: Json | undefined;
  readonly environment: string | undefined;
  readonly steps: readonly StepDefinition[];
  /** Path of the reusable workflow that it calls. */
  readonly uses: string | undefined;
}

export interface StepDefinition {
  readonly name: string;
  readonly uses: string;
  readonly run: string;
  readonly with: Readonly<Record<string, Json>>;
}

export interface WorkflowFile {
  readonly name: string | undefined;
  readonly runName: string | undefined;
  /** Events by their name, with their filters. */
  readonly on: Readonly<Record<string, Json>>;
  readonly jobs: readonly JobDefinition[];
  readonly concurrency: { readonly group: string; readonly cancelsInProgress: boolean } | undefined;
}

type Tree = Readonly<Record<string, Json>>;

export function parseWorkflow(text: string): WorkflowFile | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  const root = tree(document.toJS() as Json);
  return {
    name: word(root['name']),
    runName: word(root['run-name']),
    on: events(root['on']),
    concurrency: concurrency(root['concurrency']),
    jobs: Object.entries(tree(root['jobs'])).map(([key, job]) => jobDefinition(key, tree(job))),
  };
}

function concurrency(value: Json | undefined): WorkflowFile['concurrency'] {
  const group = typeof value === 'string' ? value : word(tree(value)['group']);
  return group === undefined
    ? undefined
    : { group, cancelsInProgress: tree(value)['cancel-in-progress'] === true };
}

/** What is known of a file that does not parse. */
export const BROKEN: WorkflowFile = {
  name: undefined,
  runName: undefined,
  on: {},
  jobs: [],
  concurrency: undefined,
};

function events(on: Json | undefined): Tree {
  if (typeof on === 'string') return { [on]: null };
  if (Array.isArray(on)) return Object.fromEntries(on.map(event => [String(event), null]));
  return tree(on);
}

function jobDefinition(key: string, job: Tree): JobDefinition {
  const environment = job['environment'];
  return {
    id: key,
    prefix: '',
    key,
    name: word(job['name']),
    needs: words(job['needs']),
    condition: job['if'] === undefined ? undefined : scalar(job['if']),
    runsOn: job['runs-on'] ?? null,
    matrix: tree(job['strategy'])['matrix'],
    environment: typeof environment === 'string' ? environment : word(tree(environment)['name']),
    uses: word(job['uses']),
    steps: (Array.isArray(job['steps']) ? (job['steps'] as readonly Json[]) : []).map(step =>
      stepDefinition(tree(step)),
    ),
  };
}

function stepDefinition(step: Tree): StepDefinition {
  const uses = word(step['uses']) ?? '';
  const run = word(step['run']) ?? '';
  return {
    name: word(step['name']) ?? `Run ${uses === '' ? (run.trim().split('\n')[0] ?? '') : uses}`,
    uses,
    run,
    with: tree(step['with']),
  };
}

export function tree(value: Json | undefined): Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Tree)
    : {};
}

export function words(value: Json | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : Array.isArray(value) ? value.map(scalar) : [];
}

/** A scalar as GitHub writes it into names and expressions. */
export function scalar(value: Json | undefined): string {
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
}

function word(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
