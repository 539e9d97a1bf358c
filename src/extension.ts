import { config as localise } from '@vscode/l10n';
import * as vscode from 'vscode';
import { SYSTEM_CLOCK } from './base/clock';
import { GitService } from './git/gitService';
import { RECENT_RUNS_SETTING } from './ids';
import { Checklists, refreshChecklistsWhileVisible } from './ui/services/checklists';
import { CheckSources } from './ui/services/checkSources';
import { ReleaseCodeLens } from './ui/views/codeLens';
import { registerCommands } from './ui/commands/register';
import { ContextKeys } from './ui/views/contextKeys';
import { Diagnostics, QuickFixes } from './ui/views/diagnostics';
import { EntryCodeLens, EntryDocuments } from './ui/documents/changelogEntry';
import { LogDocuments } from './ui/documents/logDocuments';
import { NotesCodeLens, NotesDocuments } from './ui/documents/notesDocuments';
import { PlanDocuments } from './ui/documents/planDocuments';
import { WorkflowDrafts } from './ui/documents/workflowDrafts';
import { GitHub } from './ui/services/gitHub';
import { Hosts } from './ui/services/hosts';
import { notifyFinished } from './ui/services/runNotifier';
import { WatchedRuns } from './ui/services/watchedRuns';
import { RunsRefresher } from './ui/services/runsRefresher';
import { GitHubSignIn } from './ui/services/gitHubSignIn';
import { WorkflowFiles } from './ui/services/workflowFiles';
import { WorkspaceHosts } from './ui/services/workspaceHosts';
import { IndexTokens } from './ui/services/indexTokens';
import { LocalBuilds } from './ui/services/localBuilds';
import { refreshReleasesWhileVisible } from './ui/services/refreshWhileVisible';
import { Manifests } from './ui/services/manifests';
import { Crates } from './ui/services/crates';
import { Indexes } from './ui/services/indexes';
import { IndexWatches } from './ui/services/indexWatches';
import { MergeWatch } from './ui/services/mergeWatch';
import { ReleaseRunner } from './ui/services/releaseRunner';
import { ReleaseStatus } from './ui/services/releaseStatus';
import { ReleaseStore } from './ui/releaseStore';
import type { Services } from './ui/services/services';
import { Sessions } from './ui/services/sessions';
import { SetupReader, SetupRefresher } from './ui/services/setupReader';
import { StatusBar } from './ui/views/statusBar';
import { VersionHover } from './ui/views/versionHover';
import { INITIAL_STATE, type State, Store } from './ui/store';
import { registerTools } from './ui/tools/registerTools';
import { ChecklistView } from './ui/views/checklistView';
import { ReleaseView } from './ui/views/releaseView';
import { RunsView } from './ui/views/runsView';
import { SetupView } from './ui/views/setupView';
import { notifyError } from './ui/notify';

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
    void notifyError(
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
  const gitHub = new GitHub(new GitHubSignIn(secrets), userAgent(extension), log);
  const workflows = new WorkflowFiles();
  const failed = (error: unknown) => log.error(error instanceof Error ? error : String(error));
  const runs: WatchedRuns = new WatchedRuns(
    store,
    gitHub,
    workflows,
    recentRuns,
    (root, view) => {
      void notifyFinished(root, view).catch(failed);
      indexWatches.runFinished(root, view);
    },
    log,
  );
  const hosts = new Hosts(gitHub, runs, workflows);
  const indexes = new Indexes(
    store,
    gitHub,
    workflows,
    new WorkspaceHosts(workspaceState),
    userAgent(extension),
  );
  const crates = new Crates(store, gitHub, workflows, indexes, userAgent(extension));
  const sessions = new Sessions(manifests, git);
  const intents = new ReleaseStore(workspaceState, SYSTEM_CLOCK, workflows);
  const looks = new ReleaseStatus(store, sessions, intents, hosts, runs, indexes, crates, log);
  const checklists: Checklists = new Checklists(
    async () =>
      new (await import('./ui/services/checklistKeeper')).ChecklistKeeper(
        store,
        sessions,
        intents,
        workspaceState,
      ),
    async keeper =>
      new (await import('./ui/services/checklistTasks')).ChecklistTasks(
        store,
        manifests,
        keeper,
        local,
        log,
      ),
  );
  const asks = new CheckSources(hosts, workflows, indexes, crates, checklists, hosted =>
    setup.verdicts(hosted),
  );
  const releases = new ReleaseRunner(
    store,
    manifests,
    intents,
    looks,
    hosts,
    asks,
    checklists,
    log,
  );
  const mergeWatch = new MergeWatch(store, looks, failed);
  const indexWatches = new IndexWatches(store, sessions, intents, runs, indexes, crates, log);
  const planDocuments = new PlanDocuments();
  const notes = new NotesDocuments(workspaceState);
  const entries = new EntryDocuments(workspaceState);
  const jobLogs = new LogDocuments(store, gitHub);
  const indexTokens = new IndexTokens(secrets);
  const local: LocalBuilds = new LocalBuilds(
    async () =>
      new (await import('./ui/services/localTasks')).LocalTasks(
        store,
        manifests,
        git,
        indexTokens,
        new (await import('./ui/services/localCrates')).LocalCrates(
          manifests,
          git,
          userAgent(extension),
          indexTokens,
        ),
        log,
      ),
  );
  const setup = new SetupReader({
    store,
    manifests,
    sessions,
    intents,
    runs,
    github: gitHub,
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
    status: looks,
    git,
    planDocuments,
    github: gitHub,
    runs,
    workflows,
    notes,
    entries,
    jobLogs,
    local,
    checklists,
    indexTokens,
    indexes,
    crates,
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
    VersionHover.register(store),
    refreshReleasesWhileVisible(services, view.tree.view),
    checklistView,
    refreshChecklistsWhileVisible(services, checklistView.tree.view),
    gitHub.signIn,
    runs,
    indexWatches,
    mergeWatch,
    notes,
    entries,
    jobLogs,
    runsView,
    NotesCodeLens.register(),
    EntryCodeLens.register(),
    looks,
    new RunsRefresher(services, runsView.tree.view),
    setup,
    workflowDrafts,
    setupView,
    new SetupRefresher(services, setupView.tree.view),
    registerTools(services),
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
