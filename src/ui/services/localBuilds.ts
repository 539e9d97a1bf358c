import * as path from 'node:path';
import * as vscode from 'vscode';
import { TASK_TYPE } from '../../ids';
import type { Package } from '../../manifests/package';
import type { LocalTask } from '../../maturin/localTask';
import type { Ended } from '../../maturin/runSteps';
import type { LocalTasks } from './localTasks';

/** Tasks of type `maturin`. What they are is read when the user lists, resolves or runs one. */
export class LocalBuilds implements vscode.TaskProvider, vscode.Disposable {
  readonly #registration = vscode.tasks.registerTaskProvider(TASK_TYPE, this);
  #tasks: Promise<LocalTasks> | undefined;

  constructor(private readonly make: () => Promise<LocalTasks>) {}

  async provideTasks(): Promise<vscode.Task[]> {
    return await (await this.#made()).provideTasks();
  }

  async resolveTask(task: vscode.Task): Promise<vscode.Task | undefined> {
    return await (await this.#made()).resolveTask(task);
  }

  /** Runs a task in its terminal, and waits until it is over. */
  async run(pkg: Package, task: LocalTask): Promise<Ended> {
    return await (await this.#made()).run(pkg, task);
  }

  #made(): Promise<LocalTasks> {
    this.#tasks ??= this.make();
    return this.#tasks;
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

/**
 * Tells who runs a task how it ended. The editor knows a task by its definition: where it has asked the provider meanwhile,
 * it runs the one that it was given then, so what belongs to a run cannot be part of the task.
 */
export class TaskEnds {
  readonly #waiting = new Map<string, Set<(ended: Ended) => void>>();

  /** Runs a task, and waits until {@link notify} says how it ended. */
  async run(key: string, task: vscode.Task): Promise<Ended> {
    let end: (ended: Ended) => void = () => undefined;
    const ended = new Promise<Ended>(resolve => {
      end = resolve;
    });
    const waiting = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, waiting.add(end));
    try {
      await vscode.tasks.executeTask(task);
      return await ended;
    } finally {
      waiting.delete(end);
    }
  }

  notify(key: string, ended: Ended): void {
    for (const end of this.#waiting.get(key) ?? []) end(ended);
  }
}

/** Its name, or where several have one, the path of its manifest. */
export function nameFor(pkg: Package, packages: readonly Package[]): string {
  const isAlone = packages.filter(({ name }) => name === pkg.name).length <= 1;
  return isAlone ? pkg.name : vscode.workspace.asRelativePath(pkg.manifest);
}

export function isNamed({ name, manifest }: Package, text: string): boolean {
  const relative = vscode.workspace.asRelativePath(manifest);
  return [name, manifest, relative, path.posix.dirname(relative)].includes(
    text.replace(/^\.\/|\/$/g, ''),
  );
}

/** The folder that the task belongs to; the manifest may stand above or beside it. */
export function scopeOf({
  manifest,
}: Package): vscode.WorkspaceFolder | vscode.TaskScope.Workspace {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return (
    vscode.workspace.getWorkspaceFolder(vscode.Uri.file(manifest)) ??
    folders.find(({ uri }) => uri.fsPath.startsWith(path.dirname(manifest))) ??
    folders[0] ??
    vscode.TaskScope.Workspace
  );
}
