import * as assert from 'node:assert/strict';
import { git } from '../fixtures/git';
import type { HostedSample } from '../fixtures/hostedSample';
import type { Host } from '../harness/host';
import { inHostedWindow, TourSteps } from './tourSteps';
import type { Workbench } from './workbench';

/** A release of the sample by clicking, whose main branch takes changes through pull requests alone. */
export async function protectedTour(host: Host): Promise<void> {
  await inHostedWindow(
    host,
    {},
    ({ github }) => {
      github.addRuleset({
        target: 'branch',
        include: ['~DEFAULT_BRANCH'],
        rules: ['pull_request'],
      });
    },
    (bench, sample) => new ProtectedTour(bench, sample).run(),
  );
}

class ProtectedTour {
  readonly #steps: TourSteps;

  constructor(
    private readonly bench: Workbench,
    private readonly sample: HostedSample,
  ) {
    this.#steps = new TourSteps(bench, sample, 'protected-tour');
  }

  async run(): Promise<void> {
    const { bench, sample } = this;
    await bench.ready();
    await bench.openReleaseView();
    // The command is enabled as soon as a package is found.
    await bench.viewRow(/^budtiktok/).waitFor();
    await this.#steps.useToken();

    await bench.command('BudTikTok: Bump & Release');
    await bench.pick('Minor');
    await bench
      .quickPickRow(
        'Set versions, set locks, commit, push release/v0.2.0, open a pull request, fetch it when it is merged, tag v0.2.0, push the tag to origin',
      )
      .waitFor();
    await this.#steps.show(
      'The plan: main is protected, so the release goes through a pull request',
    );
    assert.equal(git(sample.workspace, 'status', '--porcelain'), '');

    await bench.pick('Set versions, set locks, commit');
    await bench.notification('#1 waits to be merged').waitFor({ timeout: 60_000 });
    await this.#steps.show('The commit is on release/v0.2.0, and its pull request is open');
    assert.equal(this.#steps.onRemote('tag', '--list', 'v0.2.0'), '');
    console.log(`\n${(sample.github.pullRequest().body ?? '').replace(/^/gm, '   ')}`);

    await bench.dismissNotifications();
    const { headSha } = sample.github.pullRequest();
    sample.github.addStatus(headSha, 'ci/build', 'pending');
    await bench.viewRow(/Merged into main.*#1 waits for 1 check/).waitFor({ timeout: 60_000 });
    await this.#steps.show('The view waits for the checks of the pull request');

    sample.github.addStatus(headSha, 'ci/build', 'success');
    const merged = sample.github.merge('squash');
    await bench.notification('#1 is merged').waitFor({ timeout: 90_000 });
    await this.#steps.show(
      'The pull request was squashed: another commit than the one that was pushed',
    );

    await bench.answerNotification('#1 is merged', 'Resume');
    await bench.quickPickRow('Resume 0.2.0').waitFor();
    await this.#steps.show('The plan of what is left: fetch the merged commit, and tag it');
    await bench.pick('Resume 0.2.0');
    await bench.notification('the tag v0.2.0 is on origin').waitFor({ timeout: 60_000 });
    await this.#steps.show('The merged commit is tagged; the notes of the Release are open');
    assert.equal(this.#steps.onRemote('rev-parse', 'v0.2.0^{commit}'), merged);
    assert.equal(git(sample.workspace, 'rev-parse', 'main'), merged);
    console.log(`\nv0.2.0 is an annotated tag on ${merged.slice(0, 7)}, the squashed commit.`);
  }
}
