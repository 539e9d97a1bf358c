import * as vscode from 'vscode';
import { TASK_TYPE } from '../../ids';
import type { Package } from '../../manifests/package';
import type { LocalTask } from '../../maturin/localTask';
import type { Ended } from '../../maturin/runSteps';
import type { LocalTasks } from './localTasks';

/** Tasks of type `maturin`. What they are is read when somebody lists, resolves or runs one. */
export class Local implements vscode.TaskProvider, vscode.Disposable {
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
