import * as vscode from 'vscode';
import { SYSTEM_CLOCK } from '../base/clock';
import { GitService } from '../git/gitService';
import { RECENT_RUNS_SETTING } from '../ids';
import { Checklists } from './services/checklists';
import { CheckSources } from './services/checkSources';
import { EntryDocuments } from './documents/changelogEntry';
import { LogDocuments } from './documents/logDocuments';
import { NotesDocuments } from './documents/notesDocuments';
import { PlanDocuments } from './documents/planDocuments';
import { ReportDocuments } from './documents/reportDocuments';
import { WorkflowDrafts } from './documents/workflowDrafts';
import { GitHub } from './services/gitHub';
import { Hosts } from './services/hosts';
import { notifyFinished } from './services/runNotifier';
import { WatchedRuns } from './services/watchedRuns';
import { GitHubSignIn } from './services/gitHubSignIn';
import { WorkflowFiles } from './services/workflowFiles';
import { WorkspaceHosts } from './services/workspaceHosts';
import { IndexTokens } from './services/indexTokens';
import { LocalBuilds } from './services/localBuilds';
import { Manifests } from './services/manifests';
import { Crates } from './services/crates';
import { Indexes } from './services/indexes';
import { IndexWatches } from './services/indexWatches';
import { MergeWatch } from './services/mergeWatch';
import { ReleaseRunner } from './services/releaseRunner';
import { ReleaseStatus } from './services/releaseStatus';
import { ReleaseStore } from './releaseStore';
import type { Services } from './services/services';
import { Sessions } from './services/sessions';
import { SetupReader } from './services/setupReader';
import { INITIAL_STATE, type State, Store } from './store';

/** Builds the services and registers them for disposal. They start with the first look at the workspace. */
export function buildServices(
  { subscriptions, workspaceState, secrets, extension }: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): Services {
  const store = new Store<State>(INITIAL_STATE);
  const git = new GitService(line => log.info(line));
  const manifests = new Manifests(store);
  const gitHub = new GitHub(new GitHubSignIn(secrets), userAgent(extension), log);
  const files = new WorkflowFiles();
  const failed = (error: unknown) => log.error(error instanceof Error ? error : String(error));
  const runs: WatchedRuns = new WatchedRuns(
    store,
    gitHub,
    files,
    recentRuns,
    (root, view) => {
      void notifyFinished(root, view).catch(failed);
      watches.runFinished(root, view);
    },
    log,
  );
  const hosts = new Hosts(gitHub, runs, files);
  const indexes = new Indexes(
    store,
    gitHub,
    files,
    new WorkspaceHosts(workspaceState),
    userAgent(extension),
  );
  const crates = new Crates(store, gitHub, files, indexes, userAgent(extension));
  const sessions = new Sessions(manifests, git);
  const workspace = { manifests, sessions };
  const workflows = { runs, files };
  const intents = new ReleaseStore(workspaceState, SYSTEM_CLOCK, files);
  const status = new ReleaseStatus({
    store,
    sessions,
    intents,
    hosts,
    runs,
    indexes,
    crates,
    log,
  });
  const checklists: Checklists = new Checklists(
    async () =>
      new (await import('./services/checklistKeeper')).ChecklistKeeper(
        store,
        sessions,
        intents,
        workspaceState,
      ),
    async keeper =>
      new (await import('./services/checklistTasks')).ChecklistTasks(
        store,
        manifests,
        keeper,
        local,
        log,
      ),
  );
  const asks = new CheckSources(hosts, files, indexes, crates, checklists, hosted =>
    setup.verdicts(hosted),
  );
  const runner = new ReleaseRunner({
    store,
    manifests,
    intents,
    status,
    hosts,
    asks,
    checklists,
    log,
  });
  const mergeWatch = new MergeWatch(store, status, failed);
  const watches = new IndexWatches({
    store,
    sessions,
    intents,
    runs,
    indexes,
    crates,
    log,
  });
  const plans = new PlanDocuments();
  const notes = new NotesDocuments(workspaceState);
  const entries = new EntryDocuments(workspaceState);
  const reports = new ReportDocuments();
  const jobLogs = new LogDocuments(store, gitHub);
  const tokens = new IndexTokens(secrets);
  const local: LocalBuilds = new LocalBuilds(
    async () =>
      new (await import('./services/localTasks')).LocalTasks(
        store,
        manifests,
        git,
        tokens,
        new (await import('./services/localCrates')).LocalCrates(
          manifests,
          git,
          userAgent(extension),
          tokens,
        ),
        log,
      ),
  );
  const setup = new SetupReader({
    store,
    workspace,
    workflows,
    github: gitHub,
    release: { intents },
    registries: { indexes },
    log,
  });
  const workflowDrafts = new WorkflowDrafts();
  subscriptions.push(
    git,
    manifests,
    gitHub.signIn,
    runs,
    status,
    watches,
    mergeWatch,
    checklists,
    local,
    setup,
    plans,
    notes,
    entries,
    reports,
    jobLogs,
    workflowDrafts,
  );
  return {
    store,
    workspace,
    release: { runner, status, intents },
    git,
    github: gitHub,
    workflows,
    registries: { indexes, crates, watches, tokens },
    checklists,
    local,
    setup,
    documents: { plans, notes, entries, reports, jobLogs, workflowDrafts },
    log,
  };
}

function userAgent({ packageJSON }: vscode.Extension<unknown>): string {
  const { name, version } = packageJSON as { readonly name: string; readonly version: string };
  return `${name}/${version}`;
}

function recentRuns(): number {
  return vscode.workspace.getConfiguration().get(RECENT_RUNS_SETTING, 10);
}
