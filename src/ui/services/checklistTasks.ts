import * as vscode from 'vscode';
import { runProgram } from '../../base/processes';
import { CHECKLIST_TASK_TYPE, PROBLEM_MATCHER } from '../../ids';
import type { Package } from '../../manifests/package';
import { type Missing, missingTools, pytestMissing, ToolsMissing } from '../../maturin/missing';
import type { AnySteps, Ended } from '../../maturin/runSteps';
import { type Result, shellStep, type Step } from '../../maturin/step';
import type { ChecklistItem } from '../../release/checklist/items';
import { CommandError, showError } from '../notify';
import { namedTask } from './namedTask';
import { tellUnprepared } from './installTools';
import { isNamed, type LocalBuilds, nameFor, scopeOf, TaskEnds } from './localBuilds';
import { StepTerminal } from './stepTerminal';
import type { Manifests } from './manifests';
import { type State, type Store } from '../store';
import type { ChecklistKeeper } from './checklistKeeper';
import type { Reading } from './readChecklist';
import { packagesOf } from '../selectors';

/** Tasks of type `budtiktok-checklist`: each runs one item that a command line answers, and keeps how it ended. */
export class ChecklistTasks {
  readonly #ends = new TaskEnds();

  constructor(
    private readonly store: Store<State>,
    private readonly manifests: Manifests,
    private readonly keeper: ChecklistKeeper,
    private readonly local: LocalBuilds,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async provideTasks(): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    await this.manifests.current();
    const packages = packagesOf(this.store.value);
    const found = await Promise.all(
      packages.map(async pkg => {
        const { items } = await this.keeper.look(pkg);
        return items.flatMap(({ item }) =>
          item.answer.kind === 'command' ? [this.#task(pkg, item)] : [],
        );
      }),
    );
    return found.flat();
  }

  async resolveTask(task: vscode.Task): Promise<vscode.Task | undefined> {
    if (!vscode.workspace.isTrusted) return undefined;
    const { item: id, package: name } = task.definition;
    await this.manifests.current();
    const packages = packagesOf(this.store.value);
    const [pkg, other] =
      typeof name === 'string' ? packages.filter(candidate => isNamed(candidate, name)) : packages;
    if (typeof id !== 'string' || pkg === undefined || other !== undefined) return undefined;
    const { items } = await this.keeper.look(pkg);
    const item = items.find(({ item }) => item.id === id)?.item;
    // The editor wants its own definition back, and knows the task by it.
    return item?.answer.kind === 'command'
      ? this.#task(pkg, item, task.definition, task.scope)
      : undefined;
  }

  /** Runs an item in its terminal, waits until it is over, and keeps its answer. Stopped, it leaves the one that was there. */
  async run(pkg: Package, item: ChecklistItem): Promise<Ended> {
    requireTrusted();
    if (this.keeper.isRunning(pkg, item.id))
      throw new CommandError(vscode.l10n.t('"{0}" is being run already.', item.title));
    switch (item.answer.kind) {
      case 'fact':
      case 'byHand':
        throw new CommandError(vscode.l10n.t('"{0}" is nothing that can be run.', item.title));
      case 'command':
        return await this.#ends.run(keyOf(pkg, item.id), this.#task(pkg, item));
      case 'task':
        return await this.#runSmokeTest(pkg, item);
    }
  }

  /** Before a release nothing of it is on an index: the wheel of this computer is tried. */
  async #runSmokeTest(pkg: Package, item: ChecklistItem): Promise<Ended> {
    const { reading } = await this.keeper.read(pkg, item.id);
    this.keeper.setRunning(pkg, item.id, true);
    try {
      const ended = await this.local.run(pkg, { command: 'test' });
      await this.#over(pkg, item, reading, ended);
      return ended;
    } finally {
      this.keeper.setRunning(pkg, item.id, false);
    }
  }

  #task(
    pkg: Package,
    { id, title, answer }: ChecklistItem,
    definition?: vscode.TaskDefinition,
    scope?: vscode.Task['scope'],
  ): vscode.Task {
    const execution = new vscode.CustomExecution(() => {
      let begun: { readonly item: ChecklistItem; readonly reading: Reading } | undefined;
      const prepare = async () => {
        begun = await this.#begin(pkg, id);
        return stepsOf(begun.item, begun.reading);
      };
      const over = async (ended: Ended) => {
        if (begun !== undefined) await this.#over(pkg, begun.item, begun.reading, ended);
        this.keeper.setRunning(pkg, id, false);
      };
      return Promise.resolve(
        new StepTerminal(
          prepare,
          error => void tellUnprepared(error, pkg, this.log),
          ended =>
            void over(ended)
              .catch((error: unknown) => showError(error, this.log))
              .finally(() => this.#ends.notify(keyOf(pkg, id), ended)),
        ),
      );
    });
    const packages = packagesOf(this.store.value);
    const matcher =
      answer.kind === 'command' && answer.folder === 'cargo' ? [`$${PROBLEM_MATCHER}`] : [];
    const task = namedTask(
      definition ?? { type: CHECKLIST_TASK_TYPE, item: id, package: nameFor(pkg, packages) },
      scope ?? scopeOf(pkg),
      packages.length > 1 ? vscode.l10n.t('{0} ({1})', title, pkg.name) : title,
      vscode.l10n.t('Release checklist'),
      execution,
      matcher,
    );
    task.group = vscode.TaskGroup.Test;
    task.presentationOptions = {
      reveal: vscode.TaskRevealKind.Always,
      panel: vscode.TaskPanelKind.Dedicated,
      clear: true,
    };
    return task;
  }

  async #begin(
    pkg: Package,
    id: string,
  ): Promise<{ readonly item: ChecklistItem; readonly reading: Reading }> {
    // A task can be started without any command.
    requireTrusted();
    this.keeper.setRunning(pkg, id, true);
    const begun = await this.keeper.read(pkg, id);
    const missing = await missingFor(begun.item, begun.reading);
    if (missing.length > 0) throw new ToolsMissing(missing);
    return begun;
  }

  /** The answer rests on the files as they were when it began: what changed meanwhile was perhaps not tested. */
  async #over(
    pkg: Package,
    { id, answer }: ChecklistItem,
    { now }: Reading,
    ended: Ended,
  ): Promise<void> {
    if (ended.kind === 'stopped' || ended.kind === 'refused') return;
    await this.keeper.answer(pkg, id, {
      outcome: ended.kind === 'done' ? 'pass' : 'fail',
      at: Date.now(),
      ...(now.fingerprint !== undefined && { fingerprint: now.fingerprint }),
      ...(answer.kind === 'command' && { command: answer.command }),
    });
  }
}

/** Command lines come from the workspace. @throws CommandError */
function requireTrusted(): void {
  if (!vscode.workspace.isTrusted)
    throw new CommandError(
      vscode.l10n.t('This workspace is not trusted, so nothing of it is run.'),
    );
}

function keyOf({ manifest }: Package, id: string): string {
  return JSON.stringify([manifest, id]);
}

function stepsOf(item: ChecklistItem, { folders, tools }: Reading): AnySteps | undefined {
  if (item.answer.kind !== 'command') return undefined;
  const { command, folder } = item.answer;
  return only(
    {
      ...shellStep(command, folders[folder], tools),
      ...(folder === 'cargo' && { rustcRoot: folders.cargo }),
    },
    vscode.l10n.t('Passed.'),
  );
}

function* only(step: Step, message: string): Generator<Step, Result, void> {
  yield step;
  return { message };
}

/** What the command line of an item cannot do without here. What else a user's own line needs, the shell will say. */
async function missingFor(
  { answer }: ChecklistItem,
  { tools, folders }: Reading,
): Promise<Missing[]> {
  const { platform } = process;
  if (answer.kind !== 'command' || answer.needs === undefined) return [];
  if (answer.needs === 'cargo') return missingTools(['cargo'], tools, platform);
  if (tools.python === undefined) return missingTools(['python'], tools, platform);
  return (await hasPytest(tools.python, folders.repository))
    ? []
    : [pytestMissing(tools, platform)];
}

async function hasPytest(python: string, cwd: string): Promise<boolean> {
  const { isTrusted } = vscode.workspace;
  try {
    const request = { program: python, args: [], cwd, workspace: cwd, isTrusted };
    return (await runProgram('findPytest', request)).code === 0;
  } catch {
    return false;
  }
}
