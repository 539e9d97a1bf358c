import * as vscode from 'vscode';
import type { Services } from './services';

/**
 * Looks at workflow runs when the user looks at the view, and tells the monitors whether the user is looking. Nothing is
 * asked before the view is seen, and there is no prompt to sign in.
 */
export class RunsRefresher implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable;
  readonly #seen = new Set<string>();

  constructor(
    private readonly services: Services,
    private readonly view: vscode.TreeView<unknown>,
  ) {
    const attend = () => {
      services.workflows.runs.attention = {
        focused: vscode.window.state.focused,
        visible: view.visible,
      };
      this.#look();
    };
    this.#subscriptions = vscode.Disposable.from(
      view.onDidChangeVisibility(attend),
      vscode.window.onDidChangeWindowState(attend),
      services.store.onDidChange((state, before) => {
        if (state.hosted !== before.hosted || state.releases !== before.releases) this.#look();
      }),
      services.github.signIn.onDidChange(() => this.#accountChanged()),
    );
    attend();
  }

  /** Each repository once; again only when it is asked for. */
  #look(): void {
    if (!this.view.visible) return;
    for (const root of this.services.store.value.hosted.keys()) {
      if (!this.#seen.has(root)) this.#lookAt(root);
    }
  }

  /** What was being looked at, or is being built, is asked for anew; the user has not looked at the rest. */
  #accountChanged(): void {
    const wanted = [...this.services.store.value.hosted].filter(
      ([root, { isLive }]) => isLive || this.#seen.has(root),
    );
    this.services.workflows.runs.forget();
    for (const [root] of wanted) this.#lookAt(root);
  }

  #lookAt(root: string): void {
    this.#seen.add(root);
    void this.services.release.status
      .refreshRuns(root)
      .catch((error: unknown) =>
        this.services.log.error('Workflow runs could not be looked at.', String(error)),
      );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
