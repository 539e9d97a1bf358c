import { UserFacingError } from '../base/errors';
import * as vscode from 'vscode';
import { EditorRepository, type Log } from './editorRepository';
import type { GitApi, GitExtension, GitRepository } from './gitExtensionApi';

/**
 * Whether git can be used.
 * - `disabled`: turned off by `git.enabled`, or the git extension is disabled
 * - `missing`: no git program was found
 */
export type GitAvailability = 'ready' | 'disabled' | 'missing';

/** Git cannot be used, or the folder is in no repository. */
export class GitUnavailable extends UserFacingError<
  Exclude<GitAvailability, 'ready'> | 'noRepository'
> {
  override readonly name = 'GitUnavailable';
}

/** How long the git extension may take for its first look at the workspace. */
const INITIALIZE_TIMEOUT_MS = 30_000;

/** The built-in git extension, asked for when it is first needed. */
export class GitService implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  /** Fires with the top folder of a repository when anything in it changed: HEAD, refs, index or files. */
  readonly onDidChangeRepository = this.#changed.event;
  readonly #available = new vscode.EventEmitter<void>();
  /** Fires when an answer of {@link GitService.repository} may have become another one. */
  readonly onDidChangeAvailability = this.#available.event;
  readonly #watched = new Map<string, vscode.Disposable>();
  readonly #subscriptions: { dispose(): unknown }[] = [];
  #followed: GitExtension | undefined;

  constructor(private readonly log: Log) {
    // The git extension is absent in Restricted Mode and appears after trust is granted.
    this.#subscriptions.push(vscode.extensions.onDidChange(() => this.#available.fire()));
  }

  /** The repository whose top folder this is. @throws GitUnavailable */
  async repository(root: string): Promise<EditorRepository> {
    const api = await this.#api();
    const uri = vscode.Uri.file(root);
    // A repository above the opened folder is not opened by itself (git.openRepositoryInParentFolders); older versions
    // of VS Code do not open it for an extension either.
    const found = api.getRepository(uri) ?? (await api.openRepository?.(uri)) ?? null;
    if (found === null) {
      throw new GitUnavailable(
        'noRepository',
        vscode.l10n.t(
          '{0} is a git repository that VS Code has not opened. Open that folder, or set git.openRepositoryInParentFolders to "always".',
          root,
        ),
      );
    }
    await this.#watch(found);
    return new EditorRepository(
      root,
      { path: api.git.path, env: api.git.env ?? {}, isTrusted: vscode.workspace.isTrusted },
      found,
      this.log,
    );
  }

  /** @throws GitUnavailable */
  async #api(): Promise<GitApi> {
    const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
    if (extension === undefined) {
      throw new GitUnavailable(
        'disabled',
        vscode.l10n.t('The built-in Git extension is disabled. Enable it to release.'),
      );
    }
    const git = await extension.activate();
    this.#follow(git);
    if (!git.enabled) throw unavailable();
    let api: GitApi;
    try {
      api = git.getAPI(1);
    } catch {
      // It says enabled for a moment before its model is there, and throws where there is no git program.
      throw unavailable();
    }
    await initialized(api);
    return api;
  }

  /** Its enablement, and repositories that it opens late: once for each instance of the extension. */
  #follow(git: GitExtension): void {
    if (this.#followed === git) return;
    this.#followed = git;
    const changed = () => this.#available.fire();
    let opened: vscode.Disposable | undefined;
    const followApi = () => {
      opened?.dispose();
      try {
        opened = git.enabled ? git.getAPI(1).onDidOpenRepository(changed) : undefined;
      } catch {
        // Without a git program there is no model.
        opened = undefined;
      }
    };
    followApi();
    this.#subscriptions.push(
      git.onDidChangeEnablement(() => {
        followApi();
        changed();
      }),
      { dispose: () => void opened?.dispose() },
    );
  }

  async #watch(repository: GitRepository): Promise<void> {
    const key = repository.rootUri.toString();
    if (this.#watched.has(key)) return;
    this.#watched.set(key, vscode.Disposable.from());
    // Before its first status a repository knows neither its branch nor its remotes. Asked for again it would say that
    // it has changed, and anyone who looks because of that would make it say so for ever.
    await repository.status();
    this.#watched.set(
      key,
      repository.state.onDidChange(() => this.#changed.fire(repository.rootUri)),
    );
  }

  dispose(): void {
    for (const watcher of this.#watched.values()) watcher.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
    this.#available.dispose();
  }
}

function unavailable(): GitUnavailable {
  const isOff = vscode.workspace.getConfiguration('git').get('enabled') === false;
  return isOff
    ? new GitUnavailable(
        'disabled',
        vscode.l10n.t('Git is turned off by the setting git.enabled. Turn it on to release.'),
      )
    : new GitUnavailable(
        'missing',
        vscode.l10n.t(
          'No git program was found. Install git, or set git.path, and reload the window.',
        ),
      );
}

async function initialized(api: GitApi): Promise<void> {
  if (api.state === 'initialized') return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      listener.dispose();
      reject(
        new GitUnavailable(
          'noRepository',
          vscode.l10n.t(
            'The Git extension is still looking for repositories. Try again in a moment.',
          ),
        ),
      );
    }, INITIALIZE_TIMEOUT_MS);
    const listener = api.onDidChangeState(state => {
      if (state !== 'initialized') return;
      clearTimeout(timer);
      listener.dispose();
      resolve();
    });
  });
}
