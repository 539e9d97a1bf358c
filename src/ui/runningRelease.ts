import * as vscode from 'vscode';
import { CommandError } from './errors';

/** The release that is being made. There is one at a time, and it alone shows its facts meanwhile. */
export class RunningRelease {
  #manifest: string | undefined;

  /** Absolute path of the manifest of its package. */
  get manifest(): string | undefined {
    return this.#manifest;
  }

  /** @throws CommandError while another one is made */
  begin(manifest: string): void {
    if (this.#manifest !== undefined)
      throw new CommandError(vscode.l10n.t('Another release is being made. Wait for it to end.'));
    this.#manifest = manifest;
  }

  end(): void {
    this.#manifest = undefined;
  }
}
