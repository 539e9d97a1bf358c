import * as vscode from 'vscode';
import type { Package } from '../../../manifests/package';
import type { ChecklistState } from '../../state';
import { MessageNode } from '../messageNode';
import { describeItem, type ViewNode } from '../node';
import { ItemNode } from './itemNode';

/** The checklist of one of several packages. */
export class PackageChecklistNode implements ViewNode {
  constructor(
    readonly pkg: Package,
    private readonly checklist: ChecklistState,
  ) {}

  item(): vscode.TreeItem {
    const { name, manifest } = this.pkg;
    const row = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
    row.description = bucketWords(this.checklist);
    row.iconPath = new vscode.ThemeIcon('package');
    row.contextValue = 'package';
    return describeItem(
      row,
      `${manifest}#checklist`,
      vscode.l10n.t('Checklist of {0}, {1}', name, row.description),
    );
  }

  children(): readonly ViewNode[] {
    return rowsOf(this.pkg, this.checklist);
  }
}

/** The rows of a checklist: what is wrong with its settings, then its items. */
export function rowsOf(pkg: Package, checklist: ChecklistState): ViewNode[] {
  return [
    ...checklist.problems.map(
      (problem, at) =>
        new MessageNode(
          `${pkg.manifest}#checklist#problem#${at}`,
          'warning',
          problem,
          vscode.l10n.t('Click to open the settings.'),
          {
            command: 'workbench.action.openSettings',
            title: vscode.l10n.t('Open Settings'),
            arguments: ['budtiktok.checklist'],
          },
        ),
    ),
    ...checklist.items.map(state => new ItemNode(pkg, state, checklist)),
  ];
}

/** Which release the answers belong to. */
export function bucketWords({ version }: ChecklistState): string {
  return version === undefined
    ? vscode.l10n.t('for the next release')
    : vscode.l10n.t('for {0}', version);
}
