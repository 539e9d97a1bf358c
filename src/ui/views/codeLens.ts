import * as vscode from 'vscode';
import { CODE_LENS_SETTING, COMMANDS } from '../../ids';
import { siteRange } from './diagnostics';
import { type State, type Store } from '../store';
import { packagesOf } from '../selectors';
import { textWithIcon } from '../sinks';

/** A link to the release above the version in the package's own manifest, or above what says that none stands there. */
export class ReleaseCodeLens implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly store: Store<State>) {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      store.onDidChange((state, before) => {
        if (state.scans !== before.scans) this.#changed.fire();
      }),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration(CODE_LENS_SETTING)) this.#changed.fire();
      }),
      vscode.languages.registerCodeLensProvider(
        { scheme: 'file', pattern: '**/{pyproject.toml,Cargo.toml}' },
        this,
      ),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { uri } = document;
    if (vscode.workspace.getConfiguration(undefined, uri).get<boolean>(CODE_LENS_SETTING) === false)
      return [];
    return packagesOf(this.store.value)
      .filter(({ manifest }) => manifest === uri.fsPath)
      .flatMap(pkg => {
        const site = pkg.sites.find(({ file }) => file === uri.fsPath);
        const range =
          site !== undefined
            ? siteRange(site)
            : pkg.decidedBy === 'tag'
              ? placeOfNone(document)
              : undefined;
        if (range === undefined) return [];
        return [
          new vscode.CodeLens(range, {
            command: COMMANDS.bumpAndRelease,
            title: textWithIcon('rocket', vscode.l10n.t('Bump & Release…')),
            arguments: [{ pkg }],
          }),
        ];
      });
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

/** The line of `dynamic = ["version"]`, else of the table that would hold the version. Where it is only says where a link is drawn. */
function placeOfNone(document: vscode.TextDocument): vscode.Range | undefined {
  const found =
    /^dynamic\s*=/m.exec(document.getText()) ??
    /^\[(?:project|package|tool\.poetry)\]/m.exec(document.getText());
  return found === null ? undefined : document.lineAt(document.positionAt(found.index)).range;
}
