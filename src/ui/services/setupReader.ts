import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { VIEWS } from '../../ids';
import type { SetupVerdict } from '../../release/check';
import type { HostedPackage } from './hostedPackage';
import type { Services } from './services';
import { type PackageSetup } from '../store';
import type { AskedBefore } from './querySetup';
import { packagesOf } from '../selectors';

/** What {@link SetupReader} works with; itself among the services, it is not there yet when it is made. */
export type SetupServices = Pick<
  Services,
  'store' | 'workspace' | 'workflows' | 'github' | 'log'
> & {
  readonly release: Pick<Services['release'], 'intents'>;
  readonly registries: Pick<Services['registries'], 'indexes'>;
};

/** Keeps the store true to how packages are set up. What reads it is loaded with the first look. */
export class SetupReader implements vscode.Disposable {
  readonly #outdated = new vscode.EventEmitter<void>();
  /** Fires when what GitHub or the index said may no longer be so. */
  readonly onDidOutdate = this.#outdated.event;
  readonly #asked = new Map<string, AskedBefore>();
  #looking = Promise.resolve();
  #wanted: 'nothing' | 'files' | 'everything' = 'nothing';
  #isCurrent = false;

  constructor(private readonly services: SetupServices) {}

  /** Whether GitHub and the index were asked, and nothing has been done since. */
  get isCurrent(): boolean {
    return this.#isCurrent;
  }

  /** Something was done, or another account is signed in: the next look asks again. */
  outdate(): void {
    this.#isCurrent = false;
    this.#outdated.fire();
  }

  /** Looks at everything, over the network too. It never prompts for a sign-in. */
  refresh(): Promise<void> {
    this.#isCurrent = true;
    return this.#look('everything');
  }

  /** Looks at files and programs again; what GitHub and the index said stays. */
  refreshFiles(): Promise<void> {
    return this.#look(this.#wanted === 'everything' ? 'everything' : 'files');
  }

  /** What keeps a planned release from being published, as far as the account that is signed in may see it. It never prompts for a sign-in. */
  async verdicts(hosted: HostedPackage): Promise<readonly SetupVerdict[]> {
    const [{ readForRelease }, { releaseProblems, setupItems }] = await Promise.all([
      import('./readSetup'),
      import('../../setup/setupItems'),
    ]);
    const facts = await readForRelease(this.services, hosted);
    const items = setupItems(facts);
    const problems = releaseProblems(items);
    // Of what could not be seen nothing is said.
    if (problems.length === 0)
      return items.some(({ state }) => state === 'unknown')
        ? []
        : [
            {
              state: 'ok',
              detail: vscode.l10n.t('Secrets and environments are as the workflow needs them'),
            },
          ];
    return problems.map(({ group, title, detail, advice, place, actions }): SetupVerdict => ({
      // As the view Setup has it: a problem makes the release fail. What a sign-in does not see may still be there.
      state: 'blocks',
      canOverride: true,
      subject: title,
      detail: vscode.l10n.t('{0}: {1}', title, detail),
      ...(advice !== undefined && { advice }),
      place:
        actions?.[0]?.kind === 'setSecret'
          ? { remedy: actions[0] }
          : group === 'workflow' && place !== undefined
            ? { file: path.join(hosted.session.repository.root, place.file), start: place.start }
            : { remedy: { kind: 'setUp' } },
    }));
  }

  /** One look after the other; those that wait become one. */
  #look(what: 'files' | 'everything'): Promise<void> {
    const isWaiting = this.#wanted !== 'nothing';
    this.#wanted = what;
    if (!isWaiting) {
      // Callers that asked for the one before get how that ended.
      this.#looking = this.#looking
        .catch(() => undefined)
        .then(async () => {
          const ask = this.#wanted === 'everything' && vscode.workspace.isTrusted;
          this.#wanted = 'nothing';
          await (ask
            ? vscode.window.withProgress({ location: { viewId: VIEWS.setup } }, () =>
                this.#all(true),
              )
            : this.#all(false));
        });
    }
    return this.#looking;
  }

  async #all(ask: boolean): Promise<void> {
    const {
      workspace: { manifests },
      store,
    } = this.services;
    await manifests.current();
    const [{ readSetup }, { setupItems }] = await Promise.all([
      import('./readSetup'),
      import('../../setup/setupItems'),
    ]);
    const setups = new Map<string, PackageSetup>();
    for (const pkg of packagesOf(store.value)) {
      const { root, facts } = await readSetup(
        this.services,
        pkg,
        ask,
        this.#asked.get(pkg.manifest),
      );
      this.#asked.set(pkg.manifest, { settings: facts.settings, names: facts.names });
      setups.set(pkg.manifest, { root, items: setupItems(facts) });
    }
    if (!isDeepStrictEqual(setups, store.value.setups)) store.update({ setups });
  }

  dispose(): void {
    this.#outdated.dispose();
  }
}

/** A pause after the last change of files before they are looked at again, in milliseconds. */
const PAUSE_MS = 300;

/**
 * Looks at how packages are set up when the user looks at the view: over the network once, and again when the account
 * has changed or something was done. What changes in files is seen while the view is. Nothing is asked while it is hidden.
 */
export class SetupRefresher implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  #watcher: vscode.Disposable | undefined;

  constructor(
    private readonly services: Pick<Services, 'git' | 'setup' | 'store' | 'github' | 'log'>,
    private readonly view: vscode.TreeView<unknown>,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      view.onDidChangeVisibility(() => this.#look()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => services.setup.outdate()),
      services.git.onDidChangeAvailability(() => services.setup.outdate()),
      services.github.signIn.onDidChange(() => services.setup.outdate()),
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
    this.#tell(setup.isCurrent ? setup.refreshFiles() : setup.refresh());
  }

  #lookAtFilesSoon(): void {
    clearTimeout(this.#timer);
    if (!this.view.visible || !this.services.setup.isCurrent) return;
    this.#timer = setTimeout(() => this.#tell(this.services.setup.refreshFiles()), PAUSE_MS);
  }

  /** From the first look on: before it the user has not asked what the files say. */
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
