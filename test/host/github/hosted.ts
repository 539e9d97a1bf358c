import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Services } from '../../../src/ui/services/services';
import { FakeGitHub } from '../../fakes/github/fakeGitHub';
import { validateExchange } from '../../fakes/github/openapi/validate';
import { git } from '../../fixtures/git';
import { host } from '../../fixtures/hostedSample';
import { HostBench, services } from '../support';

/** The window's sample, hosted on a GitHub of its own in each test. */
export class Hosted {
  running!: Services;
  bench!: HostBench;
  github!: FakeGitHub;

  /** Registers what is done before and after the tests of the suite that this is called in. */
  constructor() {
    before(async () => {
      this.running = await services();
      this.bench = new HostBench(this.running, vscode.workspace.workspaceFolders![0]!.uri.fsPath);
    });
    beforeEach(async () => {
      await this.bench.reset();
      this.github = await FakeGitHub.start({ enterprise: true });
      host(this.bench, this.github);
      await this.enterprise().update('uri', this.github.origin, vscode.ConfigurationTarget.Global);
      // A window that the user does not look at asks less often.
      this.running.workflows.runs.attention = { focused: true, visible: true };
    });
    afterEach(async () => {
      const { bench, github, running } = this;
      await running.github.signIn.forgetToken(this.hostName());
      for (const url of git(
        bench.workspace,
        'config',
        '--get-regexp',
        '--name-only',
        '^url\\.',
      ).split('\n'))
        git(bench.workspace, 'config', '--unset-all', url);
      git(bench.workspace, 'remote', 'set-url', 'origin', bench.remote);
      await this.enterprise().update('uri', undefined, vscode.ConfigurationTarget.Global);
      const problems = github.requests.flatMap(exchange =>
        validateExchange(exchange, exchange.response, 'ghes-3.19'),
      );
      await github.close();
      assert.deepEqual(problems, [], 'every request is as GitHub describes it');
    });
  }

  enterprise(): vscode.WorkspaceConfiguration {
    return vscode.workspace.getConfiguration('github-enterprise');
  }

  hostName(): string {
    return new URL(this.github.origin).host;
  }

  async signIn(): Promise<void> {
    await this.running.github.signIn.keepToken(this.hostName(), 'token-of-the-sample');
  }
}
