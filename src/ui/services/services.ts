import type * as vscode from 'vscode';
import type { GitService } from '../../git/gitService';
import type { Checklists } from './checklists';
import type { EntryDocuments } from '../documents/changelogEntry';
import type { LogDocuments } from '../documents/logDocuments';
import type { NotesDocuments } from '../documents/notesDocuments';
import type { PlanDocuments } from '../documents/planDocuments';
import type { ReportDocuments } from '../documents/reportDocuments';
import type { WorkflowDrafts } from '../documents/workflowDrafts';
import type { GitHub } from './gitHub';
import type { WatchedRuns } from './watchedRuns';
import type { WorkflowFiles } from './workflowFiles';
import type { IndexTokens } from './indexTokens';
import type { LocalBuilds } from './localBuilds';
import type { Manifests } from './manifests';
import type { Crates } from './crates';
import type { Indexes } from './indexes';
import type { IndexWatches } from './indexWatches';
import type { ReleaseRunner } from './releaseRunner';
import type { ReleaseStatus } from './releaseStatus';
import type { ReleaseStore } from '../releaseStore';
import type { Sessions } from './sessions';
import type { SetupReader } from './setupReader';
import type { State, Store } from '../store';

/** What commands and views work with: they take the part that they need. Built once, in buildServices.ts. */
export interface Services {
  readonly store: Store<State>;
  /** Packages of the open workspace, and their repositories. */
  readonly workspace: { readonly manifests: Manifests; readonly sessions: Sessions };
  /** Releases in progress: made, seen, remembered. */
  readonly release: {
    readonly runner: ReleaseRunner;
    readonly status: ReleaseStatus;
    readonly intents: ReleaseStore;
  };
  readonly git: GitService;
  readonly github: GitHub;
  readonly workflows: { readonly runs: WatchedRuns; readonly files: WorkflowFiles };
  /** Package indexes and registries of crates. */
  readonly registries: {
    readonly indexes: Indexes;
    readonly crates: Crates;
    readonly watches: IndexWatches;
    readonly tokens: IndexTokens;
  };
  readonly checklists: Checklists;
  readonly local: LocalBuilds;
  readonly setup: SetupReader;
  /** Virtual documents: plans, notes, changelog entries, logs, workflows to be saved. */
  readonly documents: {
    readonly plans: PlanDocuments;
    readonly notes: NotesDocuments;
    readonly entries: EntryDocuments;
    readonly reports: ReportDocuments;
    readonly jobLogs: LogDocuments;
    readonly workflowDrafts: WorkflowDrafts;
  };
  readonly log: vscode.LogOutputChannel;
}
