import { config as localise } from '@vscode/l10n';
import * as vscode from 'vscode';
import { SYSTEM_CLOCK } from './base/clock';
import { GitService } from './git/gitService';
import { RECENT_RUNS_SETTING } from './ids';
import { Checklists, observeChecklists } from './ui/checklist/checklists';
import { CheckSources } from './ui/checkSources';
import { ReleaseCodeLens } from './ui/codeLens';
import { registerCommands } from './ui/commands/register';
import { ContextKeys } from './ui/contextKeys';
import { Diagnostics, QuickFixes } from './ui/diagnostics';
import { EntryCodeLens, EntryDocuments } from './ui/documents/changelogEntry';
import { LogDocuments } from './ui/documents/logDocuments';
import { NotesCodeLens, NotesDocuments } from './ui/documents/notes';
import { PlanDocuments } from './ui/documents/planDocuments';
import { WorkflowDrafts } from './ui/documents/workflowDrafts';
import { BuildsFact } from './ui/github/buildsFact';
import { GitHub } from './ui/github/gitHub';
import { Hosts } from './ui/github/hosts';
import { tellFinished } from './ui/github/runNotifier';
import { Runs } from './ui/github/runs';
import { RunsRefresher } from './ui/github/runsRefresher';
import { SignIn } from './ui/github/signIn';
import { WorkflowFiles } from './ui/github/workflowFiles';
import { IndexTokens } from './ui/local/indexTokens';
import { Local } from './ui/local/local';
import { observeReleases } from './ui/lookWhileSeen';
import { Manifests } from './ui/manifests';
import { Indexes } from './ui/publishing/indexes';
import { IndexWatches } from './ui/publishing/watches';
import { Releases, RunningRelease } from './ui/releases';
import { ReleaseStatus } from './ui/releaseStatus';
import { ReleaseStore } from './ui/releaseStore';
import type { Services } from './ui/services';
import { Sessions } from './ui/sessions';
import { Setup, SetupLooker } from './ui/setup/setup';
import { StatusBar } from './ui/statusBar';
import { INITIAL_STATE, type State, Store } from './ui/store';
import { ChecklistView } from './ui/views/checklistView';
import { ReleaseView } from './ui/views/releaseView';
import { RunsView } from './ui/views/runsView';
import { SetupView } from './ui/views/setupView';

/** Builds everything and registers it. Nothing here waits: the first look at the workspace starts when this is over. */
export function activate(context: vscode.ExtensionContext): Services | undefined {
  const log = vscode.window.createOutputChannel('BudTikTok Release', { log: true });
  context.subscriptions.push(log);
  try {
    if (vscode.l10n.bundle !== undefined) localise({ contents: vscode.l10n.bundle });
    const services = build(context, log);
    void services.manifests
      .current()
      .catch((error: unknown) => log.error('The workspace could not be read.', error));
    // Only the tests of this extension look inside.
    return context.extensionMode === vscode.ExtensionMode.Test ? services : undefined;
  } catch (error) {
    log.error('Activation failed.', error);
    void vscode.window.showErrorMessage(
      vscode.l10n.t('BudTikTok Release could not start. See its log for the reason.'),
    );
    return undefined;
  }
}

function build(
  { subscriptions, workspaceState, secrets, extension }: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): Services {
  const store = new Store<State>(INITIAL_STATE);
  const git = new GitService(line => log.info(line));
  const manifests = new Manifests(store);
  const gitHub = new GitHub(new SignIn(secrets), userAgent(extension), log);
  const workflows = new WorkflowFiles();
  const failed = (error: unknown) => log.error(error instanceof Error ? error : String(error));
  const runs: Runs = new Runs(
    store,
    gitHub,
    workflows,
    recentRuns,
    (root, view) => {
      void tellFinished(root, view).catch(failed);
      indexWatches.runFinished(root, view);
    },
    log,
  );
  const hosts = new Hosts(gitHub, runs, workflows);
  const indexes = new Indexes(store, gitHub, workflows, userAgent(extension));
  const sessions = new Sessions(manifests, git);
  const intents = new ReleaseStore(workspaceState, SYSTEM_CLOCK);
  const running = new RunningRelease();
  const looks = new ReleaseStatus(store, sessions, intents, running, hosts, runs, indexes, log);
  const checklists: Checklists = new Checklists(
    async () =>
      new (await import('./ui/checklist/checklistKeeper')).ChecklistKeeper(
        store,
        sessions,
        intents,
        workspaceState,
      ),
    async keeper =>
      new (await import('./ui/checklist/checklistTasks')).ChecklistTasks(
        store,
        manifests,
        keeper,
        local,
        log,
      ),
  );
  const asks = new CheckSources(hosts, workflows, indexes, checklists, hosted =>
    setup.verdicts(hosted),
  );
  const releases = new Releases(
    store,
    manifests,
    intents,
    looks,
    running,
    hosts,
    asks,
    checklists,
    log,
  );
  const indexWatches = new IndexWatches(store, sessions, intents, looks, runs, indexes, log);
  const planDocuments = new PlanDocuments();
  const notes = new NotesDocuments(workspaceState);
  const entries = new EntryDocuments(workspaceState);
  const jobLogs = new LogDocuments(store, gitHub);
  const indexTokens = new IndexTokens(secrets);
  const local: Local = new Local(
    async () =>
      new (await import('./ui/local/localTasks')).LocalTasks(
        store,
        manifests,
        git,
        indexTokens,
        log,
      ),
  );
  const setup = new Setup({
    store,
    manifests,
    sessions,
    intents,
    runs,
    gitHub,
    workflows,
    indexes,
    log,
  });
  const workflowDrafts = new WorkflowDrafts();
  const services: Services = {
    store,
    manifests,
    sessions,
    intents,
    releases,
    looks,
    git,
    planDocuments,
    gitHub,
    runs,
    workflows,
    notes,
    entries,
    jobLogs,
    local,
    checklists,
    indexTokens,
    indexes,
    indexWatches,
    setup,
    workflowDrafts,
    log,
  };

  const view = new ReleaseView(store);
  const checklistView = new ChecklistView(store);
  const setupView = new SetupView(store);
  const runsView = new RunsView(store, (root, run) => runs.readJobs(root, run));
  subscriptions.push(
    registerCommands(services),
    local,
    checklists,
    git,
    manifests,
    planDocuments,
    view,
    new ContextKeys(store),
    new StatusBar(store),
    new Diagnostics(store),
    QuickFixes.register(store),
    new ReleaseCodeLens(store),
    observeReleases(services, view.tree.view),
    checklistView,
    observeChecklists(services, checklistView.tree.view),
    gitHub.signIn,
    runs,
    indexWatches,
    notes,
    entries,
    jobLogs,
    runsView,
    NotesCodeLens.register(),
    EntryCodeLens.register(),
    new BuildsFact(store, looks, runs, failed),
    new RunsRefresher(services, runsView.tree.view),
    setup,
    workflowDrafts,
    setupView,
    new SetupLooker(services, setupView.tree.view),
  );
  return services;
}

function userAgent({ packageJSON }: vscode.Extension<unknown>): string {
  const { name, version } = packageJSON as { readonly name: string; readonly version: string };
  return `${name}/${version}`;
}

function recentRuns(): number {
  return vscode.workspace.getConfiguration().get(RECENT_RUNS_SETTING, 10);
}
