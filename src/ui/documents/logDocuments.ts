import * as vscode from 'vscode';
import { visibleText } from '../../base/visibleText';
import type { JobLog } from '../../github/logs/jobLog';
import type { Job, Run } from '../../github/model';
import { jobAnnotations, jobLog } from '../../github/runActions';
import { isLive } from '../../github/runState';
import { LOG_SCHEME } from '../../ids';
import type { GitHub } from '../services/gitHub';
import type { State, Store } from '../store';

/** Which job's log a document holds. */
export interface LogOwner {
  readonly root: string;
  readonly run: Run;
  readonly job: Job;
}

interface OpenLog {
  readonly owner: LogOwner;
  /** Absent while GitHub does not serve it; then it does not change any more. */
  log?: JobLog;
}

/** The logs of jobs as read-only documents. One that GitHub does not serve yet is read as soon as its job has ended. */
export class LogDocuments
  implements vscode.TextDocumentContentProvider, vscode.FoldingRangeProvider, vscode.Disposable
{
  readonly #logs = new Map<string, OpenLog>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(
    private readonly store: Store<State>,
    private readonly gitHub: GitHub,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(LOG_SCHEME, this),
      vscode.languages.registerFoldingRangeProvider({ scheme: LOG_SCHEME }, this),
      this.#changed,
      store.onDidChange((state, before) => {
        if (state.hosted !== before.hosted) void this.#readEnded();
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#logs.delete(uri.toString())),
    );
  }

  /** Reads the log of a job; undefined while GitHub does not serve it. @throws GitHubFailure */
  async read(owner: LogOwner): Promise<JobLog | undefined> {
    const uri = logUri(owner);
    const open = this.#logs.get(uri.toString()) ?? { owner };
    this.#logs.set(uri.toString(), open);
    if (open.log === undefined) await this.#read(uri, open);
    return open.log;
  }

  /** Messages of the job's check run; none if they can't be read. */
  async annotations({ root, job }: LogOwner): Promise<readonly string[]> {
    const address = this.store.value.hosted.get(root)?.address;
    if (address === undefined) return [];
    return await jobAnnotations(await this.gitHub.signedInClient(address), job.id);
  }

  /** Opens the log of a job at a line, counted from zero. @throws GitHubFailure */
  async open(owner: LogOwner, lineOf: (log: JobLog) => number | undefined): Promise<void> {
    const log = await this.read(owner);
    const editor = await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument(logUri(owner)),
      { preview: true },
    );
    const line = log && lineOf(log);
    if (line === undefined) return;
    const range = editor.document.lineAt(Math.min(line, editor.document.lineCount - 1)).range;
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const open = this.#logs.get(uri.toString());
    if (open === undefined) return '';
    if (open.log !== undefined) return open.log.lines.map(line => visibleText(line)).join('\n');
    const { job } = open.owner;
    // A job that ended without a step never ran.
    return !isLive(job) && job.steps.length === 0
      ? vscode.l10n.t(
          '"{0}" has no log: the job never started. Explain Failure shows why.',
          job.name,
        )
      : vscode.l10n.t(
          'GitHub serves the log of "{0}" when the job, or its whole run, has ended.\nIt appears here then.',
          job.name,
        );
  }

  provideFoldingRanges({ uri }: vscode.TextDocument): vscode.FoldingRange[] {
    return (this.#logs.get(uri.toString())?.log?.folds ?? []).map(
      ({ from, to }) => new vscode.FoldingRange(from, to),
    );
  }

  async #readEnded(): Promise<void> {
    for (const [key, open] of this.#logs) {
      if (open.log !== undefined) continue;
      const job = this.#jobNow(open.owner);
      // What is still not served is looked at again with the next change.
      if (job !== undefined && !isLive(job))
        await this.#read(vscode.Uri.parse(key), open).catch(() => undefined);
    }
  }

  async #read(uri: vscode.Uri, open: OpenLog): Promise<void> {
    const { root, run, job } = open.owner;
    const address = this.store.value.hosted.get(root)?.address;
    if (address === undefined) return;
    const text = await jobLog(await this.gitHub.signedInClient(address), run.id, job.id);
    if (text !== undefined)
      open.log = await (await import('../../github/logs/jobLog')).readLongLog(text);
    this.#changed.fire(uri);
  }

  #jobNow({ root, job }: LogOwner): Job | undefined {
    const { ofReleases = [], recent = [] } = this.store.value.hosted.get(root) ?? {};
    return [...ofReleases, ...recent]
      .flatMap(({ rows }) => rows ?? [])
      .find(row => row.job?.id === job.id)?.job;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

export function logUri({ root, run, job }: LogOwner): vscode.Uri {
  const name = job.name.replace(/[\\/:]+/g, '-');
  return vscode.Uri.from({
    scheme: LOG_SCHEME,
    path: `/${run.workflow} #${run.number}/${name}.log`,
    query: new URLSearchParams({ root, job: String(job.id) }).toString(),
  });
}
