import * as path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS, INTERNAL_COMMANDS, VIEWS } from '../../ids';
import type { Package } from '../../manifests/package';
import { type SetupAction, type SetupItem, worst } from '../../setup/setupItem';
import type { SitePlace } from '../siteLinks';
import { type State, type Store } from '../store';
import { describeItem, NodeTree, type ViewNode } from './nodeTree';
import { grouped, groupTitle, shownSetup, standing } from './setupLabels';
import { packagesOf } from '../selectors';

/** What commands on a row of the view are about. */
export interface SetupTarget {
  readonly pkg: Package;
  readonly entry: SetupItem;
}

/** One thing that a release needs. A click opens where it stands, else does the one thing that can be done. */
export class SetupItemNode implements ViewNode, SetupTarget {
  constructor(
    readonly pkg: Package,
    private readonly root: string,
    readonly entry: SetupItem,
  ) {}

  item(): vscode.TreeItem {
    const { id, title, detail, state, advice, place, actions = [], children = [] } = this.entry;
    const { icon, color, word } = shownSetup(state);
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(title, children.length > 0 ? Collapsed : None);
    item.description = detail;
    const isLink = state === 'info' && actions[0]?.kind === 'open' && children.length === 0;
    item.iconPath = new vscode.ThemeIcon(
      isLink ? 'link-external' : icon,
      isLink ? undefined : color,
    );
    item.tooltip = [
      `${title}: ${word}`,
      detail,
      advice ?? '',
      place === undefined ? '' : `${place.file}:${place.start.line + 1}`,
    ]
      .filter(line => line !== '')
      .join('\n');
    // The first is offered beside the row, all of them in its menu.
    item.contextValue = ['setup', ...actions.map(({ kind }) => kind)].join(' ');
    const command = this.#command(actions);
    if (command !== undefined) item.command = command;
    return describeItem(
      item,
      `${this.pkg.manifest}#setup#${id}`,
      [title, word, detail, advice ?? ''].filter(part => part !== '').join(', '),
    );
  }

  children(): readonly ViewNode[] {
    return (this.entry.children ?? []).map(child => new SetupItemNode(this.pkg, this.root, child));
  }

  #command([first]: readonly SetupAction[]): vscode.Command | undefined {
    const { place, children } = this.entry;
    if (place !== undefined) {
      const site: SitePlace = {
        file: path.join(this.root, place.file),
        line: place.start.line,
        column: place.start.column,
        length: 0,
      };
      return {
        command: INTERNAL_COMMANDS.openVersionSite,
        title: vscode.l10n.t('Open'),
        arguments: [site],
      };
    }
    return first === undefined || children !== undefined
      ? undefined
      : { command: COMMANDS[commandOf(first)], title: this.entry.title, arguments: [this] };
  }
}

/** The command that carries out an action on the row that it is called on. */
function commandOf({ kind }: SetupAction): keyof typeof COMMANDS {
  switch (kind) {
    case 'signIn':
      return 'signIn';
    case 'refresh':
      return 'refreshSetup';
    case 'createWorkflow':
      return 'createReleaseWorkflow';
    case 'setSecret':
      return 'setSecret';
    case 'open':
      return 'openSetupPage';
    case 'copy':
      return 'copySetupValue';
    case 'install':
      return 'installTool';
  }
}

/** The action of a kind on the row that a command was called on. */
export function actionOf<K extends SetupAction['kind']>(
  target: unknown,
  kind: K,
): Extract<SetupAction, { kind: K }> | undefined {
  const { entry } = (target ?? {}) as Partial<SetupTarget>;
  return entry?.actions?.find(
    (action): action is Extract<SetupAction, { kind: K }> => action.kind === kind,
  );
}

/** Rows that belong together, with how they stand as a whole: folded away where nothing is to be done. */
export class SetupGroupNode implements ViewNode {
  constructor(
    private readonly id: string,
    private readonly title: string,
    private readonly items: readonly SetupItem[],
    private readonly rows: readonly ViewNode[],
  ) {}

  item(): vscode.TreeItem {
    const state = worst(this.items);
    const isOpen = state !== 'ok' && state !== 'info';
    const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(this.title, isOpen ? Expanded : Collapsed);
    const { icon, color } = shownSetup(state);
    item.description = standing(this.items);
    item.iconPath = new vscode.ThemeIcon(icon, color);
    item.tooltip = [this.title, item.description].filter(text => text !== '').join(': ');
    item.contextValue = 'setupGroup';
    // VS Code keeps what is folded by the id: with another id it opens when something is wrong.
    return describeItem(item, `${this.id}#${String(isOpen)}`, item.tooltip);
  }

  children(): readonly ViewNode[] {
    return this.rows;
  }
}

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
    if (vscode.workspace.isTrusted) this.tree.say('');
    else
      this.tree.sayRestricted(
        vscode.l10n.t('Restricted Mode: files are read; GitHub and the index are not asked.'),
      );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
