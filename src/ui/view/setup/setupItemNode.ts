import * as path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS, INTERNAL_COMMANDS } from '../../../ids';
import type { Package } from '../../../manifests/package';
import type { SetupAction, SetupItem } from '../../../setup/setupItem';
import type { SitePlace } from '../../commands/openVersionSite';
import { describeItem, type ViewNode } from '../node';
import { shownSetup } from './setupWords';

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
