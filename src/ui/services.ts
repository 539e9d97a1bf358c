import type * as vscode from 'vscode';
import type { GitService } from '../git/gitService';
import type { Checklists } from './checklist/checklists';
import type { EntryDocuments } from './documents/changelogEntry';
import type { LogDocuments } from './documents/logDocuments';
import type { NotesDocuments } from './documents/notes';
import type { PlanDocuments } from './documents/planDocuments';
import type { WorkflowDrafts } from './documents/workflowDrafts';
import type { GitHub } from './github/gitHub';
import type { Runs } from './github/runs';
import type { WorkflowFiles } from './github/workflowFiles';
import type { IndexTokens } from './local/indexTokens';
import type { Local } from './local/local';
import type { Manifests } from './manifests';
import type { Indexes } from './publishing/indexes';
import type { IndexWatches } from './publishing/watches';
import type { Releases } from './releases';
import type { ReleaseStatus } from './releaseStatus';
import type { ReleaseStore } from './releaseStore';
import type { Sessions } from './sessions';
import type { Setup } from './setup/setup';
import type { State, Store } from './store';

/** What commands and views work with. Built once, in extension.ts. */
export interface Services {
  readonly store: Store<State>;
  readonly manifests: Manifests;
  readonly sessions: Sessions;
  readonly intents: ReleaseStore;
  readonly releases: Releases;
  readonly looks: ReleaseStatus;
  readonly git: GitService;
  readonly planDocuments: PlanDocuments;
  readonly gitHub: GitHub;
  readonly runs: Runs;
  readonly workflows: WorkflowFiles;
  readonly notes: NotesDocuments;
  readonly entries: EntryDocuments;
  readonly jobLogs: LogDocuments;
  readonly local: Local;
  readonly checklists: Checklists;
  readonly indexTokens: IndexTokens;
  readonly indexes: Indexes;
  readonly indexWatches: IndexWatches;
  readonly setup: Setup;
  readonly workflowDrafts: WorkflowDrafts;
  readonly log: vscode.LogOutputChannel;
}
