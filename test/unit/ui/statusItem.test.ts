import assert from 'node:assert/strict';
import '../../fakes/editor';
import type { Package } from '../../../src/manifests/package';
import type { VersionSite } from '../../../src/manifests/versionSite';
import type { FactReport } from '../../../src/release/engine';
import type { FactId, Observation } from '../../../src/release/fact';
import type { Intent } from '../../../src/release/intent';
import { phaseOf } from '../../../src/ui/phase';
import { INITIAL_STATE, type RunView, type SeenRelease, type State } from '../../../src/ui/store';
import { statusItem } from '../../../src/ui/views/statusItem';
import { readVersion } from '../../../src/versions/writtenVersion';

function pkg(name: string, ...versions: readonly string[]): Package {
  const sites = versions.map(
    (version, index) =>
      ({
        file: `/w/${name}/${index === 0 ? 'pyproject.toml' : 'Cargo.toml'}`,
        kind: index === 0 ? 'project' : 'crate',
        written: readVersion(version, 'semver'),
        start: { line: 1, column: 0 },
        crates: [],
        isOwn: true,
      }) as unknown as VersionSite,
  );
  return {
    manifest: `/w/${name}/pyproject.toml`,
    name,
    python: true,
    sites,
    requirements: [],
    crates: [],
    decidedBy: 'files',
    questions: [],
    refusals: [],
  };
}

const HOLDS: Observation = { state: 'holds', detail: 'there' };
const MISSING: Observation = { state: 'missing', detail: 'to do' };
const RUNNING: Observation = { state: 'inProgress', detail: '1 of 2 jobs' };
const FAILED: Observation = { state: 'conflict', detail: 'failed', advice: 'See the log.' };
const INTENT = { version: '0.2.0' } as unknown as Intent;

function facts(given: Partial<Record<FactId, Observation>>): FactReport[] {
  return (Object.entries(given) as [FactId, Observation][]).map(([id, observation]) => ({
    id,
    title: id,
    observation,
  }));
}

function seen(
  given: Partial<Record<FactId, Observation>>,
  more: Partial<SeenRelease> = {},
): SeenRelease {
  return { version: '0.2.0', root: '/w', commit: 'c1', facts: facts(given), ...more };
}

function state(releases: readonly (readonly [Package, SeenRelease?])[], more = {}): State {
  return {
    ...INITIAL_STATE,
    scans: [{ root: '/w', packages: releases.map(([found]) => found), problems: [] }],
    releases: new Map(
      releases.flatMap(([{ manifest }, release]) =>
        release === undefined ? [] : [[manifest, release] as const],
      ),
    ),
    ...more,
  };
}

function run(conclusion: string, ...jobs: readonly [string, string][]): RunView {
  const isOver = conclusion !== '';
  return {
    canPublish: true,
    run: {
      id: 1,
      headSha: 'c1',
      status: isOver ? 'completed' : 'in_progress',
      conclusion: isOver ? conclusion : null,
      startedAt: 0,
      updatedAt: 1,
    },
    rows: jobs.map(([name, ended]) => ({
      name,
      platform: 'linux',
      job: { id: 2, name, status: 'completed', conclusion: ended, steps: [] },
    })),
  } as unknown as RunView;
}

const hosted = (view: RunView) => ({
  hosted: new Map([['/w', { ofReleases: [view], recent: [], seenAt: 0 }]]),
});

describe('The phase of a release', () => {
  const phase = (given: Partial<Record<FactId, Observation>>, intent?: Intent) =>
    phaseOf({ facts: facts(given), ...(intent && { intent }) });

  it('is not "not released" once the tag or the files are public', () => {
    assert.equal(phase({ tag: MISSING, index: MISSING }), 'notReleased');
    assert.equal(phase({ tag: MISSING, index: HOLDS }), 'published');
    assert.equal(phase({ tag: HOLDS, remoteTag: HOLDS, index: MISSING }), 'tagged');
    assert.equal(
      phase({ tag: HOLDS, remoteTag: { state: 'unknown', detail: '', advice: '' } }),
      'unasked',
    );
    const unknown = { state: 'unknown', detail: '', advice: '' } as const;
    assert.equal(phase({ tag: unknown, remoteTag: unknown }), 'unasked');
  });

  it('is no pause while builds run, and says that one has failed', () => {
    assert.equal(phase({ remoteTag: HOLDS, builds: RUNNING }, INTENT), 'building');
    assert.equal(phase({ remoteTag: HOLDS, builds: FAILED }, INTENT), 'buildFailed');
    assert.equal(phase({ commit: HOLDS, remoteTag: MISSING }, INTENT), 'paused');
    assert.equal(phase({ remoteTag: HOLDS, builds: HOLDS, index: RUNNING }, INTENT), 'arriving');
    assert.equal(phase({ remoteTag: HOLDS, builds: HOLDS, index: HOLDS }, INTENT), 'done');
    // What follows the tag was not looked at yet.
    assert.equal(phase({ tag: HOLDS, remoteTag: HOLDS }, INTENT), 'tagged');
    assert.equal(phase({ tag: HOLDS, remoteTag: HOLDS }), 'done');
  });
});

describe('The item of the status bar', () => {
  it('shows a release in progress although another package has a mismatch', () => {
    const [one, other] = [pkg('one', '0.2.0'), pkg('other', '0.2.0', '0.1.0')];
    const building = seen({ remoteTag: HOLDS, builds: RUNNING }, { intent: INTENT });
    const item = statusItem(
      state([[other], [one, building]], hosted(run('', ['linux', 'success']))),
      undefined,
    );
    assert.equal(item?.text, 'one 0.2.0: 1 of 1 jobs');
    assert.equal(item.icon, 'sync~spin');
    const idle = statusItem(state([[other], [one]]), undefined);
    assert.equal(idle?.text, 'pyproject 0.2.0 ≠ Cargo 0.1.0');
  });

  it('says which build has failed and leads to its log', () => {
    const failed = seen({ remoteTag: HOLDS, builds: FAILED }, { intent: INTENT });
    const item = statusItem(
      state(
        [[pkg('one', '0.2.0'), failed]],
        hosted(run('failure', ['linux', 'success'], ['windows', 'failure'])),
      ),
      undefined,
    );
    assert.equal(item?.text, 'one 0.2.0: windows failed');
    assert.equal(item.command, 'budtiktok.openJobLog');
    assert.equal(item.target?.job.name, 'windows');
    assert.ok(item.isWarning);
  });

  it('says the newest release and what a click does while nothing happens', () => {
    const idle = seen({ tag: MISSING }, { version: '0.1.0', lastTag: 'v0.0.1' });
    const item = statusItem(state([[pkg('one', '0.1.0'), idle]]), undefined);
    assert.equal(item?.text, 'one 0.1.0');
    assert.equal(item.label, 'one 0.1.0. The newest release is v0.0.1. Click to release.');
  });

  it('says that a pull request was merged, rather than that the release is not done', () => {
    const intent = { ...INTENT, pullRequest: { branch: 'release/v0.2.0' } };
    const text = (given: Partial<Record<FactId, Observation>>) =>
      statusItem(state([[pkg('one', '0.1.0'), seen(given, { intent })]]), undefined)?.text;
    const pushed = { releaseBranch: HOLDS, remoteTag: MISSING };
    assert.deepEqual(
      [
        text({ ...pushed, pullRequest: HOLDS, remoteBranch: MISSING }),
        // Not on GitHub.
        text({ ...pushed, remoteBranch: MISSING }),
        text({ ...pushed, pullRequest: HOLDS, remoteBranch: HOLDS }),
        text({ ...pushed, pullRequest: FAILED, remoteBranch: MISSING }),
        text({ ...pushed, pullRequest: MISSING, remoteBranch: MISSING }),
      ],
      [
        'one 0.2.0: merged, resume',
        'one 0.2.0: merged, resume',
        'one 0.2.0: merged, resume',
        'one 0.2.0 is not done',
        'one 0.2.0 is not done',
      ],
    );
  });

  it('says that the remote is being asked', () => {
    const one = pkg('one', '0.1.0');
    const item = statusItem(state([[one]], { looking: new Set([one.manifest]) }), undefined);
    assert.equal(item?.text, 'one 0.1.0: looking…');
  });

  it('shows the package of the active editor while all are idle', () => {
    const packages = [pkg('one', '0.1.0'), pkg('two', '0.3.0')] as const;
    const item = statusItem(
      state(packages.map(found => [found] as const)),
      '/w/two/pyproject.toml',
    );
    assert.equal(item?.pkg.name, 'two');
  });
});
