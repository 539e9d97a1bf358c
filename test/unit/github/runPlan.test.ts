import * as assert from 'node:assert/strict';
import { dispatchWorkflow } from '../../../src/github/dispatch';
import { canPublish, isRelease, rowsOf } from '../../../src/github/runPlan';
import {
  buildsOf,
  byPlatform,
  rowState,
  summarize,
  type RunRow,
} from '../../../src/github/runSummary';
import { getRun, listJobs, listRuns } from '../../../src/github/runs';
import { publishRelease } from '../../../src/github/releases';
import { closeScenes, connect, ended, job, run, type Connection } from './support';
import { PYTHON_RELEASE, read, TAG_RELEASE } from './workflows/support';

const FILE = 'python-release.yml';
const WORKFLOWS = [read(PYTHON_RELEASE, FILE), read(TAG_RELEASE, 'release.yml')];
const PATH = `.github/workflows/${FILE}`;
const ORIGIN = { repository: 'octo/wheels' };

const line = (row: RunRow) =>
  [
    row.platform,
    row.architecture ?? '-',
    row.name,
    ...(row.uploadsTo === undefined ? [] : [`to ${row.uploadsTo}`]),
  ].join(' ');

const BUILDS = [
  'linux aarch64 linux (aarch64)',
  'linux x86_64 linux (x86_64)',
  'macos aarch64 macos (aarch64)',
  'macos x86_64 macos (x86_64)',
  'windows x86_64 windows (x64)',
  'source - sdist',
];

describe('the rows of a run', () => {
  const events: readonly (readonly [
    event: string,
    inputs: Record<string, string> | undefined,
    publishing: string,
  ])[] = [
    ['release', undefined, 'publish - Publish to PyPI to pypi'],
    ['workflow_dispatch', { publish: 'yes' }, 'publish - Publish to PyPI to pypi'],
    ['workflow_dispatch', { publish: 'no' }, 'publish - publish-testpypi to testpypi'],
    ['workflow_dispatch', undefined, 'publish - publish-testpypi to testpypi'],
  ];
  for (const [event, inputs, publishing] of events) {
    it(`are known before GitHub has made a job: ${event} ${JSON.stringify(inputs ?? {})}`, () => {
      const started = run({
        path: PATH,
        event,
        headBranch: event === 'release' ? 'v0.2.0' : 'main',
      });
      const rows = rowsOf(WORKFLOWS, started, [], { ...ORIGIN, inputs });
      assert.deepEqual(rows.map(line), [...BUILDS, publishing]);
      assert.ok(rows.every(row => rowState(row) === 'promised'));
      assert.deepEqual(
        [summarize(started, rows, 0).done, summarize(started, rows, 0).total],
        [0, 7],
      );
      assert.deepEqual(
        byPlatform(rows).map(([platform, found]) => `${platform} ${found.length}`),
        ['linux 2', 'macos 2', 'windows 1', 'source 1', 'publish 1'],
      );
    });
  }

  it('are those that GitHub has where the file is not known', () => {
    const jobs = [
      ended('linux (aarch64)', 'success'),
      job('Publish to TestPyPI'),
      job('Publish to PyPI'),
      job('lint'),
    ];
    assert.deepEqual(rowsOf([], run({ path: PATH }), jobs, ORIGIN).map(line), [
      'linux aarch64 linux (aarch64)',
      'publish - Publish to PyPI to unknown',
      'publish - Publish to TestPyPI to testpypi',
      'other - lint',
    ]);
  });

  it('show a job that the file does not promise, and each job once', () => {
    const jobs = ['linux (x86_64)', 'linux (aarch64)', 'surprise'].map(name => job(name));
    const rows = rowsOf(WORKFLOWS, run({ path: PATH }), jobs, ORIGIN);
    assert.equal(rows.length, 8);
    assert.deepEqual(
      rows
        .flatMap(({ job: found }) => found ?? [])
        .map(({ name }) => name)
        .sort(),
      jobs.map(({ name }) => name).sort(),
    );
    assert.equal(line(rows.at(-1)!), 'other - surprise');
  });

  it('stand for a matrix that was skipped as a whole', () => {
    const rows = rowsOf(
      WORKFLOWS,
      run({ path: PATH, status: 'completed', conclusion: 'failure' }),
      [ended('linux', 'skipped'), ended('sdist', 'failure')],
      ORIGIN,
    );
    assert.equal(rows.filter(({ job: found }) => found?.name === 'linux').length, 1);
  });

  it('say which workflows put something on an index', () => {
    const publishes = (path: string, event = 'release') =>
      canPublish(WORKFLOWS, run({ path, event }), ORIGIN);
    assert.deepEqual(
      [
        publishes(PATH),
        publishes('.github/workflows/release.yml', 'push'),
        publishes('.github/workflows/unknown.yml'),
      ],
      [true, false, true],
    );
  });

  it('distinguish runs that are releases from those that build a branch', () => {
    // As "maturin generate-ci" writes it: one workflow builds every push, and publishes tags.
    const ci = read(
      'on: { push: { branches: [main], tags: ["*"] }, pull_request: {}, workflow_dispatch: {} }\njobs:\n  linux: { runs-on: ubuntu-latest, steps: [{ run: maturin build }] }\n  release:\n    if: startsWith(github.ref, \'refs/tags/\')\n    needs: [linux]\n    runs-on: ubuntu-latest\n    steps: [{ run: "twine upload dist/*" }]\n',
      'CI.yml',
    );
    const is = (path: string, event: string, headBranch = 'main') =>
      isRelease([...WORKFLOWS, ci], run({ path, event, headBranch }), ORIGIN);
    assert.deepEqual([is(PATH, 'release', 'v0.2.0'), is(PATH, 'workflow_dispatch')], [true, true]);
    const own = '.github/workflows/CI.yml';
    assert.deepEqual(
      [is(own, 'push', 'v0.2.0'), is(own, 'push'), is(own, 'pull_request')],
      [true, false, false],
    );
    assert.deepEqual(
      [
        is('.github/workflows/release.yml', 'push', 'v0.2.0'),
        is('dynamic/github-code-scanning/codeql', 'dynamic'),
      ],
      [false, false],
    );
  });
});

describe('the rows of a run while it goes on', function () {
  this.timeout(30_000);
  afterEach(closeScenes);

  const files = { [PATH]: PYTHON_RELEASE };

  async function rowsNow(
    { client, clock }: Connection,
    id: number,
    inputs?: Record<string, string>,
  ) {
    const now = await getRun(client, id);
    const rows = rowsOf(WORKFLOWS, now, await listJobs(client, id), { ...ORIGIN, inputs });
    const { done, total } = summarize(now, rows, clock.now);
    return {
      rows,
      count: `${done} of ${total}`,
      builds: buildsOf([{ run: now, rows }], clock.now),
    };
  }

  it('are of the same number from the start to the end', async () => {
    const given = await connect({ files });
    given.pushTag('v0.2.0');
    await publishRelease(given.client, 'v0.2.0', {
      title: 'v0.2.0',
      notes: '',
      draft: false,
      prerelease: false,
      latest: true,
    });
    const found = (await listRuns(given.client, { event: 'release' })).find(
      ({ path }) => path === PATH,
    );
    assert.ok(found);
    const counts = [(await rowsNow(given, found.id)).count];
    for (const name of [
      'linux (x86_64)',
      'linux (aarch64)',
      'macos (x86_64)',
      'macos (aarch64)',
      'windows (x64)',
      'sdist',
      'Publish to PyPI',
    ]) {
      given.github.advance(found.id, name, { status: 'in_progress' });
      assert.deepEqual((await rowsNow(given, found.id)).builds, {
        state: 'running',
        detail: `${counts.at(-1)} jobs`,
      });
      given.github.advance(found.id, name, { conclusion: 'success' });
      counts.push((await rowsNow(given, found.id)).count);
    }
    assert.deepEqual(
      counts,
      [0, 1, 2, 3, 4, 5, 6, 7].map(done => `${done} of 7`),
    );
    const { rows, builds } = await rowsNow(given, found.id);
    assert.equal(builds.state, 'done');
    assert.deepEqual(
      rows.filter(row => rowState(row) === 'skipped').map(({ name }) => name),
      ['publish-testpypi'],
    );
  });

  it('go on after a re-run of what has failed', async () => {
    const given = await connect({ files });
    const started = await dispatchWorkflow(
      given.client,
      { workflow: FILE, ref: 'main', inputs: { publish: 'yes' } },
      () => Promise.resolve(),
    );
    assert.ok(started);
    const inputs = { publish: 'yes' };
    given.github.finish(started.id, { failing: ['macos (aarch64)'] });
    const failed = await rowsNow(given, started.id, inputs);
    assert.deepEqual(
      [failed.builds.state, failed.builds.detail],
      ['failed', 'failed: macos (aarch64)'],
    );
    await given.client.rest.actions.reRunWorkflowFailedJobs({
      ...given.client.repository,
      run_id: started.id,
    });
    const again = await rowsNow(given, started.id, inputs);
    assert.deepEqual([again.count, again.builds.state], ['5 of 7', 'running']);
    given.github.finish(started.id);
    assert.deepEqual((await rowsNow(given, started.id, inputs)).builds.state, 'done');
  });

  it('do not take a trial that failed for a publication that failed', async () => {
    const given = await connect({ files });
    const started = await dispatchWorkflow(
      given.client,
      { workflow: FILE, ref: 'main', inputs: { publish: 'no' } },
      () => Promise.resolve(),
    );
    assert.ok(started);
    given.github.finish(started.id, { failing: ['macos (aarch64)'] });
    assert.equal((await rowsNow(given, started.id, { publish: 'no' })).builds.state, 'none');
  });

  it('do not take a trial on TestPyPI for a publication', async () => {
    const given = await connect({ files });
    const started = await dispatchWorkflow(
      given.client,
      { workflow: FILE, ref: 'main', inputs: { publish: 'no' } },
      () => Promise.resolve(),
    );
    assert.ok(started);
    assert.equal((await rowsNow(given, started.id, { publish: 'no' })).builds.state, 'none');
    given.github.finish(started.id);
    for (const inputs of [{ publish: 'no' }, undefined]) {
      const { builds, count, rows } = await rowsNow(given, started.id, inputs);
      assert.deepEqual([builds.state, count], ['none', '7 of 7']);
      assert.deepEqual(
        rows
          .filter(({ uploadsTo }) => uploadsTo !== undefined)
          .map(row => `${row.name} ${rowState(row)}`),
        ['publish-testpypi success'],
      );
    }
  });
});
