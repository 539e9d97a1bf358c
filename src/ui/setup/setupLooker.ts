import * as vscode from 'vscode';
import type { Services } from '../services';

/** A pause after the last change of files before they are looked at again, in milliseconds. */
const PAUSE_MS = 300;

/**
 * Looks at how packages are set up when somebody looks at the view: over the network once, and again when the account
 * has changed or something was done. What changes in files is seen while the view is. Nothing is asked while it is hidden.
 */
export class SetupLooker implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly services: Pick<Services, 'setup' | 'store' | 'gitHub'>, private readonly view: vscode.TreeView<unknown>) {
    const filesChanged = () => this.#lookAtFilesSoon();
    const workflows = vscode.workspace.createFileSystemWatcher('**/.github/workflows/*.{yml,yaml}');
    this.#subscriptions = vscode.Disposable.from(
      workflows, workflows.onDidChange(filesChanged), workflows.onDidCreate(filesChanged), workflows.onDidDelete(filesChanged),
      view.onDidChangeVisibility(() => this.#look()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => services.setup.outdate()),
      services.gitHub.signIn.onDidChange(() => services.setup.outdate()),
      services.setup.onDidOutdate(() => this.#look()),
      services.store.onDidChange((state, before) => {
        if (state.scans === before.scans) return;
        if (before.scans === undefined) this.#look();
        else filesChanged();
      }),
    );
  }

  #look(): void {
    if (!this.view.visible || this.services.store.value.scans === undefined) return;
    const { setup } = this.services;
    void (setup.isCurrent ? setup.lookAtFiles() : setup.look());
  }

  #lookAtFilesSoon(): void {
    clearTimeout(this.#timer);
    if (!this.view.visible || !this.services.setup.isCurrent) return;
    this.#timer = setTimeout(() => void this.services.setup.lookAtFiles(), PAUSE_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
  }
}
