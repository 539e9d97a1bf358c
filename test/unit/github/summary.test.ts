import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Job } from '../../../src/github/model';
import { duration, elapsed, isLive, runElapsed, stateOf } from '../../../src/github/runState';
import {
  buildsOf,
  byPlatform,
  groupState,
  jobDurations,
  rowState,
  summarize,
  PLATFORMS,
  type RunRow,
} from '../../../src/github/runSummary';
import { ended, job, run } from './support';

const MINUTE = 60_000;

describe('a state in one word', () => {
  const known: readonly (readonly [status: string, conclusion: string | null, state: string])[] = [
    ['queued', null, 'queued'],
    ['requested', null, 'queued'],
    ['pending', null, 'queued'],
    ['waiting', null, 'waiting'],
    ['in_progress', null, 'running'],
    ['completed', 'success', 'success'],
    ['completed', 'failure', 'failure'],
    ['completed', 'timed_out', 'failure'],
    ['completed', 'startup_failure', 'failure'],
    ['completed', 'cancelled', 'cancelled'],
    ['completed', 'stale', 'cancelled'],
    ['completed', 'skipped', 'skipped'],
    ['completed', 'neutral', 'neutral'],
    ['completed', 'action_required', 'waiting'],
    ['completed', null, 'other'],
  ];
  for (const [status, conclusion, state] of known) {
    it(`${status} ${conclusion ?? ''} is ${state}`, () =>
      assert.equal(stateOf({ status, conclusion }), state));
  }

  it('takes nothing that is unknown for success', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string()), (status, conclusion) => {
        fc.pre(
          !known.some(([one, two]) => one === status && two === conclusion) &&
            !known.slice(0, 5).some(([one]) => one === status),
        );
        assert.equal(stateOf({ status, conclusion }), status === 'completed' ? 'other' : 'running');
        assert.equal(isLive({ status }), status !== 'completed');
      }),
    );
  });
});

describe('a duration', () => {
  it('reads as people say it', () => {
    assert.deepEqual(
      [
        0, 499, 500, 42_000, 59_499, 59_500, 185_000, 3_599_499, 3_599_500, 4_320_000, 90_000_000,
      ].map(duration),
      [
        '0s',
        '0s',
        '1s',
        '42s',
        '59s',
        '1m 00s',
        '3m 05s',
        '59m 59s',
        '1h 00m',
        '1h 12m',
        '25h 00m',
      ],
    );
  });

  it('is never further from the truth than its last place', () => {
    fc.assert(
      fc.property(fc.nat(40 * 3_600_000), ms => {
        const [, hours, minutes, seconds] =
          /^(?:(\d+)h )?(?:(\d+)m ?)?(?:(\d+)s)?$/.exec(duration(ms)) ?? [];
        const read =
          (Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1_000;
        assert.ok(
          Math.abs(ms - read) <= (hours === undefined ? 500 : MINUTE),
          `${ms} is ${duration(ms)}`,
        );
        assert.ok(Number(minutes ?? 0) < 60 && Number(seconds ?? 0) < 60);
      }),
    );
  });

  it('of a job goes on until it ends, and is nothing before it begins', () => {
    assert.equal(elapsed({ startedAt: null, completedAt: null }, 5_000), undefined);
    assert.equal(elapsed({ startedAt: 1_000, completedAt: null }, 5_000), 4_000);
    assert.equal(elapsed({ startedAt: 1_000, completedAt: 2_000 }, 5_000), 1_000);
    assert.equal(elapsed({ startedAt: 9_000, completedAt: null }, 5_000), 0, 'clocks differ');
    assert.equal(runElapsed(run({ startedAt: 1_000, updatedAt: 3_000 }), 9_000), 8_000);
    assert.equal(
      runElapsed(
        run({ startedAt: 1_000, updatedAt: 3_000, status: 'completed', conclusion: 'success' }),
        9_000,
      ),
      2_000,
    );
  });
});

const row = (name: string, found?: Job, more: Partial<RunRow> = {}): RunRow => ({
  name,
  platform: 'linux',
  ...(found !== undefined && { job: found }),
  ...more,
});

/** A row in one of the states that a job can be in. */
const anyRow: fc.Arbitrary<RunRow> = fc
  .record({
    name: fc.string({ minLength: 1, maxLength: 5 }),
    platform: fc.constantFrom(...PLATFORMS),
    maybe: fc.boolean(),
    job: fc.option(
      fc.record({
        status: fc.constantFrom('queued', 'waiting', 'in_progress', 'completed'),
        conclusion: fc.constantFrom(
          'success',
          'failure',
          'skipped',
          'cancelled',
          'neutral',
          'invented',
        ),
      }),
    ),
  })
  .map(({ name, platform, maybe, job: found }) =>
    row(
      name,
      found === null
        ? undefined
        : job(name, {
            status: found.status,
            conclusion: found.status === 'completed' ? found.conclusion : null,
          }),
      {
        platform,
        ...(maybe && { mayBeSkipped: true }),
      },
    ),
  );

describe('the summary of a run', () => {
  it('counts what is done of all that is promised, and neither what is skipped nor what may be', () => {
    const rows = [
      row('a', ended('a', 'success')),
      row('b', ended('b', 'neutral')),
      row('c', ended('c', 'failure')),
      row('d', ended('d', 'skipped')),
      row('e', job('e', { status: 'in_progress', startedAt: 0 })),
      row('f', job('f', { status: 'waiting' })),
      row('g'),
      row('h', undefined, { mayBeSkipped: true }),
    ];
    const {
      done,
      total,
      failed,
      waiting,
      state,
      left,
      elapsed: taken,
    } = summarize(run(), rows, 2 * MINUTE, 10 * MINUTE);
    assert.deepEqual(
      [
        done,
        total,
        failed.map(({ name }) => name),
        waiting.map(({ name }) => name),
        state,
        left,
        taken,
      ],
      [2, 6, ['c'], ['f'], 'running', 8 * MINUTE, 2 * MINUTE],
    );
  });

  it('knows no rest without an earlier run, after the end, or below nothing', () => {
    assert.equal(summarize(run(), [], MINUTE).left, undefined);
    assert.equal(
      summarize(run({ status: 'completed', conclusion: 'success' }), [], MINUTE, MINUTE).left,
      undefined,
    );
    assert.equal(summarize(run(), [], 5 * MINUTE, MINUTE).left, 0);
  });

  it('never has more done than there are, and loses no failure', () => {
    fc.assert(
      fc.property(fc.array(anyRow), fc.boolean(), (rows, live) => {
        const { done, total, failed } = summarize(
          run(live ? {} : { status: 'completed', conclusion: 'failure' }),
          rows,
          MINUTE,
        );
        assert.ok(done <= total && total <= rows.length);
        assert.equal(
          failed.length,
          rows.filter(({ job: found }) => found?.conclusion === 'failure').length,
        );
      }),
    );
  });

  it('puts every row under its platform, in their order', () => {
    fc.assert(
      fc.property(fc.array(anyRow), rows => {
        const groups = byPlatform(rows);
        assert.deepEqual(
          groups.map(([platform]) => platform),
          PLATFORMS.filter(platform => rows.some(found => found.platform === platform)),
        );
        assert.equal(groups.flatMap(([, found]) => found).length, rows.length);
      }),
    );
  });

  it('shows of a group what asks most for attention', () => {
    const of = (...jobs: (string | undefined)[]) =>
      groupState(
        jobs.map(state =>
          row(
            'x',
            state === undefined
              ? undefined
              : ['queued', 'waiting', 'in_progress'].includes(state)
                ? job('x', { status: state })
                : ended('x', state),
          ),
        ),
      );
    assert.deepEqual(
      [
        of('success', 'success'),
        of('success', 'failure', undefined),
        of('success', 'waiting'),
        of('success', 'queued'),
        of('success', undefined),
      ],
      ['success', 'failure', 'waiting', 'running', 'running'],
    );
    assert.deepEqual(
      [
        of('queued', undefined),
        of('skipped', 'success'),
        of('skipped'),
        of('success', 'cancelled'),
        of('success', 'invented'),
        of(),
      ],
      ['queued', 'success', 'skipped', 'cancelled', 'other', 'promised'],
    );
  });

  it('calls a group a success only where all of it is', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1 }), rows => {
        const states = rows.map(rowState);
        const state = groupState(rows);
        assert.ok(state === 'running' || states.includes(state));
        if (state === 'success')
          assert.ok(
            states.every(one => ['success', 'neutral', 'skipped'].includes(one)),
            states.join(),
          );
        assert.equal(state === 'failure', states.includes('failure'));
      }),
    );
  });

  it('knows how long jobs took that have ended', () => {
    assert.deepEqual(
      [
        ...jobDurations([
          ended('a', 'success'),
          job('b', { status: 'in_progress', startedAt: 0 }),
          job('c', { completedAt: 5 }),
        ]),
      ],
      [['a', MINUTE]],
    );
  });
});

describe('the builds of a release', () => {
  const done = { status: 'completed', conclusion: 'success', updatedAt: 5 * MINUTE };
  const built = [
    row('linux (x86_64)', ended('linux (x86_64)', 'success')),
    row('windows', ended('windows', 'success'), { platform: 'windows' }),
  ];
  const publishing = (found?: Job) =>
    row('Publish to PyPI', found, { platform: 'publish', uploadsTo: 'pypi' });
  const trying = (found?: Job) =>
    row('Publish to TestPyPI', found, { platform: 'publish', uploadsTo: 'testpypi' });
  const at = (more: Parameters<typeof run>[0], rows: readonly RunRow[]) =>
    buildsOf([{ run: run(more), rows }], 5 * MINUTE);

  it('are none without a run', () => assert.equal(buildsOf([], 0).state, 'none'));

  it('are done where all succeeded and the publishing job is among them', () => {
    assert.deepEqual(at(done, [...built, publishing(ended('Publish to PyPI', 'success'))]), {
      state: 'done',
      detail: '3 of 3 jobs succeeded in 5m 00s',
    });
  });

  it('are not done where the publishing job was skipped, or never came', () => {
    for (const job_ of [ended('Publish to PyPI', 'skipped'), undefined]) {
      const { state, detail, advice } = at(done, [...built, publishing(job_)]);
      assert.equal(state, 'failed');
      assert.match(detail, /publishing job was skipped/);
      assert.match(advice ?? '', /by hand/);
    }
  });

  it('run, and say what has failed so far', () => {
    assert.deepEqual(at({}, [...built, publishing()]), { state: 'running', detail: '2 of 3 jobs' });
    assert.deepEqual(at({}, [...built, row('sdist', ended('sdist', 'failure')), publishing()]), {
      state: 'running',
      detail: '2 of 4 jobs, failed: sdist',
    });
    assert.deepEqual(at({ status: 'queued' }, []), { state: 'running', detail: '0 of 0 jobs' });
  });

  it('wait for an approval', () => {
    const waiting = publishing(job('Publish to PyPI', { status: 'waiting' }));
    assert.deepEqual(at({ status: 'waiting' }, [...built, waiting]), {
      state: 'running',
      detail: 'waits for an approval: Publish to PyPI',
    });
    assert.deepEqual(at({ status: 'in_progress' }, [...built, waiting]), {
      state: 'running',
      detail: 'waits for an approval: Publish to PyPI',
    });
    assert.deepEqual(at({ status: 'waiting' }, []), {
      state: 'running',
      detail: 'waits for an approval',
    });
  });

  it('fail with the names of the jobs, and say what to do', () => {
    const failed = at({ status: 'completed', conclusion: 'failure' }, [
      ...built,
      row('macos', ended('macos', 'timed_out')),
    ]);
    assert.deepEqual([failed.state, failed.detail], ['failed', 'failed: macos']);
    assert.match(failed.advice ?? '', /re-run the failed jobs/);
    assert.match(
      at({ status: 'completed', conclusion: 'startup_failure' }, []).detail,
      /before its jobs began/,
    );
    assert.match(at({ status: 'completed', conclusion: 'cancelled' }, []).detail, /cancelled/);
    for (const conclusion of ['invented', 'skipped', 'neutral', null])
      assert.equal(
        at({ status: 'completed', conclusion }, built).state,
        'failed',
        String(conclusion),
      );
  });

  it('are not those of a trial on TestPyPI', () => {
    const trial = {
      run: run({ ...done, id: 2, event: 'workflow_dispatch' }),
      rows: [
        ...built,
        publishing(ended('Publish to PyPI', 'skipped')),
        trying(ended('Publish to TestPyPI', 'success')),
      ],
    };
    assert.equal(buildsOf([trial], 0).state, 'none');
    const real = {
      run: run({ status: 'completed', conclusion: 'failure' }),
      rows: [row('macos', ended('macos', 'failure'))],
    };
    assert.equal(
      buildsOf([trial, real], 0).state,
      'failed',
      'the run of the release decides, though it is older',
    );
    assert.equal(
      buildsOf([{ ...trial, rows: [...built, trying(ended('Publish to TestPyPI', 'success'))] }], 0)
        .state,
      'none',
    );
  });

  it('are those of a run by hand that publishes', () => {
    const failed = {
      run: run({ status: 'completed', conclusion: 'failure' }),
      rows: [row('macos', ended('macos', 'failure'))],
    };
    const byHand = {
      run: run({ ...done, id: 2, event: 'workflow_dispatch' }),
      rows: [
        ...built,
        publishing(ended('Publish to PyPI', 'success')),
        trying(ended('Publish to TestPyPI', 'skipped')),
      ],
    };
    assert.equal(buildsOf([byHand, failed], 0).state, 'done');
    const stopped = {
      run: run({ id: 3, event: 'workflow_dispatch', status: 'completed', conclusion: 'failure' }),
      rows: [
        row('macos', ended('macos', 'failure')),
        publishing(ended('Publish to PyPI', 'skipped')),
      ],
    };
    assert.deepEqual(
      buildsOf([stopped, byHand], 0).detail,
      'failed: macos',
      'its publishing job was skipped because of what failed',
    );
  });
});
