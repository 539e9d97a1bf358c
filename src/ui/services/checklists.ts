import * as vscode from 'vscode';
import { CHECKLIST_SETTINGS, CHECKLIST_TASK_TYPE } from '../../ids';
import type { Package } from '../../manifests/package';
import type { ChecklistVerdict } from '../../release/check';
import { RefreshWhileVisible } from './refreshWhileVisible';
import type { Services } from './services';
import type { Session } from './sessions';
import type { ChecklistKeeper } from './checklistKeeper';
import type { ChecklistTasks } from './checklistTasks';
import { packagesOf } from '../selectors';

/** The release checklists of packages. What keeps and runs them is read when the user looks at one, plans a release, or lists tasks. */
export class Checklists implements vscode.TaskProvider, vscode.Disposable {
  readonly #registration = vscode.tasks.registerTaskProvider(CHECKLIST_TASK_TYPE, this);
  #keeper: Promise<ChecklistKeeper> | undefined;
  #tasks: Promise<ChecklistTasks> | undefined;

  constructor(
    private readonly makeKeeper: () => Promise<ChecklistKeeper>,
    private readonly makeTasks: (keeper: ChecklistKeeper) => Promise<ChecklistTasks>,
  ) {}

  get keeper(): Promise<ChecklistKeeper> {
    this.#keeper ??= this.makeKeeper();
    return this.#keeper;
  }

  get tasks(): Promise<ChecklistTasks> {
    this.#tasks ??= this.keeper.then(this.makeTasks);
    return this.#tasks;
  }

  async provideTasks(): Promise<vscode.Task[]> {
    return await (await this.tasks).provideTasks();
  }

  async resolveTask(task: vscode.Task): Promise<vscode.Task | undefined> {
    return await (await this.tasks).resolveTask(task);
  }

  /** The checklist of a release that is being planned. */
  async verdict(session: Session, version: string): Promise<ChecklistVerdict> {
    return await (await this.keeper).verdict(session, version);
  }

  /** A release was confirmed: what was answered for the next one belongs to it. */
  async confirmed(
    { manifest, name }: Pick<Package, 'manifest' | 'name'>,
    version: string,
  ): Promise<void> {
    await (await this.keeper).handOver(manifest, name, undefined, version);
  }

  /** A release was taken back before anyone could have it: its answers are for the next one again. */
  async takenBack(
    { manifest, name }: Pick<Package, 'manifest' | 'name'>,
    version: string,
  ): Promise<void> {
    await (await this.keeper).handOver(manifest, name, version, undefined);
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

/** Keeps the checklists in the store true while their view is seen: files are saved or committed, settings changed, releases confirmed. */
export function refreshChecklistsWhileVisible(
  services: Services,
  view: vscode.TreeView<unknown>,
): { dispose(): void } {
  const {
    store,
    checklists,
    release: { runner: releases },
    log,
  } = services;
  const look = async () => {
    // It changes what is looked at, and says so when it is over.
    if (releases.isRunning) return;
    const keeper = await checklists.keeper;
    for (const pkg of packagesOf(store.value)) await keeper.look(pkg);
  };
  return new RefreshWhileVisible(
    services,
    view,
    () =>
      look().catch((error: unknown) =>
        log.error(
          'The checklist could not be looked at.',
          error instanceof Error ? error : String(error),
        ),
      ),
    changed => [
      vscode.workspace.onDidSaveTextDocument(changed),
      vscode.workspace.onDidChangeConfiguration(change => {
        if (Object.values(CHECKLIST_SETTINGS).some(setting => change.affectsConfiguration(setting)))
          changed();
      }),
      store.onDidChange((state, before) => {
        if (state.releases !== before.releases) changed();
      }),
    ],
  );
}
