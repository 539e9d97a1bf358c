import * as vscode from 'vscode';
import type { Package } from '../../manifests/package';
import { LINKED_COMMANDS, openSiteLink } from '../siteLinks';
import { sitePlace, tagDecides } from '../labels';
import { labelText, markdownText, textWithIcon } from '../sinks';
import type { Target } from '../pick/pickPackage';
import type { State, Store } from '../store';
import { statusItem } from './statusItem';

/** The one item in the status bar: the version, the mismatch, or the release that is being made. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem(
    'budtiktok.version',
    vscode.StatusBarAlignment.Left,
    50,
  );
  readonly #subscriptions: vscode.Disposable;
  #rendered = '';

  constructor(private readonly store: Store<State>) {
    this.#item.name = vscode.l10n.t('BudTikTok Version');
    this.#subscriptions = vscode.Disposable.from(
      store.onDidChange(() => this.#render()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#render()),
    );
  }

  #render(): void {
    const shown = statusItem(this.store.value, vscode.window.activeTextEditor?.document.uri.fsPath);
    if (shown === undefined) {
      this.#rendered = '';
      this.#item.hide();
      return;
    }
    const { pkg, icon, text, label, command, target, isWarning } = shown;
    // A command that is replaced while the mouse goes down would swallow the click: change what has changed.
    const tooltipText = tooltip(pkg, label);
    const rendered = JSON.stringify([
      icon,
      text,
      label,
      command,
      target?.job.id,
      pkg.manifest,
      tooltipText,
    ]);
    if (rendered === this.#rendered) return;
    this.#rendered = rendered;
    this.#item.text = textWithIcon(icon, text);
    this.#item.accessibilityInformation = { label: labelText(label) };
    const ofPackage: Target = { pkg: { manifest: pkg.manifest } };
    this.#item.command = { command, title: label, arguments: [target ?? ofPackage] };
    this.#item.backgroundColor = isWarning
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    this.#item.tooltip = trusted(tooltipText);
    this.#item.show();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#item.dispose();
  }
}

/** Every place with its version, as Markdown with links. */
function tooltip(shown: Package, label: string): string {
  const text = new vscode.MarkdownString().appendText(labelText(label)).appendMarkdown('\n\n');
  if (shown.decidedBy === 'tag')
    text.appendText(vscode.l10n.t('No file holds the version: {0}.', tagDecides(shown)));
  const seen = new Set<string>();
  for (const site of shown.sites) {
    // One line for a lock, however many of its entries move.
    if (site.kind === 'lock' && seen.has(site.file)) continue;
    seen.add(site.file);
    const place = `${vscode.workspace.asRelativePath(site.file)}:${site.start.line + 1}`;
    text
      .appendMarkdown(`- [${markdownText(place)}](${openSiteLink(sitePlace(site))}) `)
      .appendText(labelText(site.written.text))
      .appendMarkdown('\n');
  }
  return text.value;
}

function trusted(markdown: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString(markdown);
  text.isTrusted = { enabledCommands: LINKED_COMMANDS };
  return text;
}
