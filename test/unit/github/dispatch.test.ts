import * as assert from 'node:assert/strict';
import { dispatchWorkflow, type Dispatch } from '../../../src/github/dispatch';
import type { Fault, FaultOptions } from '../../fakes/github/faults';
import { git } from '../../fixtures/git';
import { closeScenes, connect, failureOf, requestsOf, type Connection } from './support';

const DISPATCH: Dispatch = {
  workflow: 'build.yml',
  ref: 'main',
  inputs: { publish: 'no', debug: 'true' },
};

/** A pause that takes no time but that of the fake. */
function pauseOf({ clock }: Connection): {
  readonly pause: (ms: number) => Promise<void>;
  readonly pauses: number[];
} {
  const pauses: number[] = [];
  return {
    pauses,
    pause: ms => {
      pauses.push(ms);
      clock.now += ms;
      return Promise.resolve();
    },
  };
}

/** The requests that could have started something. */
const posts = ({ github }: Connection) => requestsOf(github, 'POST');

/** What was started, as the fake has it. */
const started = ({ github }: Connection) =>
  github.repository().runs.map(({ id, event, ref, inputs }) => ({ id, event, ref, inputs }));

const LOST: readonly Exclude<Fault, object>[] = ['cut', 'cutBody', 502];

describe('starting a workflow by hand', function () {
  this.timeout(30_000);
  afterEach(closeScenes);

  it('gets the run that GitHub names', async () => {
    const given = await connect();
    const { pause, pauses } = pauseOf(given);
    const run = await dispatchWorkflow(given.client, DISPATCH, pause);
    assert.deepEqual(started(given), [
      {
        id: run?.id,
        event: 'workflow_dispatch',
        ref: 'refs/heads/main',
        inputs: { publish: 'no', debug: true },
      },
    ]);
    assert.deepEqual(
      [run?.headSha, run?.headBranch, run?.status, run?.path],
      [git(given.bare, 'rev-parse', 'main'), 'main', 'queued', '.github/workflows/build.yml'],
    );
    assert.deepEqual(posts(given), ['POST /actions/workflows/build.yml/dispatches 200']);
    assert.deepEqual(pauses, []);
    assert.deepEqual(given.github.requests.find(({ method }) => method === 'POST')?.body, {
      ref: 'main',
      inputs: DISPATCH.inputs,
      return_run_details: true,
    });
  });

  it('starts it at a tag', async () => {
    const given = await connect();
    given.pushTag('v1.0.0');
    const run = await dispatchWorkflow(
      given.client,
      { ...DISPATCH, ref: 'v1.0.0' },
      pauseOf(given).pause,
    );
    assert.deepEqual([run?.event, run?.headBranch], ['workflow_dispatch', 'v1.0.0']);
    assert.equal(given.github.run(run!.id).ref, 'refs/tags/v1.0.0');
  });

  it('finds the run of a server that does not know how to name it', async () => {
    const given = await connect({ enterprise: true });
    const before = await dispatchWorkflow(given.client, DISPATCH, pauseOf(given).pause);
    const run = await dispatchWorkflow(given.client, DISPATCH, pauseOf(given).pause);
    assert.deepEqual(
      started(given).map(({ id }) => id),
      [before?.id, run?.id],
    );
    // The first of each two was refused for its form, and started nothing.
    assert.deepEqual(
      posts(given).map(line => line.slice(-3)),
      ['400', '204', '400', '204'],
    );
  });

  it('is not led astray by the run of another branch or event', async () => {
    const given = await connect({ enterprise: true });
    git(given.workspace, 'push', '--quiet', 'origin', 'main:other');
    const { pause } = pauseOf(given);
    const other = await dispatchWorkflow(given.client, { ...DISPATCH, ref: 'other' }, pause);
    const run = await dispatchWorkflow(given.client, DISPATCH, pause);
    assert.notEqual(run?.id, other?.id);
    assert.equal(run?.headBranch, 'main');
  });

  for (const fault of LOST) {
    it(`finds the run where the answer was lost (${fault}), and does not start another`, async () => {
      const given = await connect();
      await dispatchWorkflow(given.client, DISPATCH, pauseOf(given).pause);
      given.github.fail({ method: 'POST', path: /\/dispatches$/, with: fault, after: 'effect' });
      const run = await dispatchWorkflow(given.client, DISPATCH, pauseOf(given).pause);
      assert.equal(started(given).length, 2);
      assert.equal(run?.id, started(given)[1]?.id);
      assert.equal(posts(given).length, 2);
    });
  }

  it('looks again while the list cannot be read', async () => {
    const given = await connect();
    const { pause, pauses } = pauseOf(given);
    given.github.fail({ method: 'POST', path: /\/dispatches$/, with: 'cut', after: 'effect' });
    const broken: FaultOptions = {
      method: 'GET',
      path: /\/workflows\/build\.yml\/runs$/,
      with: 503,
    };
    // Not the look before it is sent.
    const unwatch = given.github.fail({ ...broken, with: { delay: 0 } });
    given.github.fail({ ...broken, times: 2 });
    const run = await dispatchWorkflow(given.client, DISPATCH, pause);
    assert.equal(unwatch.hits, 1);
    assert.equal(run?.id, started(given)[0]?.id);
    assert.deepEqual(pauses, [2_000, 2_000]);
    assert.equal(posts(given).length, 1);
  });

  it('says that nothing was started where the request was lost', async () => {
    for (const [fault, reason] of [
      ['cut', 'offline'],
      [502, 'server'],
    ] as const) {
      const given = await connect();
      const { pause, pauses } = pauseOf(given);
      given.github.fail({ method: 'POST', path: /\/dispatches$/, with: fault });
      const failure = await failureOf(dispatchWorkflow(given.client, DISPATCH, pause));
      assert.equal(failure.reason, reason);
      assert.match(failure.advice, /No run of build\.yml has appeared\. It was not sent again/);
      assert.deepEqual(started(given), []);
      assert.equal(posts(given).length, 1);
      assert.equal(
        pauses.reduce((sum, ms) => sum + ms, 0),
        18_000,
      );
    }
  });

  it('does not start what it could not look at before', async () => {
    const given = await connect();
    given.github.fail({ method: 'GET', path: /\/workflows\/build\.yml\/runs$/, with: 502 });
    assert.equal(
      (await failureOf(dispatchWorkflow(given.client, DISPATCH, pauseOf(given).pause))).reason,
      'server',
    );
    assert.deepEqual(posts(given), []);
  });

  const refused: readonly (readonly [why: string, dispatch: Partial<Dispatch>, message: RegExp])[] =
    [
      ['a ref that is not there', { ref: 'nowhere' }, /No ref found for: nowhere/],
      [
        'an input that is not declared',
        { inputs: { target: 'pypi' } },
        /Unexpected inputs provided: \["target"\]/,
      ],
      ['a value that is no choice', { inputs: { publish: 'maybe' } }, /Provided value 'maybe'/],
    ];
  for (const [why, more, message] of refused) {
    it(`passes on why GitHub refuses: ${why}`, async () => {
      const given = await connect();
      const failure = await failureOf(
        dispatchWorkflow(given.client, { ...DISPATCH, ...more }, pauseOf(given).pause),
      );
      assert.equal(failure.reason, 'invalid');
      assert.match(failure.message, message);
      assert.deepEqual([started(given), posts(given).length], [[], 1]);
    });
  }

  it('passes on that a workflow has no trigger for it, or is not there', async () => {
    const given = await connect();
    assert.match(
      (
        await failureOf(
          dispatchWorkflow(
            given.client,
            { ...DISPATCH, workflow: 'release.yml', inputs: {} },
            pauseOf(given).pause,
          ),
        )
      ).message,
      /'workflow_dispatch' trigger/,
    );
    assert.equal(
      (
        await failureOf(
          dispatchWorkflow(
            given.client,
            { ...DISPATCH, workflow: 'other.yml' },
            pauseOf(given).pause,
          ),
        )
      ).reason,
      'notFound',
    );
    assert.deepEqual(started(given), []);
  });

  const unread: readonly (readonly [fault: Exclude<Fault, object>, what: string])[] = [
    [404, 'is not shown yet'],
    ['cut', 'is not answered'],
  ];
  for (const [fault, what] of unread) {
    it(`is not said to have failed where GitHub took it, and the run ${what}`, async () => {
      const given = await connect();
      given.github.fail({ method: 'GET', path: /\/actions\/runs\/\d+$/, with: fault });
      const run = await dispatchWorkflow(given.client, DISPATCH, pauseOf(given).pause);
      assert.equal(run?.id, started(given)[0]?.id);
      assert.equal(posts(given).length, 1);
    });
  }

  it('asks no more where a limit is reached after GitHub took it', async () => {
    const given = await connect();
    given.github.fail({ method: 'GET', path: /\/actions\/runs\/\d+$/, with: 'secondary' });
    assert.equal(await dispatchWorkflow(given.client, DISPATCH, pauseOf(given).pause), undefined);
    assert.deepEqual([started(given).length, posts(given).length], [1, 1]);
    assert.equal(given.github.requests.at(-1)?.fault, 'secondary');
  });

  it('is not said to have failed where nothing can be read after GitHub took it', async () => {
    const given = await connect();
    const unwatch = given.github.fail({
      method: 'GET',
      path: /\/workflows\/build\.yml\/runs$/,
      with: { delay: 0 },
    });
    given.github.fail({ method: 'GET', path: /\/actions\//, with: 401, times: 20 });
    assert.equal(await dispatchWorkflow(given.client, DISPATCH, pauseOf(given).pause), undefined);
    assert.equal(unwatch.hits, 1);
    assert.deepEqual([started(given).length, posts(given).length], [1, 1]);
  });
});
