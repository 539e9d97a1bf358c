import type * as vscode from 'vscode';
import type { GitService } from '../../git/gitService';
import type { Checklists } from './checklists';
import type { EntryDocuments } from '../documents/changelogEntry';
import type { LogDocuments } from '../documents/logDocuments';
import type { NotesDocuments } from '../documents/notesDocuments';
import type { PlanDocuments } from '../documents/planDocuments';
import type { WorkflowDrafts } from '../documents/workflowDrafts';
import type { GitHub } from './gitHub';
import type { WatchedRuns } from './watchedRuns';
import type { WorkflowFiles } from './workflowFiles';
import type { IndexTokens } from './indexTokens';
import type { LocalBuilds } from './localBuilds';
import type { Manifests } from './manifests';
import type { Indexes } from './indexes';
import type { IndexWatches } from './indexWatches';
import type { ReleaseRunner } from './releaseRunner';
import type { ReleaseStatus } from './releaseStatus';
import type { ReleaseStore } from '../releaseStore';
import type { Sessions } from './sessions';
import type { SetupReader } from './setupReader';
import type { State, Store } from '../store';

/** What commands and views work with. Built once, in extension.ts. */
export interface Services {
  readonly store: Store<State>;
  readonly manifests: Manifests;
  readonly sessions: Sessions;
  readonly intents: ReleaseStore;
  readonly releases: ReleaseRunner;
  readonly status: ReleaseStatus;
  readonly git: GitService;
  readonly planDocuments: PlanDocuments;
  readonly github: GitHub;
  readonly runs: WatchedRuns;
  readonly workflows: WorkflowFiles;
  readonly notes: NotesDocuments;
  readonly entries: EntryDocuments;
  readonly jobLogs: LogDocuments;
  readonly local: LocalBuilds;
  readonly checklists: Checklists;
  readonly indexTokens: IndexTokens;
  readonly indexes: Indexes;
  readonly indexWatches: IndexWatches;
  readonly setup: SetupReader;
  readonly workflowDrafts: WorkflowDrafts;
  readonly log: vscode.LogOutputChannel;
}
