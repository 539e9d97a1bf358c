import * as vscode from 'vscode';
import type { Job, Run } from '../../github/model';
import { isLive } from '../../github/runState';
import { jobLog } from '../../github/runActions';
import { LOG_SCHEME } from '../../ids';
import type { State } from '../state';
import type { Store } from '../store';
import type { GitHub } from './gitHub';

/** Which job's log a document holds. */
export interface LogOwner {
  readonly root: string;
  readonly run: Run;
  readonly job: Job;
}

interface OpenLog {
  readonly owner: LogOwner;
  text: string;
  /** GitHub has served it: it does not change any more. */
  isWhole: boolean;
}

/** The logs of jobs as read-only documents. One that GitHub does not serve yet is read as soon as its job has ended. */
export class LogDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #logs = new Map<string, OpenLog>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly store: Store<State>, private readonly gitHub: GitHub, private readonly render: (text: string) => string) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(LOG_SCHEME, this),
      this.#changed,
      store.onDidChange((state, before) => {
        if (state.hosted !== before.hosted) void this.#readEnded();
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#logs.delete(uri.toString())),
    );
  }

  /** Reads the log where it is not here yet, and opens it. @throws GitHubFailure */
  async open(owner: LogOwner): Promise<vscode.TextEditor> {
    const uri = logUri(owner);
    const log = this.#logs.get(uri.toString()) ?? { owner, text: '', isWhole: false };
    this.#logs.set(uri.toString(), log);
    if (!log.isWhole) await this.#read(uri, log);
    return await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#logs.get(uri.toString())?.text ?? '';
  }

  async #readEnded(): Promise<void> {
    for (const [key, log] of this.#logs) {
      if (log.isWhole) continue;
      const job = this.#jobNow(log.owner);
      if (job !== undefined && !isLive(job)) await this.#read(vscode.Uri.parse(key), log).catch(() => undefined);
    }
  }

  async #read(uri: vscode.Uri, log: OpenLog): Promise<void> {
    const { root, run, job } = log.owner;
    const address = this.store.value.hosted.get(root)?.address;
    if (address === undefined) return;
    const text = await jobLog(await this.gitHub.signedInClient(address), run.id, job.id);
    log.isWhole = text !== undefined;
    log.text = text === undefined
      ? vscode.l10n.t('GitHub does not serve the log of "{0}" yet: it does so when the job, or its whole run, has ended.\nIt appears here as soon as it does.', job.name)
      : this.render(text);
    this.#changed.fire(uri);
  }

  #jobNow({ root, job }: LogOwner): Job | undefined {
    const { ofReleases = [], recent = [] } = this.store.value.hosted.get(root) ?? {};
    return [...ofReleases, ...recent].flatMap(({ rows }) => rows ?? []).find(row => row.job?.id === job.id)?.job;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

export function logUri({ root, run, job }: LogOwner): vscode.Uri {
  const name = job.name.replace(/[\\/:]+/g, '-');
  return vscode.Uri.from({ scheme: LOG_SCHEME, path: `/${run.workflow} #${run.number}/${name}.log`, query: new URLSearchParams({ root, job: String(job.id) }).toString() });
}
