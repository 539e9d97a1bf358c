import type * as vscode from 'vscode';
import type { GitService } from '../git/gitService';
import type { EntryDocuments } from './changelog/entryDocuments';
import type { Checklists } from './checklist/checklists';
import type { GitHub } from './github/gitHub';
import type { LogDocuments } from './github/logDocuments';
import type { NotesDocuments } from './github/notesDocuments';
import type { Runs } from './github/runs';
import type { WorkflowFiles } from './github/workflowFiles';
import type { IndexTokens } from './local/indexTokens';
import type { Local } from './local/local';
import type { Manifests } from './manifests';
import type { PlanDocuments } from './planDocuments';
import type { Indexes } from './publishing/indexes';
import type { IndexWatches } from './publishing/watches';
import type { ReleaseStore } from './releaseStore';
import type { ReleaseStatus } from './releaseStatus';
import type { Releases } from './releases';
import type { Sessions } from './sessions';
import type { Setup } from './setup/setup';
import type { WorkflowDrafts } from './setup/workflowDrafts';
import type { State } from './state';
import type { Store } from './store';

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
