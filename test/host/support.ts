import * as assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Started } from '../../src/extension';
import { EXTENSION_ID } from '../../src/ids';
import type { Package } from '../../src/manifests/package';
import type { Outcome } from '../../src/release/engine';
import type { Intent } from '../../src/release/intent';
import type { Proposal } from '../../src/ui/services/releaseRunner';
import type { Services } from '../../src/ui/services/services';
import type { Session } from '../../src/ui/services/sessions';
import { type State } from '../../src/ui/store';
import { parseReleaseVersion } from '../../src/versions/releaseVersion';
import { git } from '../fixtures/git';
import { packagesOf } from '../../src/ui/selectors';

/** The running extension, looked into. */
export async function services(): Promise<Services> {
  const extension = vscode.extensions.getExtension<Started>(EXTENSION_ID);
  assert.ok(extension);
  const found = await (await extension.activate()).services;
  await found.workspace.manifests.current();
  return found;
}

/** Resolves when the state is as wanted; fails with the state where it does not become so in time. */
export async function until(
  services: Services,
  what: string,
  isSo: (state: State) => boolean,
  timeout = 5_000,
): Promise<void> {
  if (isSo(services.store.value)) return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      subscription.dispose();
      reject(new Error(`${what}: not so within ${timeout} ms`));
    }, timeout);
    const subscription = services.store.onDidChange(state => {
      if (!isSo(state)) return;
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    });
  });
}

/** Resolves with the first value of an event after which the condition holds. */
export async function untilEvent(
  event: vscode.Event<unknown>,
  what: string,
  isSo: () => boolean,
  timeout = 5_000,
): Promise<void> {
  if (isSo()) return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      subscription.dispose();
      reject(new Error(`${what}: not so within ${timeout} ms`));
    }, timeout);
    const subscription = event(() => {
      if (!isSo()) return;
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    });
  });
}

/** The diagnostics of this extension, as "file:line message". */
export function diagnostics(): string[] {
  return vscode.languages
    .getDiagnostics()
    .flatMap(([uri, all]) =>
      all
        .filter(({ source }) => source === 'BudTikTok')
        .map(
          ({ range, message }) =>
            `${vscode.workspace.asRelativePath(uri, false)}:${range.start.line + 1} ${message}`,
        ),
    )
    .sort();
}

/** The sample that is opened in this window, with its remote, put back to how it was made before each test. */
export class HostBench {
  readonly #base: string;
  readonly remote: string;

  constructor(
    readonly services: Services,
    readonly workspace: string,
  ) {
    this.remote = path.join(path.dirname(workspace), 'budtiktok.git');
    this.#base = this.git('rev-parse', 'HEAD');
  }

  get pkg(): Package {
    const pkg = packagesOf(this.services.store.value).find(({ manifest }) =>
      manifest.startsWith(this.workspace),
    );
    assert.ok(pkg);
    return pkg;
  }

  async reset(): Promise<void> {
    for (const [dir, hooks] of [
      [this.workspace, '.git/hooks'],
      [this.remote, 'hooks'],
    ] as const)
      rmSync(path.join(dir, hooks), { recursive: true, force: true });
    for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    // Written only where a test has removed it: the git extension may hold the lock of the file.
    if (git(this.workspace, 'config', '--get', '--default', '', 'user.email') === '')
      git(this.workspace, 'config', 'user.email', 'maintainer@example.invalid');
    this.git('checkout', '--quiet', '--force', '-B', 'main', this.#base);
    this.git('clean', '-fdq');
    for (const tag of this.git('tag', '-l', 'v*').split('\n').filter(Boolean))
      this.git('tag', '-d', tag);
    for (const tag of this.onRemote('tag', '-l', 'v*').split('\n').filter(Boolean))
      this.onRemote('tag', '-d', tag);
    this.onRemote('update-ref', 'refs/heads/main', this.#base);
    this.git('update-ref', 'refs/remotes/origin/main', this.#base);
    this.git('branch', '--quiet', '--set-upstream-to', 'origin/main', 'main');
    await this.services.workspace.manifests.refresh();
    await this.services.release.runner.abandon(this.pkg);
  }

  git(...args: string[]): string {
    return git(this.workspace, ...args);
  }

  onRemote(...args: string[]): string {
    return git(this.remote, ...args);
  }

  read(name: string): string {
    return readFileSync(path.join(this.workspace, name), 'utf8');
  }

  replace(name: string, before: string, after: string): void {
    assert.ok(this.read(name).includes(before));
    writeFileSync(path.join(this.workspace, name), this.read(name).replace(before, after));
  }

  /** Edits an open document without saving it. */
  async type(name: string, before: string, after: string): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(path.join(this.workspace, name));
    const at = document.getText().indexOf(before);
    assert.notEqual(at, -1);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(
      document.uri,
      new vscode.Range(document.positionAt(at), document.positionAt(at + before.length)),
      after,
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    return document;
  }

  async propose(to: string): Promise<Proposal & { session: Session; intent: Intent }> {
    const version = parseReleaseVersion(to);
    assert.ok(version.ok);
    const session = await this.services.workspace.sessions.open(this.pkg);
    const prepared = await this.services.release.intents.prepare(session, version.version, true);
    assert.ok(prepared.ok, 'reason' in prepared ? prepared.reason : '');
    return {
      ...(await this.services.release.runner.propose(
        session,
        'release',
        prepared.intent,
        prepared.releaseBranch,
      )),
      session,
      intent: prepared.intent,
    };
  }

  async release(proposal: Proposal): Promise<Outcome> {
    return await this.services.release.runner.run(
      proposal,
      new AbortController().signal,
      () => undefined,
    );
  }

  assertReleased(version: string, files: readonly string[]): void {
    const commit = this.onRemote('rev-parse', 'main');
    assert.equal(this.onRemote('cat-file', '-t', `v${version}`), 'tag');
    assert.equal(this.onRemote('rev-parse', `v${version}^{commit}`), commit);
    assert.deepEqual(
      this.onRemote('diff-tree', '--no-commit-id', '--name-only', '-r', commit).split('\n'),
      files,
    );
  }
}
