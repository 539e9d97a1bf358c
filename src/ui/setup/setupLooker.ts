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
  #watcher: vscode.Disposable | undefined;

  constructor(
    private readonly services: Pick<Services, 'setup' | 'store' | 'gitHub' | 'log'>,
    private readonly view: vscode.TreeView<unknown>,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      view.onDidChangeVisibility(() => this.#look()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => services.setup.outdate()),
      services.gitHub.signIn.onDidChange(() => services.setup.outdate()),
      services.setup.onDidOutdate(() => this.#look()),
      services.store.onDidChange((state, before) => {
        if (state.scans === before.scans) return;
        if (before.scans === undefined) this.#look();
        else this.#lookAtFilesSoon();
      }),
    );
  }

  #look(): void {
    if (!this.view.visible || this.services.store.value.scans === undefined) return;
    this.#watcher ??= this.#watch();
    const { setup } = this.services;
    this.#tell(setup.isCurrent ? setup.lookAtFiles() : setup.look());
  }

  #lookAtFilesSoon(): void {
    clearTimeout(this.#timer);
    if (!this.view.visible || !this.services.setup.isCurrent) return;
    this.#timer = setTimeout(() => this.#tell(this.services.setup.lookAtFiles()), PAUSE_MS);
  }

  /** From the first look on: before it nobody wants to know what the files say. */
  #watch(): vscode.Disposable {
    const changed = () => this.#lookAtFilesSoon();
    const watcher = vscode.workspace.createFileSystemWatcher('**/.github/workflows/*.{yml,yaml}');
    return vscode.Disposable.from(
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
    );
  }

  #tell(look: Promise<void>): void {
    void look.catch((error: unknown) =>
      this.services.log.error(error instanceof Error ? error : String(error)),
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#watcher?.dispose();
    this.#subscriptions.dispose();
  }
}
