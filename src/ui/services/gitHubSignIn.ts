import * as vscode from 'vscode';
import { hostOf, kindOfHost } from '../../github/address';
import { signedOut } from '../../github/failure';
import { promptText } from '../notify';

/** Exactly the scopes that VS Code's own GitHub features ask for: any other set would be another consent. */
const SCOPES = ['repo', 'workflow', 'user:email', 'read:user'];

/** How long a sign-in provider may take to answer without asking the user, in milliseconds. */
const SILENT_TIMEOUT_MS = 10_000;

/**
 * Tokens for GitHub hosts: a token that the user has entered for the host, else VS Code's session. A token is asked for by
 * host and given to no one else; which host is the user's Enterprise server is read from the user's own settings only.
 */
export class GitHubSignIn implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when an account signed in or out anywhere. */
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly secrets: vscode.SecretStorage) {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.authentication.onDidChangeSessions(({ provider }) => {
        if (provider.id === 'github' || provider.id === 'github-enterprise') this.#changed.fire();
      }),
      secrets.onDidChange(({ key }) => {
        if (key.startsWith(SECRET_PREFIX)) this.#changed.fire();
      }),
    );
  }

  /** The token for a host without a prompt. */
  async silently(host: string): Promise<string | undefined> {
    const stored = await this.secrets.get(SECRET_PREFIX + host);
    if (stored !== undefined) return stored;
    const provider = providerOf(host);
    if (provider === undefined) return undefined;
    // A provider that is not installed would keep us waiting.
    const session = vscode.authentication.getSession(provider, SCOPES, { silent: true });
    return (
      await Promise.race([
        Promise.resolve(session).catch(() => undefined),
        nothingAfter(SILENT_TIMEOUT_MS),
      ])
    )?.accessToken;
  }

  /** The token for a host; the user is asked to sign in where there is none. @throws GitHubFailure */
  async asking(host: string): Promise<string> {
    const known = await this.silently(host);
    if (known !== undefined) return known;
    const provider = providerOf(host);
    if (provider !== undefined) {
      try {
        return (await vscode.authentication.getSession(provider, SCOPES, { createIfNone: true }))
          .accessToken;
      } catch {
        // Declined, or the provider does not work here; a token is the other way.
      }
    }
    const entered = await this.enterToken(host);
    if (entered === undefined) throw signedOut(host, 'declined');
    return entered;
  }

  /** Replaces a sign-in that the host does not accept. @throws GitHubFailure where the user declines */
  async anew(host: string): Promise<void> {
    const wasEntered = await this.hasToken(host);
    const provider = wasEntered ? undefined : providerOf(host);
    if (provider !== undefined) {
      try {
        await vscode.authentication.getSession(provider, SCOPES, { forceNewSession: true });
        return;
      } catch {
        // As in asking: a token is the other way.
      }
    }
    if ((await this.enterToken(host)) === undefined) throw signedOut(host, 'declined');
  }

  /** Asks for a token and keeps it for the host, encrypted by VS Code. */
  async enterToken(host: string): Promise<string | undefined> {
    const token = await promptText({
      title: vscode.l10n.t('Token for {0}', host),
      prompt: vscode.l10n.t(
        'A classic token with the scopes repo and workflow, or a fine-grained one with Contents and Actions: read and write. It is kept encrypted, and sent to {0} only.',
        host,
      ),
      password: true,
      ignoreFocusOut: true,
      validateInput: text =>
        /^\S+$/.test(text.trim()) ? undefined : vscode.l10n.t('A token has no spaces in it.'),
    });
    const trimmed = token?.trim();
    if (trimmed === undefined || trimmed === '') return undefined;
    await this.keepToken(host, trimmed);
    return trimmed;
  }

  /** Keeps a token for a host and no other. */
  async keepToken(host: string, token: string): Promise<void> {
    await this.secrets.store(SECRET_PREFIX + host, token);
  }

  /** Whether the user has entered a token for a host, which says that it is a GitHub. */
  async hasToken(host: string): Promise<boolean> {
    return (await this.secrets.get(SECRET_PREFIX + host)) !== undefined;
  }

  /** Forgets the token that was entered for a host. */
  async forgetToken(host: string): Promise<void> {
    await this.secrets.delete(SECRET_PREFIX + host);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

const SECRET_PREFIX = 'token:';

/** The user's GitHub Enterprise Server. What a workspace says of it is not heard: it would choose where a token goes. */
export function enterpriseUri(): string | undefined {
  const uri = vscode.workspace.getConfiguration('github-enterprise').inspect<string>('uri');
  return uri?.globalValue;
}

function providerOf(host: string): string | undefined {
  const enterprise = enterpriseUri();
  switch (kindOfHost(host, enterprise)) {
    case 'dotcom':
      return 'github';
    case 'tenant':
    case 'server': {
      const { workspaceValue, workspaceFolderValue } =
        vscode.workspace.getConfiguration('github-enterprise').inspect<string>('uri') ?? {};
      const isOverruled = workspaceValue !== undefined || workspaceFolderValue !== undefined;
      return enterprise !== undefined && hostOf(enterprise) === host && !isOverruled
        ? 'github-enterprise'
        : undefined;
    }
    case undefined:
      return undefined;
  }
}

function nothingAfter(ms: number): Promise<undefined> {
  return new Promise(resolve => {
    setTimeout(() => resolve(undefined), ms).unref();
  });
}
