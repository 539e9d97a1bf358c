import assert from 'node:assert/strict';
import '../../fakes/editor';
import type { CheckResult } from '../../../src/release/check';
import type { FactReport } from '../../../src/release/engine';
import type { Intent } from '../../../src/release/intent';
import type { ReleasePlan } from '../../../src/release/releasePlan';
import { planRows, type PlanOptions } from '../../../src/ui/pick/planSheet';

const INTENT: Intent = {
  manifest: 'pyproject.toml',
  package: 'budtiktok',
  version: '0.2.0',
  from: '0.1.0',
  branch: 'main',
  remote: 'origin',
  remoteBranch: 'main',
  commitMessage: 'm',
  tag: 'v0.2.0',
  tagMessage: 'm',
};
const TODO: FactReport = {
  id: 'commit',
  title: 'Commit',
  observation: { state: 'missing', detail: 'Commit 5 files' },
};
const DONE: FactReport = { ...TODO, observation: { state: 'holds', detail: 'c1' } };
const OK: CheckResult = { id: 'identity', title: 'Git identity', state: 'ok', detail: 'me' };
const DIRTY: CheckResult = {
  id: 'changes',
  title: 'Working tree is clean',
  state: 'blocks',
  detail: 'Changed and not committed: README.md',
  advice: 'Commit or stash them.',
  place: { remedy: { kind: 'sourceControl' } },
};
const NO_TOKEN: CheckResult = {
  id: 'setup',
  title: 'Setup',
  state: 'blocks',
  canOverride: true,
  subject: 'PYPI_API_TOKEN',
  detail: 'PYPI_API_TOKEN: missing',
};

/** A member with a version of its own. */
const WITH_MEMBER: Intent = {
  ...INTENT,
  members: [
    {
      manifest: 'beta/pyproject.toml',
      package: 'beta',
      own: { version: '0.3.3', from: '0.3.2', tag: 'beta-v0.3.3', tagMessage: 'm' },
    },
  ],
};

function rows(
  facts: readonly FactReport[],
  checks: readonly CheckResult[],
  options: Partial<PlanOptions> = {},
) {
  const plan: ReleasePlan = { scope: 'release', facts, checks, changes: [], crates: [] };
  return planRows(plan, INTENT, {
    canConfirm: true,
    afterTagPushed: false,
    isResumed: false,
    later: [],
    ...options,
  });
}

const labels = (...given: Parameters<typeof rows>) => rows(...given).map(({ label }) => label);

describe('The rows of a plan', () => {
  it('name every version of a release, each tag, and the files of several packages once', () => {
    const missing = (id: FactReport['id'], name?: string): FactReport => ({
      id,
      title: id,
      observation: { state: 'missing', detail: id },
      ...(name !== undefined && { member: { name, manifest: `/${name}/pyproject.toml` } }),
    });
    const plan: ReleasePlan = {
      scope: 'release',
      facts: [
        missing('versions'),
        missing('versions', 'beta'),
        missing('tag'),
        missing('remoteTag'),
        missing('tag', 'beta'),
        missing('remoteTag', 'beta'),
      ],
      checks: [],
      changes: [],
      crates: [],
      distributions: { names: ['budtiktok', 'beta'], first: [] },
    };
    const options = { canConfirm: true, afterTagPushed: false, isResumed: false, later: [] };
    const found = planRows(plan, WITH_MEMBER, options);
    assert.deepEqual(
      [found[0]?.label, found[0]?.detail],
      [
        'Release budtiktok 0.2.0, beta 0.3.3',
        'Set versions, tag v0.2.0, push the tag, tag beta-v0.3.3, push the tag to origin',
      ],
    );
    assert.ok(found.some(({ description }) => description === 'budtiktok 0.2.0, beta 0.3.3'));
  });

  it('name problems before what will be done, and what is in order last', () => {
    assert.deepEqual(labels([TODO], [OK, DIRTY]), [
      'Not possible yet: Changed and not committed: README.md',
      'Check again',
      'Problems',
      'Working tree is clean',
      'What will be done',
      'Commit',
      'Checks',
      'Git identity',
    ]);
  });

  it('begin with a row that does something about the first problem', () => {
    const [first] = rows([TODO], [DIRTY]);
    assert.equal(first?.detail, 'Open Source Control');
    assert.deepEqual(first.value, { place: DIRTY.place });
    const branch: CheckResult = {
      ...DIRTY,
      id: 'branch',
      place: { remedy: { kind: 'switchBranch', branch: 'main' } },
    };
    assert.equal(rows([TODO], [branch])[0]?.detail, 'Switch to main');
  });

  it('begin with what blocks, before what is unknown', () => {
    const silent: CheckResult = {
      id: 'branch',
      title: 'On the release branch',
      state: 'unknown',
      detail: 'origin did not answer',
    };
    const found = labels([TODO], [silent, DIRTY]);
    assert.equal(found[0], 'Not possible yet: Changed and not committed: README.md');
    assert.ok(found.indexOf('Working tree is clean') < found.indexOf('On the release branch'));
  });

  it('offer the sign-in that a check needs', () => {
    const ci: CheckResult = {
      id: 'ci',
      title: 'CI on the commit',
      state: 'warning',
      detail: 'Not asked: no account is signed in to github.com',
      advice: 'Sign in to GitHub to see how CI stands.',
      place: { remedy: { kind: 'signIn' } },
    };
    const row = rows([TODO], [ci]).find(({ label }) => label === ci.title);
    assert.deepEqual(row?.value, { place: ci.place });
    assert.equal(rows([TODO], [{ ...ci, state: 'blocks' }])[0]?.detail, 'Sign In to GitHub');
  });

  it('name a remote that is silent once', () => {
    const detail = 'origin could not be reached: timed out';
    const unknown = { state: 'unknown', detail, advice: 'Check the connection.' } as const;
    const given = rows(
      [{ ...TODO, observation: unknown }],
      [
        { id: 'upToDate', title: 'Up to date', ...unknown },
        { id: 'tag', title: 'Tag is free', ...unknown },
      ],
    ).slice(1);
    const saying = given.filter(row => JSON.stringify(row).includes(detail));
    assert.deepEqual(
      saying.map(({ label }) => label),
      ['Up to date'],
    );
  });

  it('name what a release would go without', () => {
    assert.ok(labels([TODO], [NO_TOKEN]).includes('Release 0.2.0 anyway, without PYPI_API_TOKEN…'));
    assert.ok(!labels([TODO], [NO_TOKEN, DIRTY]).some(label => label.includes('anyway')));
  });

  it('offer to resume what was confirmed before', () => {
    assert.equal(labels([TODO], [])[0], 'Release 0.2.0');
    assert.equal(labels([DONE, TODO], [], { isResumed: true })[0], 'Resume 0.2.0');
  });

  it('do not say that nothing is left while the builds run', () => {
    const builds: FactReport = {
      id: 'builds',
      title: 'Platform builds',
      observation: { state: 'inProgress', detail: '0 of 105 jobs' },
    };
    const [first, ...rest] = rows([DONE], [], { later: [builds] });
    assert.equal(first?.label, 'Everything up to the tag of 0.2.0 is done');
    assert.equal(first.description, 'Platform builds: 0 of 105 jobs');
    assert.ok(rest.some(({ label }) => label === 'Platform builds'));
    assert.equal(labels([DONE], [])[0], 'Nothing is left to do');
  });

  it('have no way to confirm in a preview', () => {
    assert.ok(!rows([TODO], [], { canConfirm: false }).some(({ value }) => value === 'confirm'));
  });

  it('names the distributions of the release, and those that have to be on the index first', () => {
    const plan: ReleasePlan = {
      scope: 'release',
      facts: [TODO],
      checks: [],
      changes: [],
      crates: [],
      distributions: { names: ['demo', 'runtime-32', 'runtime-64'], first: ['runtime-32'] },
    };
    const options = { canConfirm: true, afterTagPushed: false, isResumed: false, later: [] };
    const row = planRows(plan, INTENT, options).find(({ icon }) => icon === 'package');
    assert.equal(row?.label, 'One release of 3 distributions');
    assert.equal(row.description, 'demo, runtime-32, runtime-64');
    assert.equal(
      row.detail,
      'runtime-32 has to be on the index before demo, which requires this version',
    );
  });
});
