import type * as vscode from 'vscode';
import { refreshChecklistsWhileVisible } from './services/checklists';
import { ReleaseCodeLens } from './views/codeLens';
import { ContextKeys } from './views/contextKeys';
import { Diagnostics, QuickFixes } from './views/diagnostics';
import { EntryCodeLens } from './documents/changelogEntry';
import { NotesCodeLens } from './documents/notesDocuments';
import { RunsRefresher } from './services/runsRefresher';
import { refreshReleasesWhileVisible } from './services/refreshWhileVisible';
import type { Services } from './services/services';
import { SetupRefresher } from './services/setupReader';
import { StatusBar } from './views/statusBar';
import { VersionHover } from './views/versionHover';
import { ChecklistView } from './views/checklistView';
import { ReleaseView } from './views/releaseView';
import { RunsView } from './views/runsView';
import { SetupView } from './views/setupView';

/** Registers the views and all else that shows the services. */
export function registerViews(
  { subscriptions }: vscode.ExtensionContext,
  services: Services,
): void {
  const { store, workflows } = services;
  const view = new ReleaseView(store);
  const checklistView = new ChecklistView(store);
  const setupView = new SetupView(store);
  const runsView = new RunsView(store, (root, run) => workflows.runs.readJobs(root, run));
  subscriptions.push(
    view,
    new ContextKeys(store),
    new StatusBar(store),
    new Diagnostics(store),
    QuickFixes.register(store),
    new ReleaseCodeLens(store),
    VersionHover.register(store),
    refreshReleasesWhileVisible(services, view.tree.view),
    checklistView,
    refreshChecklistsWhileVisible(services, checklistView.tree.view),
    runsView,
    NotesCodeLens.register(),
    EntryCodeLens.register(),
    new RunsRefresher(services, runsView.tree.view),
    setupView,
    new SetupRefresher(services, setupView.tree.view),
  );
}
