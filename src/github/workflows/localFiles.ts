import * as path from 'node:path';
import { indexFilesOf, isIndexFile, parseIndexFile } from './configuredIndexes';
import { parseStep } from './parseWorkflow';
import { readScript, type Command } from './shell';
import type { LocalFile, Workflow, WorkflowStep } from './workflow';
import { child, parseYaml, textOf } from './yaml';
import { toolName } from './commandWords';

/** Actions and scripts that use each other in more steps than this are not followed. */
const MAX_ROUNDS = 10;

/** Larger files are not read. */
const MAX_LENGTH = 200_000;

/**
 * The workflows with the composite actions and shell scripts of the repository that their steps use, as far as they can
 * be read. @param read the text of a file by its path from the root of the repository; undefined where it has none
 */
export async function withLocalFiles(
  workflows: readonly Workflow[],
  read: (path: string) => Promise<string | undefined>,
): Promise<readonly Workflow[]> {
  const local = new Map<string, LocalFile | undefined>();
  let wanted = [
    ...new Set(
      workflows.flatMap(({ jobs }) =>
        jobs.flatMap(({ steps, workingDirectory }) =>
          steps.flatMap(step => filesOf(step, workingDirectory)),
        ),
      ),
    ),
  ];
  for (let round = 0; round < MAX_ROUNDS && wanted.length > 0; round++) {
    const found = await Promise.all(
      wanted.map(async file => {
        const text = await read(file);
        return [file, parseFile(file, text)] as const;
      }),
    );
    for (const [file, parsed] of found) local.set(file, parsed);
    wanted = [
      ...new Set(found.flatMap(([, parsed]) => (parsed === undefined ? [] : namedBy(parsed)))),
    ].filter(file => !local.has(file));
  }
  const files = new Map(
    [...local].flatMap(([file, parsed]) => (parsed === undefined ? [] : [[file, parsed] as const])),
  );
  return files.size === 0 ? workflows : workflows.map(workflow => ({ ...workflow, local: files }));
}

function parseFile(file: string, text: string | undefined): LocalFile | undefined {
  if (text !== undefined && text.length > MAX_LENGTH) return undefined;
  if (isIndexFile(file)) return parseIndexFile(file, text);
  return text === undefined ? undefined : parseLocalFile(file, text);
}

/** The files of an action in a folder of the repository. */
export function actionFiles(folder: string): readonly string[] {
  return ['action.yml', 'action.yaml'].map(name => path.posix.join(folder, name));
}

/** The script of the repository that a command runs, or undefined. */
export function scriptOf({ words }: Command, folder: string | undefined): string | undefined {
  const isShell = /^(?:bash|sh|zsh|dash|source|\.)$/.test(toolName(words)) || words[0] === '.';
  const file = isShell ? words.slice(1).find(word => !/^[-+]/.test(word)) : words[0];
  if (file === undefined || !/^[\w./-]+$/.test(file) || (!isShell && !file.includes('/')))
    return undefined;
  if (file.startsWith('/')) return undefined;
  const joined = path.posix.join(folder ?? '', file);
  return joined.startsWith('..') ? undefined : joined;
}

function filesOf(step: WorkflowStep, folder: string | undefined): readonly string[] {
  if (step.uses !== undefined)
    return /^[.$]\//.test(step.uses) ? actionFiles(step.uses.slice(2)) : [];
  const at = step.workingDirectory ?? folder;
  return [...scriptsIn(step.run ?? '', at), ...indexFilesOf(step.run ?? '', at)];
}

function scriptsIn(script: string, folder: string | undefined): readonly string[] {
  return readScript(script).commands.flatMap(command => scriptOf(command, folder) ?? []);
}

function namedBy(file: LocalFile): readonly string[] {
  switch (file.kind) {
    case 'script':
      return [...scriptsIn(file.text, undefined), ...indexFilesOf(file.text, undefined)];
    case 'action':
      return file.steps.flatMap(step => filesOf(step, undefined));
    case 'indexes':
      return [];
  }
}

function parseLocalFile(file: string, text: string): LocalFile | undefined {
  if (!/(?:^|\/)action\.ya?ml$/.test(file))
    return isShellScript(file, text) ? { kind: 'script', text } : undefined;
  const parsed = parseYaml(text);
  if ('failures' in parsed) return undefined;
  const runs = child(parsed.root, 'runs');
  const steps = child(runs, 'steps');
  if (textOf(child(runs, 'using')) !== 'composite' || steps?.kind !== 'list') return undefined;
  const inputs = child(parsed.root, 'inputs');
  return {
    kind: 'action',
    defaults: Object.fromEntries(
      inputs?.kind === 'map'
        ? [...inputs.entries].map(([name, { value }]) => [
            name,
            textOf(child(value, 'default')) ?? '',
          ])
        : [],
    ),
    steps: steps.items.map(item => parseStep(item, () => undefined)),
  };
}

function isShellScript(file: string, text: string): boolean {
  const [line = ''] = text.split('\n', 1);
  return line.startsWith('#!') ? /\b(?:ba|z|da)?sh\b/.test(line) : /\.(?:ba|z)?sh$/.test(file);
}
