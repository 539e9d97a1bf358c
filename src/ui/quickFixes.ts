import * as vscode from 'vscode';
import { COMMANDS } from '../ids';
import { agreement } from '../manifests/package';
import { spelled } from '../manifests/versionPlan';
import { parseReleaseVersion } from '../versions/releaseVersion';
import { MISMATCH, siteRange } from './diagnostics';
import { packagesOf, type State } from './state';
import type { Store } from './store';

const FILES: vscode.DocumentSelector = {
  scheme: 'file',
  pattern: '**/{pyproject.toml,Cargo.toml,Cargo.lock,*.py}',
};

/** "Set to 0.2.0" on a version that disagrees: an edit of the open editor, which can be undone like any other. */
export class QuickFixes implements vscode.CodeActionProvider {
  constructor(private readonly store: Store<State>) {}

  static register(store: Store<State>): vscode.Disposable {
    return vscode.languages.registerCodeActionsProvider(FILES, new QuickFixes(store), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    });
  }

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const marked = context.diagnostics.filter(({ code }) => code === MISMATCH);
    if (marked.length === 0) return [];
    return packagesOf(this.store.value).flatMap(pkg => {
      const { current, mismatched } = agreement(pkg.sites);
      const target = current === undefined ? undefined : parseReleaseVersion(current.text);
      const site = mismatched.find(
        site =>
          site.file === document.uri.fsPath && siteRange(site).intersection(range) !== undefined,
      );
      if (site === undefined || target?.ok !== true) return [];

      const set = new vscode.CodeAction(
        vscode.l10n.t('Set to {0}', spelled(site, target.version)),
        vscode.CodeActionKind.QuickFix,
      );
      set.edit = new vscode.WorkspaceEdit();
      set.edit.replace(document.uri, siteRange(site), spelled(site, target.version));
      set.diagnostics = marked;
      set.isPreferred = true;
      const fixAll = new vscode.CodeAction(
        vscode.l10n.t('Fix all version sites of {0}…', pkg.name),
        vscode.CodeActionKind.QuickFix,
      );
      fixAll.command = {
        command: COMMANDS.fixVersionMismatch,
        title: fixAll.title,
        arguments: [{ pkg }],
      };
      fixAll.diagnostics = marked;
      return [set, fixAll];
    });
  }
}
