import { UserFacingError } from '../../base/errors';
import * as vscode from 'vscode';
import { terminalText } from '../sinks';
import { runSteps, type AnySteps, type Ended } from '../../maturin/runSteps';

/** The terminal of a task: runs steps, and shows what they print. */
export class StepTerminal implements vscode.Pseudoterminal {
  readonly #written = new vscode.EventEmitter<string>();
  readonly onDidWrite = this.#written.event;
  readonly #closed = new vscode.EventEmitter<number>();
  readonly onDidClose = this.#closed.event;
  readonly #stop = new AbortController();

  /**
   * @param prepare gives the steps, or undefined where the user decides against them; it can write lines between programs
   * @param failed gets what was thrown
   * @param ended is called once
   */
  constructor(
    private readonly prepare: (
      stop: AbortSignal,
      say: (line: string) => void,
    ) => Promise<AnySteps | undefined>,
    private readonly failed: (error: unknown) => void,
    private readonly ended: (ended: Ended) => void,
  ) {}

  open(): void {
    void this.#run().then(ended => {
      this.ended(ended);
      this.#closed.fire(codeOf(ended));
    });
  }

  close(): void {
    this.#stop.abort();
  }

  /** Ctrl+C stops, as it does in every terminal. */
  handleInput(data: string): void {
    if (data === '\u0003') this.#stop.abort();
  }

  async #run(): Promise<Ended> {
    try {
      const steps = await this.prepare(this.#stop.signal, line => this.#write(line));
      const ended: Ended =
        steps === undefined
          ? { kind: 'stopped' }
          : await runSteps(
              steps,
              line => this.#write(line),
              this.#stop.signal,
              vscode.workspace.isTrusted,
            );
      if (ended.kind === 'done') this.#write(ended.result.message);
      if (ended.kind === 'stopped') this.#write(vscode.l10n.t('Stopped.'));
      return ended;
    } catch (error) {
      if (this.#stop.signal.aborted) {
        this.#write(vscode.l10n.t('Stopped.'));
        return { kind: 'stopped' };
      }
      this.#write(error instanceof Error ? error.message : String(error));
      if (error instanceof UserFacingError) this.#write(error.advice);
      this.failed(error);
      return { kind: 'refused' };
    }
  }

  #write(text: string): void {
    this.#written.fire(`${terminalText(text).replaceAll('\n', '\r\n')}\r\n`);
  }
}

function codeOf(ended: Ended): number {
  switch (ended.kind) {
    case 'done':
      return 0;
    case 'failed':
      return ended.code;
    case 'stopped':
    case 'refused':
      return 1;
  }
}
