import * as assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { ENGINE_SETTINGS } from '../../src/ids';
import type { Package } from '../../src/manifests/package';
import type { Proposal } from '../../src/ui/services/releaseRunner';
import type { Services } from '../../src/ui/services/services';
import type { Session } from '../../src/ui/services/sessions';
import { type State } from '../../src/ui/store';
import { parseReleaseVersion } from '../../src/versions/releaseVersion';
import { git } from '../fixtures/git';
import { until, untilEvent } from './support';
import { packagesOf } from '../../src/ui/selectors';

/** The repository of versionsSample.ts in this window, put back to how it was made before each test. */
export class VersionsBench {
  readonly workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;

  constructor(readonly services: Services) {}

  async reset(): Promise<void> {
    await this.set(ENGINE_SETTINGS.packages, undefined);
    await this.set(ENGINE_SETTINGS.extraFiles, undefined);
    git(this.workspace, 'checkout', '--quiet', '--force', 'main');
    git(this.workspace, 'clean', '-fdq');
    await this.services.workspace.manifests.refresh();
  }

  /** Changes a setting of the workspace, and waits until it holds. */
  async set(name: string, value: unknown): Promise<void> {
    const holds = () =>
      JSON.stringify(vscode.workspace.getConfiguration().inspect(name)?.workspaceValue) ===
      JSON.stringify(value);
    if (holds()) return;
    await vscode.workspace
      .getConfiguration()
      .update(name, value, vscode.ConfigurationTarget.Workspace);
    await untilEvent(vscode.workspace.onDidChangeConfiguration, `${name} is set`, holds);
    await this.services.workspace.manifests.current();
  }

  find(name: string, state: State = this.services.store.value): Package {
    const found = packagesOf(state).find(pkg => pkg.name === name);
    assert.ok(found, `${name} is there`);
    return found;
  }

  /** The sites of a package, one line each. */
  sites(name: string, state: State = this.services.store.value): string[] {
    return this.find(name, state).sites.map(
      ({ file, start, kind, written }) =>
        `${this.below(file)}:${start.line + 1} ${kind} ${written.text}`,
    );
  }

  async untilSites(name: string, wanted: readonly string[]): Promise<void> {
    await until(
      this.services,
      wanted.join(', '),
      state => this.sites(name, state).join() === wanted.join(),
      10_000,
    );
  }

  /** What is proposed for a version of a package, as *Bump Version* or *Bump & Release* would. */
  async propose(
    name: string,
    to: string,
    scope: 'files' | 'release' = 'files',
  ): Promise<Proposal & { session: Session }> {
    const {
      workspace: { sessions },
      release: { intents, runner: releases },
    } = this.services;
    const version = parseReleaseVersion(to);
    assert.ok(version.ok);
    const session = await sessions.open(this.find(name));
    if (scope === 'files')
      return {
        ...(await releases.propose(
          session,
          scope,
          intents.ofFiles(session, version.version),
          undefined,
        )),
        session,
      };
    const prepared = await intents.prepare(session, version.version, true);
    assert.ok(prepared.ok);
    return {
      ...(await releases.propose(session, scope, prepared.intent, prepared.releaseBranch)),
      session,
    };
  }

  /** The open questions of a plan: id, file and line. */
  async questions(name: string, to: string): Promise<string[]> {
    const { questions } = await (await this.propose(name, to)).context.plan();
    return questions.map(({ id, file, start }) => `${id} ${this.below(file)}:${start.line + 1}`);
  }

  /** The changes of a plan that asks nothing, as "file: new line", for the lines that differ. */
  async changes(name: string, to: string): Promise<string[]> {
    const { changes, questions, refusals } = await (await this.propose(name, to)).context.plan();
    assert.deepEqual([questions, refusals], [[], []]);
    return changes.flatMap(({ file, before, after }) => {
      const was = before.split('\n');
      return after
        .split('\n')
        .filter((line, index) => line !== was[index])
        .map(line => `${this.below(file)}: ${line.trim()}`);
    });
  }

  below(file: string): string {
    return path.relative(this.workspace, file).split(path.sep).join('/');
  }

  read(name: string): string {
    const file = path.join(this.workspace, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  write(name: string, text: string): void {
    writeFileSync(path.join(this.workspace, name), text);
  }

  replace(name: string, was: string, is: string): void {
    assert.ok(this.read(name).includes(was), `${name} holds ${was}`);
    this.write(name, this.read(name).replace(was, is));
  }

  remove(name: string): void {
    rmSync(path.join(this.workspace, name));
  }
}
