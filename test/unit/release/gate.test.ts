import * as assert from 'node:assert/strict';
import type {
  CheckInput,
  ChecklistVerdict,
  CheckResult,
  CiVerdict,
} from '../../../src/release/check';
import type { ItemState } from '../../../src/release/checklist/state';
import { ReleaseContext } from '../../../src/release/releaseContext';
import {
  blockers,
  overridable,
  overriddenLines,
  type Overrides,
  planRelease,
  type ReleasePlan,
  withOverrides,
} from '../../../src/release/releasePlan';
import { DEFAULT_SETTINGS } from '../../../src/release/settings';
import { ReleaseBench } from '../support/release';

const item = (id: string, state: ItemState['state'], isRequired = true): ItemState => ({
  item: { id, title: id, answer: { kind: 'byHand' }, isRequired },
  state,
  ...(state === 'stale' && { since: 'files' as const }),
});

describe('The gates of a plan', function () {
  this.timeout(60_000);
  let bench: ReleaseBench;
  before(() => {
    bench = new ReleaseBench();
  });
  after(() => bench.dispose());

  const plan = async (
    asks: Pick<CheckInput, 'ci' | 'checklist'>,
    version = '0.2.0',
  ): Promise<ReleasePlan> => {
    const { intent, releaseBranch } = await bench.prepare(version);
    return await planRelease(
      'release',
      new ReleaseContext(intent, bench.tree, bench.repository, { askRemote: true }),
      bench.settings,
      releaseBranch,
      asks,
    );
  };
  const find = ({ checks }: ReleasePlan, id: CheckResult['id']) =>
    checks.find(check => check.id === id);
  const line = (check: CheckResult | undefined) =>
    `${check?.state ?? 'left out'}: ${check?.detail ?? ''}`;

  describe('the checklist', () => {
    const verdict =
      (items: readonly ItemState[], problems: readonly string[] = []) =>
      () =>
        Promise.resolve<ChecklistVerdict>({ items, problems });
    const checked = async (items: readonly ItemState[], problems?: readonly string[]) =>
      find(await plan({ checklist: verdict(items, problems) }), 'checklist');

    it('blocks where a required item does not pass, names each, and leads to its view', async () => {
      const check = await checked([
        item('tests', 'fail'),
        item('bench', 'stale'),
        item('docs', 'open'),
        item('versions', 'due'),
        item('smoke', 'pass'),
        item('team', 'open', false),
      ]);
      assert.equal(
        line(check),
        'blocks: Required: tests (failed), bench (stale: files have changed since), docs (not answered)',
      );
      assert.deepEqual(
        [check?.canOverride, check?.place],
        [true, { remedy: { kind: 'checklist' } }],
      );
    });

    it('passes where all that is required does', async () => {
      assert.equal(
        line(
          await checked([
            item('tests', 'pass'),
            item('versions', 'due'),
            item('docs', 'open', false),
          ]),
        ),
        'ok: 1 of 3 pass, and with them all that are required (2)',
      );
    });

    it('says how it stands where nothing is required', async () => {
      assert.equal(
        line(await checked([item('tests', 'fail', false), item('docs', 'pass', false)])),
        'ok: 1 of 2 pass; none is required',
      );
    });

    it('is not passed by settings that cannot be read', async () => {
      const check = await checked(
        [item('tests', 'pass')],
        ['The required items of the checklist have to be a list of names.'],
      );
      assert.equal(
        line(check),
        'unknown: The required items of the checklist have to be a list of names.',
      );
      assert.equal(check?.canOverride, true);
    });

    it('is left out where no one keeps one', async () => {
      assert.equal(find(await plan({}), 'checklist'), undefined);
    });
  });

  describe('CI', () => {
    const REPORTED = {
      state: 'reported',
      passed: [],
      pending: [],
      failed: [],
      url: 'https://github.com/o/n/commit/x/checks',
    } as const;
    const checked = async (verdict: CiVerdict, ci: 'block' | 'warn' = 'block') => {
      bench.settings = { ...DEFAULT_SETTINGS, ci };
      try {
        return find(await plan({ ci: () => Promise.resolve(verdict) }), 'ci');
      } finally {
        bench.settings = DEFAULT_SETTINGS;
      }
    };
    const head = () => bench.git('rev-parse', '--short=7', 'HEAD');

    it('is green where everything that was reported has succeeded', async () => {
      assert.equal(
        line(await checked({ ...REPORTED, passed: ['test', 'lint'] })),
        `ok: 2 of 2 succeeded on ${head()}`,
      );
    });

    it('blocks or warns where something has failed or has not ended, as the settings say', async () => {
      const failed = {
        ...REPORTED,
        passed: ['test'],
        failed: ['a', 'b', 'c', 'd', 'e'],
        pending: ['slow'],
      };
      const check = await checked(failed);
      assert.equal(line(check), `blocks: Failed on ${head()}: a, b, c and 2 more`);
      assert.deepEqual([check?.canOverride, check?.place], [true, { url: REPORTED.url }]);
      assert.equal(
        line(await checked(failed, 'warn')),
        `warning: Failed on ${head()}: a, b, c and 2 more`,
      );
      const pending = { ...REPORTED, passed: ['test'], pending: ['slow'] };
      assert.equal(line(await checked(pending)), `blocks: Not finished on ${head()}: slow`);
      assert.equal(
        line(await checked(pending, 'warn')),
        `warning: Not finished on ${head()}: slow`,
      );
    });

    it('is no trap where nothing is known', async () => {
      const silent = await checked(REPORTED);
      assert.equal(line(silent), `unknown: Nothing was reported for ${head()}`);
      assert.equal(silent?.canOverride, true);
      assert.equal((await checked(REPORTED, 'warn'))?.state, 'warning');
      const offline = {
        state: 'unknown',
        detail: 'github.com could not be reached.',
        advice: 'x',
      } as const;
      assert.deepEqual(
        [
          (await checked(offline))?.state,
          (await checked(offline))?.canOverride,
          (await checked(offline, 'warn'))?.state,
        ],
        ['unknown', true, 'warning'],
      );
    });

    it('warns where it was not asked, or could not have built anything', async () => {
      const unasked = await checked({ state: 'notAsked', detail: 'Not asked', advice: 'x' });
      assert.deepEqual(
        [unasked?.state, unasked?.place],
        ['warning', { remedy: { kind: 'signIn' } }],
      );
      assert.equal(
        line(await checked({ state: 'notPushed' })),
        `warning: ${head()} is not on the remote, so nothing has been built of it yet`,
      );
    });

    it('is asked of the commit that is released, and of none where the settings turn it off', async () => {
      const asked: string[] = [];
      const ci = (commit: string) => {
        asked.push(commit);
        return Promise.resolve(REPORTED);
      };
      await plan({ ci });
      await plan({ ci }, '0.1.0');
      assert.deepEqual(
        new Set(asked),
        new Set([bench.git('rev-parse', 'HEAD')]).add(
          (await bench.prepare('0.1.0')).intent.commit ?? '',
        ),
      );
      bench.settings = { ...DEFAULT_SETTINGS, ci: 'off' };
      assert.equal(find(await plan({ ci }), 'ci'), undefined);
      bench.settings = DEFAULT_SETTINGS;
      assert.equal(asked.length, 2);
    });
  });

  describe('"release anyway"', () => {
    const blocked =
      (detail = 'docs'): (() => Promise<ChecklistVerdict>) =>
      () =>
        Promise.resolve({ items: [item(detail, 'open')], problems: [] });
    const decided = (found: ReleasePlan): Overrides =>
      new Map(overridable(found).map(({ id, detail }) => [id, detail]));

    it('lets the plan go on with a warning that says so', async () => {
      const found = await plan({ checklist: blocked() });
      assert.equal(blockers(found).length, 1);
      const after = withOverrides(found, decided(found));
      assert.deepEqual(blockers(after), []);
      assert.equal(
        line(find(after, 'checklist')),
        'warning: released anyway: Required: docs (not answered)',
      );
      assert.deepEqual(overriddenLines(after, { package: 'budtiktok', version: '0.2.0' }), [
        'budtiktok 0.2.0: Checklist: released anyway: Required: docs (not answered)',
      ]);
      assert.deepEqual(overriddenLines(found, { package: 'budtiktok', version: '0.2.0' }), []);
    });

    it('covers what was seen, and nothing that has come since', async () => {
      const overrides = decided(await plan({ checklist: blocked() }));
      assert.equal(
        blockers(withOverrides(await plan({ checklist: blocked('tests') }), overrides)).length,
        1,
      );
      const passing = withOverrides(
        await plan({
          checklist: () => Promise.resolve({ items: [item('docs', 'pass')], problems: [] }),
        }),
        overrides,
      );
      assert.equal(find(passing, 'checklist')?.state, 'ok');
    });

    it('is offered for nothing where something else blocks it, which no one may override', async () => {
      bench.write('README.md', 'mine\n');
      try {
        const found = await plan({ checklist: blocked() });
        assert.deepEqual(overridable(found), []);
        const forced = withOverrides(
          found,
          new Map(found.checks.map(({ id, detail }) => [id, detail])),
        );
        assert.deepEqual(
          blockers(forced).map(blocker => blocker.id),
          ['changes'],
        );
      } finally {
        bench.git('checkout', '--quiet', '.');
      }
    });
  });

  it('come too late once the release is public', async () => {
    const pkg = new ReleaseBench();
    try {
      await pkg.release(await pkg.context('0.2.0'));
      const { intent } = await pkg.prepare('0.2.0');
      const asks = {
        ci: () => Promise.reject(new Error('asked')),
        checklist: () => Promise.reject(new Error('asked')),
      };
      const { checks } = await planRelease(
        'release',
        new ReleaseContext(intent, pkg.tree, pkg.repository, { askRemote: true }),
        DEFAULT_SETTINGS,
        'main',
        asks,
      );
      assert.deepEqual(
        checks
          .filter(({ id }) => id === 'ci' || id === 'checklist')
          .map(({ state, detail }) => `${state}: ${detail}`),
        ['ok: The release is public already', 'ok: The release is public already'],
      );
    } finally {
      pkg.dispose();
    }
  });
});
