import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { FakeSparseIndex } from '../fakes/cratesIndex/fakeSparseIndex';
import { removeFolder, temporaryFolder } from '../fixtures/files';
import { git, GIT_ENV } from '../fixtures/git';
import { createHostedSample, hostedSettings, type HostedSample } from '../fixtures/hostedSample';
import { SAMPLE_VERSION_FILES } from '../fixtures/sample';
import type { Host } from '../harness/host';
import { has } from '../harness/toolchain';
import { TourSteps } from './tourSteps';
import { Workbench } from './workbench';

/** One whole release of the sample by clicking, with what git then shows on the remote and a picture for each step. */
export async function tour(host: Host): Promise<void> {
  const dir = temporaryFolder('tour');
  const sample = await createHostedSample(dir);
  const crates = await FakeSparseIndex.start();
  publishesCrates(sample, crates);
  const window = await host.openWindow({
    open: sample.workspace,
    env: GIT_ENV,
    settings: hostedSettings(sample),
  });
  try {
    await new Tour(new Workbench(window.page), sample, crates).run();
  } finally {
    await window.close();
    await sample.github.close();
    await sample.index.stop();
    await crates.stop();
    removeFolder(dir);
  }
}

/**
 * The sample's release.yml publishes crates, as in the repository that it is shaped after, and its configuration of cargo
 * reads a registry of this computer in the place of crates.io.
 */
function publishesCrates({ workspace }: HostedSample, { address }: FakeSparseIndex): void {
  const config = path.join(workspace, '.cargo/config.toml');
  const workflow = path.join(workspace, '.github/workflows/release.yml');
  const manifest = path.join(workspace, 'crates/budtiktok-core/Cargo.toml');
  appendFileSync(
    workflow,
    `
  publish-crates:
    name: Publish to crates.io
    needs: create-release
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: cargo publish -p budtiktok-core --token \${{ secrets.CRATES_IO_TOKEN }}
        continue-on-error: true
      - run: cargo publish -p budtiktok --token \${{ secrets.CRATES_IO_TOKEN }}
        continue-on-error: true
`,
  );
  writeFileSync(
    manifest,
    readFileSync(manifest, 'utf8').replace(
      'license.workspace = true\n',
      'license.workspace = true\ndescription = "Tokenization"\n',
    ),
  );
  writeFileSync(
    config,
    readFileSync(config, 'utf8').replace(VENDORED, 'replace-with = "tour"') +
      `\n[source.tour]\nregistry = "sparse+${address}/index/"\n`,
  );
  git(workspace, 'commit', '--quiet', '--all', '--message', 'ci: publish crates');
  git(workspace, 'push', '--quiet');
}

/** How the sample's configuration of cargo finds crates without a network. */
const VENDORED = 'replace-with = "vendored-sources"';

class Tour {
  readonly #steps: TourSteps;

  constructor(
    private readonly bench: Workbench,
    private readonly sample: HostedSample,
    private readonly crates: FakeSparseIndex,
  ) {
    this.#steps = new TourSteps(bench, sample, 'tour');
  }

  async run(): Promise<void> {
    const { bench } = this;
    await bench.ready();
    await bench.openReleaseView();
    await bench.viewRow('3 of 10, not released').waitFor();
    await this.#steps.show(
      'The release view: the package, the places that hold its version, the facts of its release',
    );
    await this.#setUp();

    await bench.openFile('crates/budtiktok-python/pyproject.toml');
    await bench.replaceInEditor('version = "0.1.0"', 'version = "0.2.0"');
    await bench.statusBarItem('pyproject 0.2.0 ≠ Cargo 0.1.0').waitFor();
    await bench.viewRow('12 of 14 differ from 0.2.0').waitFor();
    await this.#steps.show(
      'One version edited by hand: status bar, view and Problems say what disagrees',
    );
    await bench.replaceInEditor('version = "0.2.0"', 'version = "0.1.0"');
    await bench.statusBarItem('budtiktok 0.1.0').waitFor();
    await bench.page.keyboard.press('ControlOrMeta+s');

    await bench.command('BudTikTok: Bump & Release');
    await bench.quickPickRow('Minor').hover();
    await this.#steps.show('The versions to choose from, with the one that the commits suggest');

    await bench.pick('Minor');
    await bench
      .quickPickRow(
        'Set versions, set locks, commit, push main, tag v0.2.0, push the tag to origin',
      )
      .waitFor();
    await this.#steps.show('The plan: every fact, every check, every change, and nothing touched');
    assert.equal(git(this.sample.workspace, 'status', '--porcelain'), '');

    await bench.pick('Set versions, set locks, commit');
    await bench.notification('the tag v0.2.0 is on origin').waitFor();
    await this.#steps.show(
      'The commit and the annotated tag are on the remote; the notes of the Release are open',
    );
    this.#check();
    await this.#publish();
    await this.#build();
  }

  /** What has to be there before a first release, and what is to be done before each. */
  async #setUp(): Promise<void> {
    const { bench, sample } = this;
    sample.github.addEnvironment({ name: 'pypi' });
    for (const name of ['PYPI_API_TOKEN', 'TEST_PYPI_API_TOKEN', 'CRATES_IO_TOKEN'])
      sample.github.addSecret(name, 'pypi-of-the-tour');
    await this.#steps.useToken();
    await bench.command('BudTikTok: Set Up Release');
    await bench.showViews('Setup');
    await bench.viewRow(/^GitHubin order/).waitFor();
    await this.#steps.show(
      'The setup: sign-in, workflow, secrets and environment, the programs of this computer',
    );
    await bench.showViews('Checklist');
    await bench.rowAction('Documentation', 'Mark Checklist Item as Passed');
    await bench.viewRow(/Documentation.*passed/).waitFor();
    await this.#steps.show('The checklist: what a machine answers, and what a person has ticked');
    await bench.showViews('Release', 'Workflow Runs');
  }

  /** The Release, from its notes. */
  async #publish(): Promise<void> {
    const { bench, sample } = this;
    await bench.dismissNotifications();
    await bench.codeLens('Publish v0.2.0').click();
    await bench.notification('The Release v0.2.0 is published').waitFor();
    const [release] = sample.github.repository().releases;
    assert.equal(release?.tag, 'v0.2.0');
    console.log(
      `\nGitHub has the Release ${release.tag}:\n${(release.body ?? '').replace(/^/gm, '   ')}`,
    );
  }

  /** The builds: running, failed, run again, succeeded. */
  async #build(): Promise<void> {
    const {
      bench,
      sample: { github, publish },
    } = this;
    const run = github.repository().runs.find(({ event }) => event === 'release');
    assert.ok(run);
    await bench.dismissNotifications();
    await bench.viewRow('0 of 7').waitFor();
    await this.#steps.show(
      'The builds have begun: all seven jobs are known before GitHub has made them',
    );
    const playing = github
      .repository()
      .runs.map(({ id }) =>
        github.play(id, { tickMs: 700, failFirstAttempt: ['linux (aarch64)'] }),
      );
    await bench.notification(/failed: linux \(aarch64\)/).waitFor({ timeout: 90_000 });
    await this.#steps.show(
      'One platform has failed: the run, its job, the badge and one message say so',
    );
    await bench.answerNotification(/failed: linux \(aarch64\)/, 'Re-run Failed Jobs');
    await bench.viewRow(/attempt 2/).waitFor();
    await bench.notification(/succeeded: 7 of 7 jobs/).waitFor({ timeout: 90_000 });
    for (const play of playing) play.stop();
    await this.#steps.show('The failed job was run again: seven of seven');
    await bench.command('BudTikTok: Show Release Report');
    await bench.pick('Build and Publish Python Package');
    await bench.page.locator('.tab', { hasText: 'release-report' }).first().waitFor();
    await bench.preview('budtiktok 0.2.0: platform builds').waitFor();
    await this.#steps.show('The report of the run');
    // What the publishing job has uploaded appears on the index a while later.
    publish('0.2.0');
    this.crates.publish('budtiktok-core', '0.2.0');
    await bench
      .notification(/budtiktok 0\.2\.0 is on 127\.0\.0\.1:\d+: 6 files/)
      .waitFor({ timeout: 60_000 });
    await bench.viewRow(/^On 127\.0\.0\.1.*6 files/).waitFor();
    await this.#steps.show(
      '0.2.0 is on PyPI, whose part an index on this computer plays: every file that the workflow builds is there',
    );
    await this.#onCratesIo();
  }

  /** The crates that the other workflow of the tag publishes. */
  async #onCratesIo(): Promise<void> {
    await this.bench
      .notification(/budtiktok 0\.2\.0 is on crates\.io: budtiktok-core/)
      .waitFor({ timeout: 90_000 });
    await this.bench.viewRow(/^On crates\.io.*budtiktok-core/).waitFor();
    await this.#steps.show(
      '0.2.0 is on crates.io, whose part a registry on this computer plays: the crate of release.yml is there',
    );
  }

  /** The remote holds one new commit with exactly the planned files, and an annotated tag on it. */
  #check(): void {
    const commit = this.#steps.onRemote('rev-parse', 'main');
    assert.equal(this.#steps.onRemote('cat-file', '-t', 'v0.2.0'), 'tag');
    assert.equal(this.#steps.onRemote('rev-parse', 'v0.2.0^{commit}'), commit);
    const files = this.#steps
      .onRemote('diff-tree', '--no-commit-id', '--name-only', '-r', commit)
      .split('\n');
    assert.deepEqual(files, SAMPLE_VERSION_FILES);
    console.log(
      `\nThe commit ${commit.slice(0, 7)} holds ${files.join(', ')}; v0.2.0 is an annotated tag on it.`,
    );
    if (!has('cargo')) {
      console.log('cargo is not installed: its view of the locks was not asked.');
      return;
    }
    const metadata = execFileSync(
      'cargo',
      [
        'metadata',
        '--locked',
        '--offline',
        '--format-version=1',
        `--config=source.crates-io.${VENDORED}`,
      ],
      {
        cwd: this.sample.workspace,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
        // The sample's own target folder is tracked, and cargo would write into it.
        env: {
          ...process.env,
          CARGO_TARGET_DIR: path.join(path.dirname(this.sample.workspace), 'target'),
        },
      },
    );
    const { packages } = JSON.parse(metadata) as {
      packages: { source: string | null; version: string }[];
    };
    const own = packages.filter(({ source }) => source === null);
    assert.ok(own.every(({ version }) => version === '0.2.0'));
    console.log(
      `cargo metadata --locked --offline: ${own.length} crates at 0.2.0, ${packages.length - own.length} from a registry as before.`,
    );
  }
}
