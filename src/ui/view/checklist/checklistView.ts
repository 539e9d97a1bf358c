import * as vscode from 'vscode';
import { VIEWS } from '../../../ids';
import type { Package } from '../../../manifests/package';
import { packagesOf, type ChecklistState, type State } from '../../state';
import type { Store } from '../../store';
import type { ViewNode } from '../node';
import { NodeTree } from '../nodeTree';
import { bucketWords, PackageChecklistNode, rowsOf } from './packageNode';

/** The view *Checklist*: what to be sure of before a release, and how it stands. */
export class ChecklistView implements vscode.Disposable {
  readonly tree = new NodeTree(VIEWS.checklist, () => this.#roots());
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly store: Store<State>) {
    this.#subscriptions = vscode.Disposable.from(
      this.tree,
      store.onDidChange((state, before) => {
        if (state.checklists !== before.checklists || state.scans !== before.scans)
          this.#stateChanged();
      }),
    );
  }

  #roots(): readonly ViewNode[] {
    const all = this.#checklists();
    const [only] = all;
    // The name of the only package is above, in the release view.
    if (all.length === 1 && only !== undefined) return rowsOf(...only);
    return all.map(([pkg, checklist]) => new PackageChecklistNode(pkg, checklist));
  }

  #checklists(): (readonly [Package, ChecklistState])[] {
    const { value } = this.store;
    return packagesOf(value).flatMap(pkg => {
      const checklist = value.checklists.get(pkg.manifest);
      return checklist === undefined ? [] : [[pkg, checklist] as const];
    });
  }

  #stateChanged(): void {
    this.tree.changed();
    const all = this.#checklists().map(([, checklist]) => checklist);
    const [first, second] = all;
    // Several packages each say it themselves.
    this.tree.describe(first !== undefined && second === undefined ? bucketWords(first) : '');
    this.tree.say(all.map(({ note }) => note).find(note => note !== undefined) ?? '');
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
