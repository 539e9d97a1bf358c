import * as assert from 'node:assert/strict';
import type { GitHubFailureReason } from '../../../src/github/failure';
import type { Run, Watched } from '../../../src/github/model';
import { pauseAfterFailure, pauseFor } from '../../../src/github/pollInterval';
import { rerunFailedJobs } from '../../../src/github/runActions';
import { RunMonitor } from '../../../src/github/runMonitor';
import { listJobs, listRuns } from '../../../src/github/runs';
import { stateOf } from '../../../src/github/runState';
import { FakeClock } from '../../fakes/clock';
import type { InjectedFault } from '../../fakes/github/faults';
import { git } from '../../fixtures/git';
import { closeScenes, connect, type Connection, type ConnectOptions } from './support';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A monitor over a fake GitHub, both with a clock that the test moves. */
interface Watch extends Connection {
  readonly monitor: RunMonitor;
  readonly time: FakeClock;
  readonly head: string;
  /** What was reported: states as they came, and what has finished. */
  readonly told: string[];
  readonly seen: () => Watched | undefined;
  readonly pass: (ms: number) => Promise<void>;
  /** Starts a run by hand. */
  readonly start: () => Promise<number>;
  /** When requests were made since the last call, in seconds since the monitor began. */
  readonly asked: (path?: RegExp) => number[];
}

async function watch(options: ConnectOptions = {}): Promise<Watch> {
  const given = await connect({ autoSync: false, ...options });
  const { client, clock, github, octokit, bare } = given;
  const time = new FakeClock(clock);
  const told: string[] = [];
  let seen: Watched | undefined;
  const monitor = new RunMonitor(
    {
      runs: headSha => listRuns(client, { headSha, most: 100 }),
      jobs: runId => listJobs(client, runId),
    },
    time,
    {
      changed: watched => {
        seen = watched;
        const line = watched.runs
          .map(
            ({ run, jobs }) =>
              `${stateOf(run)} ${jobs?.filter(job => job.status === 'completed').length ?? '-'}/${jobs?.length ?? '-'}`,
          )
          .join(', ');
        if (line !== told.at(-1)) told.push(line);
      },
      finished: ({ run, jobs }) =>
        told.push(
          `finished #${run.attempt}: ${run.conclusion}, failed: ${jobs
            ?.filter(({ conclusion }) => conclusion === 'failure')
            .map(({ name }) => name)
            .join()}`,
        ),
    },
  );
  const begin = clock.now;
  let from = 0;
  return {
    ...given,
    monitor,
    time,
    told,
    head: git(bare, 'rev-parse', 'main'),
    seen: () => seen,
    pass: ms => time.advance(ms, () => monitor.settled()),
    start: async () => {
      await octokit.request(
        'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
        {
          owner: 'octo',
          repo: 'wheels',
          workflow_id: 'build.yml',
          ref: 'main',
          inputs: { publish: 'yes' },
        },
      );
      from = github.requests.length;
      return github.repository().runs.at(-1)!.id;
    },
    asked: (path = /./) => {
      const since = github.requests.slice(from);
      from = github.requests.length;
      return since
        .filter(({ method, path: at }) => method === 'GET' && path.test(at))
        .map(({ time: at }) => (at - begin) / SECOND);
    },
  };
}

/** Begins a look, and returns while GitHub has not answered yet. */
async function lookUnderWay({ github, pass }: Watch): Promise<{ readonly looking: Promise<void> }> {
  const late = github.fail({ path: RUNS, with: { delay: 50 } });
  const looking = pass(0);
  while (late.hits === 0) await new Promise(resolve => setImmediate(resolve));
  return { looking };
}

const RUNS = /\/actions\/runs$/;
const JOBS = /\/jobs$/;

describe('the monitor of runs', function () {
  this.timeout(60_000);
  afterEach(closeScenes);

  it('sees a run appear, fail, run again and succeed, and tells each end once', async () => {
    const given = await watch();
    const { monitor, pass, github, told } = given;
    monitor.expect(given.head);
    await pass(10 * SECOND);
    assert.deepEqual(given.seen()?.runs, []);
    assert.equal(given.seen()?.isLive, true);
    const id = await given.start();
    await pass(10 * SECOND);
    github.advance(id, 'linux (x86_64)', { status: 'in_progress' });
    await pass(10 * SECOND);
    github.advance(id, 'linux (aarch64)', { conclusion: 'success' });
    github.advance(id, 'windows (windows-latest, x64)', { conclusion: 'success' });
    await pass(10 * SECOND);
    github.advance(id, 'linux (x86_64)', { conclusion: 'failure' });
    await pass(MINUTE);
    assert.equal(given.seen()?.isLive, false);
    assert.deepEqual(told, [
      '',
      'queued 0/3',
      'running 0/3',
      'running 2/3',
      'failure 5/5',
      'finished #1: failure, failed: linux (x86_64)',
    ]);

    await rerunFailedJobs(given.client, id);
    monitor.expect(given.head, run => run.id === id && run.attempt > 1);
    await pass(10 * SECOND);
    github.finish(id);
    await pass(MINUTE);
    assert.deepEqual(told.slice(6), [
      'queued 2/3',
      'success 5/5',
      'finished #2: success, failed: ',
    ]);
    assert.deepEqual(
      [given.seen()?.isLive, given.seen()?.nothingStarted, given.time.next],
      [false, [], undefined],
    );
    given.asked();
    await pass(HOUR);
    assert.deepEqual(given.asked(), []);
    monitor.follow(given.head);
    await pass(MINUTE);
    assert.equal(told.length, 9, 'an end is told once');
  });

  it('goes on looking after a re-run that GitHub does not show yet', async () => {
    const given = await watch();
    const id = await given.start();
    given.monitor.expect(given.head);
    await given.pass(0);
    given.github.finish(id, { failing: ['linux (x86_64)'] });
    await given.pass(MINUTE);
    given.monitor.expect(given.head, run => run.attempt > 1);
    await given.pass(20 * SECOND);
    assert.equal(given.seen()?.isLive, true);
    await rerunFailedJobs(given.client, id);
    await given.pass(10 * SECOND);
    assert.equal(given.seen()?.runs[0]?.run.attempt, 2);
  });

  it('tells the end of a run that was over before it was seen, but not that of an old one', async () => {
    const given = await watch();
    given.github.finish(await given.start());
    await given.pass(HOUR);
    given.monitor.follow(given.head);
    await given.pass(0);
    assert.deepEqual(given.told, ['success 5/5']);
    given.monitor.expect(given.head, ({ number }) => number === 2);
    given.github.finish(await given.start());
    await given.pass(0);
    assert.deepEqual(given.told.slice(1), [
      'success 5/5, success 5/5',
      'finished #1: success, failed: ',
    ]);
  });

  it('asks nothing when nothing is live', async () => {
    const given = await watch();
    await given.pass(HOUR);
    assert.deepEqual(given.github.requests, []);
    given.github.finish(await given.start());
    given.monitor.follow(given.head);
    await given.pass(0);
    assert.equal(given.asked().length, 2);
    given.monitor.attention = { focused: false, visible: false };
    given.monitor.attention = { focused: true, visible: true };
    await given.pass(HOUR);
    assert.deepEqual(given.asked(), []);
    assert.equal(given.time.next, undefined);
  });

  it('asks less and less often while nothing changes, and often again when something does', async () => {
    const given = await watch();
    const id = await given.start();
    given.monitor.expect(given.head);
    await given.pass(15 * MINUTE);
    const at = given.asked(RUNS);
    const pauses = at.slice(1).map((second, index) => second - at[index]!);
    assert.deepEqual([...new Set(pauses)], [5, 15, 60]);
    assert.deepEqual(
      [pauses.filter(pause => pause === 5).length, pauses.filter(pause => pause === 15).length],
      [24, 32],
    );
    given.github.advance(id, 'linux (x86_64)', { status: 'in_progress' });
    await given.pass(2 * MINUTE);
    const again = given.asked(RUNS);
    assert.equal(again[2]! - again[1]!, 5);
  });

  it('asks less often while the user looks away, and soon when they come back', async () => {
    const given = await watch();
    await given.start();
    given.monitor.attention = { focused: true, visible: false };
    given.monitor.expect(given.head);
    await given.pass(MINUTE);
    assert.deepEqual(given.asked(RUNS), [0, 15, 30, 45, 60]);
    given.monitor.attention = { focused: false, visible: true };
    await given.pass(2 * MINUTE + 20 * SECOND);
    // The look that was due at 75 s is not put off.
    assert.deepEqual(given.asked(RUNS), [75, 135, 195]);
    given.monitor.attention = { focused: true, visible: true };
    await given.pass(10 * SECOND);
    assert.deepEqual(given.asked(RUNS), [210], 'when it would have been due');
    given.monitor.attention = { focused: false, visible: true };
    given.monitor.attention = { focused: true, visible: true };
    await given.pass(SECOND);
    assert.deepEqual(given.asked(RUNS), [], 'it was looked at just now');
  });

  it('asks for jobs only when the run has moved, or it has been a while', async () => {
    const given = await watch();
    const id = await given.start();
    given.monitor.expect(given.head);
    await given.pass(MINUTE);
    assert.deepEqual(given.asked(JOBS), [0], 'a run that is queued has nothing new');
    given.github.advance(id, 'linux (x86_64)', { status: 'in_progress' });
    await given.pass(MINUTE);
    assert.deepEqual(given.asked(JOBS), [65, 80, 95, 110]);
  });

  it('says that nothing has started, and asks no more', async () => {
    const given = await watch();
    given.monitor.expect(given.head);
    await given.pass(3 * MINUTE);
    assert.deepEqual(given.seen()?.nothingStarted, []);
    await given.pass(MINUTE);
    assert.deepEqual([given.seen()?.nothingStarted, given.seen()?.isLive], [[given.head], false]);
    given.asked();
    await given.pass(HOUR);
    assert.deepEqual(given.asked(), []);
    const id = await given.start();
    given.monitor.expect(given.head);
    await given.pass(0);
    assert.deepEqual([given.seen()?.nothingStarted, given.seen()?.runs[0]?.run.id], [[], id]);
  });

  const limits: readonly (readonly [
    limit: 'primary' | 'primary429' | 'secondary',
    seconds: number,
  ])[] = [
    ['secondary', 95],
    ['primary', 600],
    ['primary429', 1_800],
  ];
  for (const [limit, seconds] of limits) {
    it(`asks nothing before the limit ends (${limit}), whatever happens`, async () => {
      const given = await watch();
      await given.start();
      given.monitor.expect(given.head);
      await given.pass(0);
      given.asked();
      given.github.fail({ path: RUNS, with: limit, retryAfter: seconds });
      await given.pass(5 * SECOND);
      assert.deepEqual(given.asked(), [5]);
      assert.deepEqual([given.seen()?.failure?.reason, given.seen()?.isLive], ['rateLimit', true]);
      await given.pass(10 * SECOND);
      given.monitor.attention = { focused: false, visible: false };
      given.monitor.attention = { focused: true, visible: true };
      given.monitor.expect(given.head);
      given.monitor.follow('0'.repeat(40));
      await given.pass((seconds - 11) * SECOND);
      assert.deepEqual(given.asked(), []);
      await given.pass(2 * SECOND);
      assert.equal(given.asked()[0], seconds + 5);
      assert.equal(given.seen()?.failure, undefined);
    });
  }

  it('waits longer and longer while the server is in trouble, and goes on', async () => {
    const given = await watch();
    await given.start();
    given.monitor.expect(given.head);
    await given.pass(0);
    given.asked();
    given.github.fail({ path: RUNS, with: 502, times: 7 });
    await given.pass(25 * MINUTE);
    const at = given.asked(RUNS);
    assert.deepEqual(at.slice(0, 8), [5, 20, 50, 110, 230, 470, 770, 1_070]);
    assert.equal(given.seen()?.failure, undefined);
  });

  it('tries again where the runs could be read and the jobs could not', async () => {
    const given = await watch();
    given.github.finish(await given.start());
    given.github.fail({ path: JOBS, with: 502 });
    given.monitor.follow(given.head);
    await given.pass(0);
    assert.deepEqual([given.seen()?.failure?.reason, given.seen()?.isLive], ['server', true]);
    await given.pass(MINUTE);
    assert.deepEqual(
      [given.seen()?.failure, given.seen()?.isLive, given.told.at(-1)],
      [undefined, false, 'success 5/5'],
    );
  });

  const fatal: readonly (readonly [
    GitHubFailureReason,
    (given: Watch) => InjectedFault | undefined,
  ])[] = [
    [
      'expired',
      ({ github }) => {
        github.world.tokens.get('user-token')!.expired = true;
        return undefined;
      },
    ],
    ['notFound', ({ github }) => github.fail({ path: RUNS, with: 404 })],
  ];
  for (const [reason, happen] of fatal) {
    it(`stops where looking again would not help (${reason}), until the user asks`, async () => {
      const given = await watch();
      await given.start();
      given.monitor.expect(given.head);
      await given.pass(0);
      const fault = happen(given);
      await given.pass(5 * SECOND);
      assert.deepEqual([given.seen()?.failure?.reason, given.seen()?.isLive], [reason, false]);
      given.asked();
      await given.pass(HOUR);
      assert.deepEqual(given.asked(), []);
      fault?.cancel();
      given.github.world.tokens.get('user-token')!.expired = false;
      given.monitor.follow(given.head);
      await given.pass(0);
      assert.deepEqual([given.seen()?.failure, given.seen()?.isLive], [undefined, true]);
    });
  }

  it('forgets what it has seen', async () => {
    const given = await watch();
    await given.start();
    given.monitor.expect(given.head);
    await given.pass(0);
    given.monitor.forget();
    assert.deepEqual(given.seen(), { commits: [], runs: [], isLive: false, nothingStarted: [] });
    given.asked();
    await given.pass(HOUR);
    assert.deepEqual(given.asked(), []);
  });

  it('does not bring back what it forgot while it was asking', async () => {
    const given = await watch();
    given.github.finish(await given.start());
    given.monitor.expect(given.head);
    const { looking } = await lookUnderWay(given);
    given.monitor.forget();
    await looking;
    await given.pass(MINUTE);
    assert.deepEqual(given.seen(), { commits: [], runs: [], isLive: false, nothingStarted: [] });
    assert.ok(!given.told.some(line => line.startsWith('finished')));
    given.monitor.follow(given.head);
    await given.pass(0);
    assert.equal(given.seen()?.runs.length, 1);
  });

  it('says nothing after its end', async () => {
    const given = await watch();
    given.github.finish(await given.start());
    given.monitor.expect(given.head);
    const { looking } = await lookUnderWay(given);
    given.monitor.dispose();
    await looking;
    await given.pass(HOUR);
    assert.deepEqual(given.told, []);
  });

  it('watches several commits at once, each until it is done', async () => {
    const given = await watch();
    const first = await given.start();
    given.monitor.expect(given.head);
    const second = given.commit({}, 'fix: later');
    git(given.workspace, 'push', '--quiet', 'origin', 'main');
    const later = await given.start();
    given.monitor.expect(second);
    await given.pass(0);
    assert.deepEqual(given.seen()?.commits, [given.head, second]);
    assert.deepEqual(
      given.seen()?.runs.map(({ run }) => run.id),
      [later, first],
    );
    given.github.finish(later);
    await given.pass(10 * SECOND);
    given.asked();
    await given.pass(5 * SECOND);
    assert.equal(given.asked(RUNS).length, 1, 'the commit that is done is not asked for');
    given.github.finish(first);
    await given.pass(10 * SECOND);
    assert.equal(given.seen()?.isLive, false);
    assert.equal(given.told.filter(line => line.startsWith('finished')).length, 2);
  });

  it('looks at once at what is asked for while it is looking', async () => {
    const given = await watch();
    await given.start();
    const second = given.commit({}, 'fix: later');
    git(given.workspace, 'push', '--quiet', 'origin', 'main');
    await given.start();
    given.monitor.follow(given.head);
    const { looking } = await lookUnderWay(given);
    given.monitor.follow(second);
    await given.time.advance(0, () => Promise.resolve());
    await looking;
    await given.pass(0);
    assert.deepEqual(
      given.seen()?.runs.map(({ run }) => run.headSha),
      [second, given.head],
    );
  });

  it('waits for the run that was adopted, and no other', async () => {
    const given = await watch();
    const id = await given.start();
    const [adopted] = (await listRuns(given.client, { headSha: given.head })) as [Run];
    given.monitor.adopt(adopted);
    assert.equal(given.seen(), undefined);
    await given.pass(0);
    assert.deepEqual(
      given.seen()?.runs.map(({ run, jobs }) => [run.id, jobs?.length]),
      [[id, 3]],
    );
  });
});

describe('the pauses of the monitor', () => {
  it('follow what has changed and who looks', () => {
    const [here, hidden, away] = [
      { focused: true, visible: true },
      { focused: true, visible: false },
      { focused: false, visible: true },
    ];
    const pauses = [0, 2 * MINUTE - 1, 2 * MINUTE, 10 * MINUTE - 1, 10 * MINUTE, HOUR].map(since =>
      [here, hidden, away].map(attention => pauseFor(since, attention) / SECOND),
    );
    assert.deepEqual(pauses, [
      [5, 15, 60],
      [5, 15, 60],
      [15, 15, 60],
      [15, 15, 60],
      [60, 60, 60],
      [60, 60, 60],
    ]);
  });

  it('double after failures, or are what GitHub says', () => {
    const failed = { retryAt: undefined };
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 60].map(failures => pauseAfterFailure(failures, failed, 0) / SECOND),
      [15, 30, 60, 120, 240, 300, 300],
    );
    assert.deepEqual(
      [
        pauseAfterFailure(1, { retryAt: 700 * SECOND }, 100 * SECOND),
        pauseAfterFailure(9, { retryAt: 0 }, 100 * SECOND),
      ],
      [600 * SECOND, SECOND],
    );
  });
});
