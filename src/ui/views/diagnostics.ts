import * as vscode from 'vscode';
import { labelText, tooltipText } from '../sinks';
import { COMMANDS, DIAGNOSTIC_SOURCE } from '../../ids';
import type { Package } from '../../manifests/package';
import { spelled } from '../../manifests/plan/versionPlan';
import type { Problem } from '../../manifests/question';
import type { VersionSite } from '../../manifests/versionSite';
import { parseReleaseVersion } from '../../versions/releaseVersion';
import { siteLabel } from '../labels';
import { type State, type Store } from '../store';
import { type Mismatch, mismatchOf } from '../mismatch';
import { packagesOf } from '../selectors';

/** Code of the diagnostics that the quick fix answers to. */
export const MISMATCH = 'version-mismatch';

/** Marks where versions disagree, once in each file, and everything that is wrong with a manifest. */
export class Diagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('budtiktok');
  readonly #subscription: { dispose(): void };

  constructor(store: Store<State>) {
    this.#subscription = store.onDidChange((state, before) => {
      if (state.scans !== before.scans) this.#render(state);
    });
  }

  #render(state: State): void {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    const add = (file: string, diagnostic: vscode.Diagnostic) =>
      byFile.set(file, [...(byFile.get(file) ?? []), diagnostic]);
    for (const problem of (state.scans ?? []).flatMap(({ problems }) => problems))
      add(problem.file, ofProblem(problem));
    for (const pkg of packagesOf(state)) {
      // A version that is not legal is a problem already.
      const mismatch = mismatchOf(pkg);
      if (mismatch !== undefined)
        for (const site of mismatch.odd) add(site.file, ofMismatch(pkg, site, mismatch));
    }
    this.#collection.clear();
    this.#collection.set(
      [...byFile].map(([file, diagnostics]) => [vscode.Uri.file(file), diagnostics]),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#collection.dispose();
  }
}

function ofMismatch(
  pkg: Package,
  site: VersionSite,
  { others, count }: Mismatch,
): vscode.Diagnostic {
  const about = [subject(pkg, site), site.written.text, others.written.text] as const;
  const diagnostic = new vscode.Diagnostic(
    siteRange(site),
    tooltipText(
      count === 1
        ? vscode.l10n.t('{0} is {1} here and {2} in {3}.', ...about, siteLabel(others))
        : vscode.l10n.t(
            '{0} is {1} here and {2} in {3} other places, such as {4}.',
            ...about,
            count,
            siteLabel(others),
          ),
    ),
    vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = MISMATCH;
  // A lock follows the manifests: the manifests lead to it.
  const related = pkg.sites.filter(
    ({ kind, written }) => kind !== 'lock' && written.key === others.written.key,
  );
  diagnostic.relatedInformation = related.map(
    other =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(vscode.Uri.file(other.file), siteRange(other)),
        tooltipText(vscode.l10n.t('{0} is {1} here', pkg.name, other.written.text)),
      ),
  );
  return diagnostic;
}

/** What the version at a site is the version of. */
function subject({ name }: Package, { kind, crates }: VersionSite): string {
  return kind === 'lock' ? crates.join(', ') : name;
}

function ofProblem({ start, end, severity, message }: Problem): vscode.Diagnostic {
  const severities = {
    error: vscode.DiagnosticSeverity.Error,
    warning: vscode.DiagnosticSeverity.Warning,
    information: vscode.DiagnosticSeverity.Information,
  };
  const range = new vscode.Range(
    start.line,
    start.column,
    end?.line ?? start.line,
    end?.column ?? Number.MAX_SAFE_INTEGER,
  );
  const diagnostic = new vscode.Diagnostic(range, tooltipText(message), severities[severity]);
  diagnostic.source = DIAGNOSTIC_SOURCE;
  return diagnostic;
}

export function siteRange({ start, written }: VersionSite): vscode.Range {
  return new vscode.Range(start.line, start.column, start.line, start.column + written.text.length);
}

export const VERSION_FILES: vscode.DocumentSelector = {
  scheme: 'file',
  pattern: '**/{pyproject.toml,Cargo.toml,Cargo.lock,*.py}',
};

/** "Set to 0.2.0" on a version that disagrees: an edit of the open editor, which can be undone like any other. */
export class QuickFixes implements vscode.CodeActionProvider {
  constructor(private readonly store: Store<State>) {}

  static register(store: Store<State>): vscode.Disposable {
    return vscode.languages.registerCodeActionsProvider(VERSION_FILES, new QuickFixes(store), {
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
      const mismatch = mismatchOf(pkg);
      const site = mismatch?.odd.find(
        found =>
          found.file === document.uri.fsPath && siteRange(found).intersection(range) !== undefined,
      );
      const target = parseReleaseVersion(mismatch?.others.written.text ?? '');
      if (site === undefined || !target.ok) return [];

      const set = new vscode.CodeAction(
        labelText(vscode.l10n.t('Set to {0}', spelled(site, target.version))),
        vscode.CodeActionKind.QuickFix,
      );
      set.edit = new vscode.WorkspaceEdit();
      set.edit.replace(document.uri, siteRange(site), spelled(site, target.version));
      set.diagnostics = marked;
      set.isPreferred = true;
      const fixAll = new vscode.CodeAction(
        labelText(vscode.l10n.t('Fix all version sites of {0}…', pkg.name)),
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
