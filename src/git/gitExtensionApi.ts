import type { Event, Uri } from 'vscode';

/**
 * The part of the built-in git extension's API (version 1) that is used here, as VS Code 1.90 and later have it at run
 * time. The full declarations are in the git extension's `git.d.ts`.
 */
export interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: Event<boolean>;
  /** @throws "Git model not found" while git is disabled or its program is missing */
  getAPI(version: 1): GitApi;
}

export interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: Event<'uninitialized' | 'initialized'>;
  readonly onDidOpenRepository: Event<GitRepository>;
  readonly onDidCloseRepository: Event<GitRepository>;
  readonly repositories: readonly GitRepository[];
  /** `env` is there at run time and not declared: what git needs to ask for credentials through the editor. */
  readonly git: {
    readonly path: string;
    readonly env?: Readonly<Record<string, string | undefined>>;
  };
  getRepository(uri: Uri): GitRepository | null;
  openRepository?(root: Uri): Promise<GitRepository | null>;
}

export interface GitRepository {
  readonly rootUri: Uri;
  readonly inputBox: { value: string };
  readonly state: { readonly onDidChange: Event<void> };
  status(): Promise<void>;
  /** With no paths at all this would stage everything. */
  add(paths: string[]): Promise<void>;
  /** Unstages. */
  revert?(paths: string[]): Promise<void>;
  commit(message: string, options?: { signCommit?: boolean }): Promise<void>;
  tag(name: string, message: string, ref?: string): Promise<void>;
  fetch(remote: string, ref: string): Promise<void>;
  push(remote: string, refspec: string, setUpstream?: boolean): Promise<void>;
}

/** What its calls reject with: `message` is always "Failed to execute git", the reason is in `stderr`. */
export interface GitApiError extends Error {
  readonly stderr?: string;
  readonly stdout?: string;
  readonly gitErrorCode?: string;
}
