import * as vscode from 'vscode';
import type { Ended } from '../../maturin/runSteps';

/**
 * Tells who runs a task how it ended. The editor knows a task by its definition: where it has asked the provider meanwhile,
 * it runs the one that it was given then, so what belongs to a run cannot be part of the task.
 */
export class TaskEnds {
  readonly #waiting = new Map<string, Set<(ended: Ended) => void>>();

  /** Runs a task, and waits until {@link tell} says how it ended. */
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

  tell(key: string, ended: Ended): void {
    for (const end of this.#waiting.get(key) ?? []) end(ended);
  }
}
