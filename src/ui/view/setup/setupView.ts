import * as vscode from 'vscode';
import { VIEWS } from '../../../ids';
import { packagesOf, type State } from '../../state';
import type { Store } from '../../store';
import type { ViewNode } from '../node';
import { NodeTree } from '../nodeTree';
import { SetupGroupNode } from './setupGroupNode';
import { SetupItemNode } from './setupItemNode';
import { grouped, groupTitle, standing } from './setupWords';

/** The view *Setup*: what a release needs, by package where there are several. */
export class SetupView implements vscode.Disposable {
  readonly tree = new NodeTree(VIEWS.setup, () => this.#roots(), { showCollapseAll: true });
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly store: Store<State>) {
    this.#subscriptions = vscode.Disposable.from(
      this.tree,
      store.onDidChange((state, before) => {
        if (state.setups !== before.setups) this.#stateChanged(state);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#showMessage()),
    );
    this.#showMessage();
  }

  #roots(): ViewNode[] {
    const found = packagesOf(this.store.value).flatMap(pkg => {
      const setup = this.store.value.setups.get(pkg.manifest);
      if (setup === undefined) return [];
      const { root, items } = setup;
      const groups = grouped(items).map(
        ([group, of]) =>
          new SetupGroupNode(
            `${pkg.manifest}#setup#${group}`,
            groupTitle(group),
            of,
            of.map(entry => new SetupItemNode(pkg, root, entry)),
          ),
      );
      return [{ pkg, items, groups }];
    });
    const [only] = found;
    if (found.length === 1 && only !== undefined) return only.groups;
    return found.map(
      ({ pkg, items, groups }) =>
        new SetupGroupNode(`${pkg.manifest}#setup`, pkg.name, items, groups),
    );
  }

  #stateChanged({ setups }: State): void {
    // What is on this computer is no part of a release.
    const items = [...setups.values()]
      .flatMap(setup => setup.items)
      .filter(({ group }) => group !== 'computer');
    this.tree.describe(standing(items));
    this.tree.changed();
  }

  #showMessage(): void {
    this.tree.say(
      vscode.workspace.isTrusted
        ? ''
        : vscode.l10n.t('Restricted Mode: files are read; GitHub and the index are not asked.'),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
