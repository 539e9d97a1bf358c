import assert from 'node:assert/strict';
import type { Job, Run } from '../../../src/github/model';
import type { FactReport } from '../../../src/release/engine';
import type { Observation } from '../../../src/release/fact';
import { offlineCause, releaseOf, releasesOf } from '../../../src/ui/selectors';
import {
  type HostedState,
  INITIAL_STATE,
  type SeenRelease,
  type State,
} from '../../../src/ui/store';

const MANIFEST = '/w/pyproject.toml';
const UNASKED: Observation = { state: 'unknown', detail: 'not asked', advice: 'Ask.' };
const HOLDS: Observation = { state: 'holds', detail: 'there' };

function fact(id: FactReport['id'], observation: Observation): FactReport {
  return { id, title: id, observation };
}

function state(seen: SeenRelease | undefined, more: Partial<State> = {}): State {
  return { ...INITIAL_STATE, releases: new Map(seen && [[MANIFEST, seen]]), ...more };
}

function seen(facts: readonly FactReport[], more: Partial<SeenRelease> = {}): SeenRelease {
  return { version: '0.2.0', root: '/w', commit: 'c1', facts, ...more };
}

function observed(given: State, id: FactReport['id']): Observation | undefined {
  return releaseOf(given, MANIFEST)?.facts.find(each => each.id === id)?.observation;
}

function hosted(conclusion: 'success' | 'failure', seenAt: number, canPublish = true): HostedState {
  const run: Run = {
    id: 1,
    workflowId: 1,
    name: 'Release',
    path: '.github/workflows/release.yml',
    title: 'Release',
    number: 1,
    attempt: 1,
    event: 'push',
    headSha: 'c1',
    headBranch: 'v0.2.0',
    status: 'completed',
    conclusion,
    url: '',
    createdAt: 0,
    startedAt: 0,
    updatedAt: 1000,
  } as unknown as Run;
  const job = {
    id: 2,
    name: 'wheels',
    status: 'completed',
    conclusion,
    startedAt: 0,
    completedAt: 1000,
    steps: [],
  } as unknown as Job;
  const rows = [{ name: 'wheels', job }] as unknown as HostedState['recent'][number]['rows'];
  return {
    address: { host: 'h', owner: 'o', name: 'n' },
    ofReleases: [{ run, rows, canPublish }],
    seenAt,
    recent: [],
    isLive: false,
    nothingStarted: [],
  };
}

describe('the release that is shown', () => {
  it('keeps what the remote answered when a later look leaves the remote out', () => {
    const local = [fact('tag', HOLDS), fact('remoteTag', UNASKED)];
    const remote = { facts: [fact('remoteTag', HOLDS)], seenAt: 1 };
    assert.deepEqual(observed(state(seen(local)), 'remoteTag'), UNASKED);
    assert.deepEqual(observed(state(seen(local, { remote })), 'remoteTag'), HOLDS);
  });

  it('believes a look at the files over an older answer of the remote', () => {
    const conflict: Observation = { state: 'conflict', detail: 'moved', advice: 'Look.' };
    const remote = { facts: [fact('remoteTag', HOLDS)], seenAt: 1 };
    assert.deepEqual(
      observed(state(seen([fact('remoteTag', conflict)], { remote })), 'remoteTag'),
      conflict,
    );
  });

  it('never shows an unknown fact that is local as one that holds', () => {
    const remote = { facts: [fact('tag', HOLDS)], seenAt: 1 };
    assert.deepEqual(observed(state(seen([fact('tag', UNASKED)], { remote })), 'tag'), UNASKED);
  });

  it('takes the newer of the watched runs and the last answer for the builds', () => {
    const builds = [fact('builds', UNASKED)];
    const running: Observation = { state: 'inProgress', detail: '1 of 2 jobs' };
    const given = (runsAt: number) =>
      state(seen(builds, { remote: { facts: [fact('builds', running)], seenAt: 5 } }), {
        hosted: new Map([['/w', hosted('failure', runsAt)]]),
      });
    assert.equal(observed(given(6), 'builds')?.state, 'conflict');
    assert.deepEqual(observed(given(4), 'builds'), running);
  });

  it('counts no run as a build whose workflow cannot publish', () => {
    const given = state(seen([fact('builds', UNASKED)]), {
      hosted: new Map([['/w', hosted('failure', 6, false)]]),
    });
    assert.equal(observed(given, 'builds')?.state, 'missing');
  });

  it('shows what the index serves of this version and of no other', () => {
    const published = (version: string) => ({
      version,
      index: 'PyPI',
      places: [],
      observation: HOLDS,
      seenAt: 9,
    });
    const given = (version: string) =>
      state(seen([fact('index', UNASKED)]), {
        published: new Map([[MANIFEST, published(version)]]),
      });
    assert.deepEqual(observed(given('0.2.0'), 'index'), HOLDS);
    assert.deepEqual(observed(given('0.1.0'), 'index'), UNASKED);
  });

  it('shows what registries serve of the crates of this version and of no other', () => {
    const given = (version: string) =>
      state(seen([fact('crates', UNASKED)]), {
        publishedCrates: new Map([
          [MANIFEST, { version, rows: [], observation: HOLDS, seenAt: 9 }],
        ]),
      });
    assert.deepEqual(observed(given('0.2.0'), 'crates'), HOLDS);
    assert.deepEqual(observed(given('0.1.0'), 'crates'), UNASKED);
  });

  it('shows the facts of the operation in progress, then the later ones that are known', () => {
    const before = seen([fact('tag', UNASKED), fact('builds', UNASKED)]);
    const given = state(before, {
      running: { manifest: MANIFEST, shown: seen([fact('tag', HOLDS)]) },
    });
    const shown = releaseOf(given, MANIFEST);
    assert.equal(shown?.running, true);
    assert.deepEqual(
      shown.facts.map(({ id, observation }) => [id, observation.state]),
      [
        ['tag', 'holds'],
        ['builds', 'unknown'],
      ],
    );
    assert.equal(releaseOf({ ...given, running: undefined }, MANIFEST)?.running, undefined);
  });

  it('shows a release that runs before anything else was seen of it', () => {
    const given = state(undefined, {
      running: { manifest: MANIFEST, shown: seen([fact('tag', HOLDS)]) },
    });
    assert.deepEqual([...releasesOf(given).keys()], [MANIFEST]);
  });

  it('gives the same object for the same observations', () => {
    const given = state(seen([fact('tag', HOLDS)]));
    assert.equal(releaseOf(given, MANIFEST), releaseOf({ ...given, scans: [] }, MANIFEST));
    assert.notEqual(
      releaseOf(given, MANIFEST),
      releaseOf({ ...given, hosted: new Map([['/w', hosted('success', 1)]]) }, MANIFEST),
    );
  });

  it('names the cause of several unknown facts once, and none for a remote that was not asked', () => {
    const offline: Observation = { state: 'unknown', detail: 'origin timed out', advice: '' };
    const facts = [fact('remoteBranch', offline), fact('remoteTag', offline)];
    assert.equal(offlineCause({ remote: { facts, seenAt: 1 } }), 'origin timed out');
    assert.equal(
      offlineCause({ remote: { facts: [fact('remoteTag', HOLDS)], seenAt: 1 } }),
      undefined,
    );
    assert.equal(offlineCause({}), undefined);
  });
});
