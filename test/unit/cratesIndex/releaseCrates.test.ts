import * as assert from 'node:assert/strict';
import { CargoConfig } from '../../../src/cratesIndex/cargoConfig';
import type { PublishingStep } from '../../../src/cratesIndex/expectedCrates';
import { memberCrates, publishable } from '../../../src/cratesIndex/memberCrates';
import { type CratesLook, ReleaseCrates } from '../../../src/cratesIndex/releaseCrates';
import { SparseIndex } from '../../../src/cratesIndex/sparseIndex';
import { IndexFailure } from '../../../src/packageIndex/packageIndex';
import type { CrateSelection } from '../../../src/release/crateUpload';
import { releaseVersion } from '../../../src/versions/releaseVersion';
import { FakeSparseIndex } from '../../fakes/cratesIndex/fakeSparseIndex';
import type { Files } from '../../fixtures/files';
import { below, scanFiles, TOP } from '../support/memory';

const META = 'description = "x"\nlicense = "MIT"\n';
const crate = (name: string, rest = '', meta = META): string =>
  `[package]\nname = "${name}"\nversion.workspace = true\n${meta}${rest}`;

/** Five crates and a wheel, as a workspace. */
const WORKSPACE: Files = {
  'Cargo.toml':
    '[workspace]\nmembers = ["crates/*"]\n[workspace.package]\nversion = "0.2.0"\n[workspace.dependencies]\ndemo-core = { path = "crates/core", version = "0.2.0" }\n',
  'crates/core/Cargo.toml': crate('demo-core'),
  'crates/derive/Cargo.toml': crate('demo-derive', '[dependencies]\ndemo-core.workspace = true\n'),
  'crates/cli/Cargo.toml': crate(
    'demo-cli',
    '[dependencies]\ndemo-derive = { path = "../derive", version = "0.2.0" }\n[dev-dependencies]\ndemo-bench = { path = "../bench" }\n',
  ),
  'crates/bench/Cargo.toml': crate(
    'demo-bench',
    'publish = false\n[dependencies]\ndemo-core = { path = "../core" }\n'.replace(
      'publish = false\n',
      '',
    ),
    `${META}publish = false\n`,
  ),
  'crates/python/Cargo.toml': crate(
    'demo-python',
    '[lib]\ncrate-type = ["cdylib"]\n[dependencies]\ndemo-core.workspace = true\npyo3 = "0.25"\n',
  ),
  'crates/python/pyproject.toml':
    '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n[project]\nname = "demo"\ndynamic = ["version"]\n',
};

const step = (selects: CrateSelection, more: Partial<PublishingStep> = {}): PublishingStep => ({
  by: 'cargo publish',
  selects,
  registry: undefined,
  isTrusted: undefined,
  secrets: [],
  isCertain: true,
  continueOnError: false,
  ...more,
});
const named = (...names: string[]) => step({ kind: 'named', names });
const VERSION = releaseVersion([0, 2, 0]);

describe('ReleaseCrates', () => {
  let fake: FakeSparseIndex;
  const looks: CratesLook[] = [];
  let pythonVersions: readonly string[] | undefined;

  beforeEach(async () => {
    fake = await FakeSparseIndex.start();
    looks.length = 0;
    pythonVersions = [];
  });
  afterEach(() => fake.stop());

  async function release(steps: readonly PublishingStep[], files: Files = WORKSPACE) {
    const { index, packages } = await scanFiles(files);
    const [pkg] = packages;
    assert.ok(pkg);
    return new ReleaseCrates(
      {
        root: TOP,
        stepsAt: () => Promise.resolve(steps),
        pythonVersions: () =>
          pythonVersions === undefined
            ? Promise.reject(new IndexFailure('server', 'it failed', 'Wait.'))
            : Promise.resolve(pythonVersions),
        stateAt: () => Promise.resolve({ index, pkg }),
        config: () =>
          CargoConfig.read({
            folder: TOP,
            isTrusted: true,
            env: {
              CARGO_HOME: `${TOP}/home`,
              CARGO_REGISTRIES_OWN_INDEX: `sparse+${fake.address}/index/`,
            },
            reader: { read: () => Promise.resolve(undefined) },
          }),
        clientOf: registry =>
          new SparseIndex(
            { ...registry, index: `${fake.address}/index/` },
            { userAgent: 'test', timeout: 2000 },
          ),
      },
      look => looks.push(look),
    );
  }

  const chosen = async (steps: readonly PublishingStep[], files?: Files) => {
    const selected = await (await release(steps, files)).selected();
    return (
      selected && {
        crates: selected.crates.map(({ crate: { name } }) => name),
        unread: selected.unread,
        strangers: selected.strangers,
        forbidden: selected.forbidden.map(({ crate: { name } }) => name),
      }
    );
  };
  const ALL = ['demo-core', 'demo-derive', 'demo-cli', 'demo-python'];
  const nothing = { unread: [], strangers: [], forbidden: [] };

  it('knows which crates may be published, those that others need first', async () => {
    const { index, packages } = await scanFiles(WORKSPACE);
    const order = publishable(memberCrates(index, packages[0]?.crates ?? []));
    const names = order.map(({ name }) => name);
    assert.deepEqual([...names].sort(), [...ALL].sort());
    assert.ok(names.indexOf('demo-core') < names.indexOf('demo-derive'));
    assert.ok(names.indexOf('demo-derive') < names.indexOf('demo-cli'));
    assert.deepEqual(below(order[0]?.manifest.file ?? ''), 'crates/core/Cargo.toml');
  });

  it('takes the crates that steps name, in a folder, or of the whole workspace', async () => {
    assert.deepEqual(await chosen([named('demo-core'), named('demo-derive')]), {
      crates: ['demo-core', 'demo-derive'],
      ...nothing,
    });
    assert.deepEqual(await chosen([step({ kind: 'folder', folder: 'crates/core' })]), {
      crates: ['demo-core'],
      ...nothing,
    });
    const workspace = await chosen([step({ kind: 'workspace', exclude: ['demo-python'] })]);
    assert.deepEqual([...(workspace?.crates ?? [])].sort(), [...ALL.slice(0, 3)].sort());
    const virtual = await chosen([step({ kind: 'folder', folder: '.' })]);
    assert.deepEqual([...(virtual?.crates ?? [])].sort(), [...ALL].sort());
  });

  it('names what a step publishes and the repository does not have, forbids, or hides', async () => {
    assert.deepEqual(
      await chosen([named('demo'), named('demo-bench'), step({ kind: 'unknown' })]),
      {
        crates: [],
        unread: ['cargo publish'],
        strangers: ['demo'],
        forbidden: ['demo-bench'],
      },
    );
  });

  it('is no part of a wheel whose workflows publish no crate', async () => {
    assert.equal(await chosen([]), undefined);
  });

  it('is a part of a crate alone, whichever account publishes it', async () => {
    const alone: Files = { 'Cargo.toml': `[package]\nname = "solo"\nversion = "0.2.0"\n${META}` };
    assert.deepEqual(await chosen([], alone), { crates: ['solo'], ...nothing });
    const never = { 'Cargo.toml': `${alone['Cargo.toml'] ?? ''}publish = []\n` };
    assert.equal(await chosen([], never), undefined);
  });

  it('leaves out a crate that keeps its own version', async () => {
    const files = {
      ...WORKSPACE,
      'crates/derive/Cargo.toml': `[package]\nname = "demo-derive"\nversion = "7.3.1"\n${META}`,
    };
    assert.deepEqual((await chosen([named('demo-core', 'demo-derive')], files))?.crates, [
      'demo-core',
    ]);
  });

  it('watches what the registry serves: a partial publish, then all of it', async () => {
    const crates = await release([named('demo-core'), named('demo-derive')]);
    fake.publish('demo-core', '0.2.0');
    const partly = await crates.observe('abc', VERSION);
    assert.deepEqual(
      [partly.state, partly.detail],
      ['conflict', '1 of 2 crates; missing: demo-derive'],
    );
    fake.publish('demo-derive', '0.2.0');
    assert.equal((await crates.observe('abc', VERSION)).state, 'holds');
    assert.deepEqual(
      looks.map(({ rows }) => rows.map(({ crate, state }) => `${crate} ${state}`)),
      [
        ['demo-core served', 'demo-derive missing'],
        ['demo-core served', 'demo-derive served'],
      ],
    );
  });

  it('does not expect what only a condition decides', async () => {
    const crates = await release([{ ...named('demo-core'), isCertain: false }]);
    assert.equal((await crates.observe('abc', VERSION)).state, 'unknown');
    fake.publish('demo-core', '0.2.0');
    assert.equal((await crates.observe('abc', VERSION)).state, 'holds');
  });

  const said = async (steps: readonly PublishingStep[], files?: Files) =>
    (await (await release(steps, files)).verdicts(VERSION)).map(
      ({ state, detail }) => `${state}: ${detail}`,
    );

  it('says before a release what the registry has', async () => {
    for (const name of ALL) fake.publish(name, '0.1.0');
    const workspace = [step({ kind: 'workspace', exclude: [] })];
    assert.deepEqual(await said(workspace), ['ok: 4 of 4 crates are free on crates.io at 0.2.0']);
    fake.publish('demo-derive', '0.2.0');
    assert.deepEqual(await said(workspace), ['blocks: demo-derive 0.2.0 is on crates.io already']);
    fake.yank('demo-derive', '0.2.0');
    assert.deepEqual(await said(workspace), [
      'blocks: demo-derive 0.2.0 was on crates.io and is yanked',
    ]);
    fake.trouble({ status: 500 }, { status: 500 }, { status: 500 }, { status: 500 });
    assert.match((await said(workspace))[0] ?? '', /^unknown: crates\.io failed/);
  });

  it('offers the next version that is free on crates.io and on PyPI', async () => {
    for (const name of ALL) fake.publish(name, '0.1.0');
    fake.publish('demo-core', '0.2.0');
    fake.publish('demo-derive', '0.2.1');
    pythonVersions = ['0.1.0', '0.2.2'];
    const crates = await release([named('demo-core', 'demo-derive')]);
    const [verdict] = await crates.verdicts(VERSION);
    assert.match(verdict?.advice ?? '', /^Release 0\.2\.3:/);
    pythonVersions = undefined;
    const [plain] = await (await release([named('demo-core')])).verdicts(VERSION);
    assert.match(plain?.advice ?? '', /^A version of a crate is published once/);
  });

  it('says what cargo publish would refuse', async () => {
    for (const name of ALL) fake.publish(name, '0.1.0');
    const files: Files = {
      ...WORKSPACE,
      'crates/core/Cargo.toml': crate('demo-core', '', ''),
      'crates/derive/Cargo.toml': crate(
        'demo-derive',
        '[dependencies]\ndemo-core = { path = "../core" }\ndemo-bench = { path = "../bench", version = "0.2.0" }\n',
      ),
    };
    assert.deepEqual(await said([named('demo-derive'), named('demo-core')], files), [
      'blocks: demo-derive requires demo-core without a version',
      'blocks: demo-derive requires demo-bench, which is never published',
      'blocks: demo-core has no description',
      'blocks: demo-core has neither license nor license-file',
    ]);
  });

  it('says that a crate is published before one that it requires, or without it', async () => {
    for (const name of ALL) fake.publish(name, '0.1.0');
    assert.deepEqual(await said([named('demo-derive'), named('demo-core')]), [
      'blocks: The workflow publishes demo-derive before demo-core, which it requires',
    ]);
    assert.deepEqual(await said([named('demo-derive')]), [
      'warning: demo-derive requires demo-core, and no workflow publishes it',
    ]);
    assert.deepEqual(await said([named('demo-derive'), step({ kind: 'unknown' })]), [
      'ok: crates.io has no demo-derive 0.2.0; the last published is 0.1.0',
    ]);
  });

  it('asks the registry that the step names', async () => {
    fake.publish('demo-core', '0.1.0');
    assert.deepEqual(await said([{ ...named('demo-core'), registry: 'own' }]), [
      'ok: own has no demo-core 0.2.0; the last published is 0.1.0',
    ]);
    await assert.rejects(said([{ ...named('demo-core'), registry: 'other' }]));
  });

  it('offers the next version that is free on all where PyPI alone has the version', async () => {
    for (const name of ALL) fake.publish(name, '0.1.0');
    fake.publish('demo-derive', '0.2.1');
    pythonVersions = ['0.1.0', '0.2.0'];
    const crates = await release([named('demo-core', 'demo-derive')]);
    assert.match(await crates.nextFree(VERSION), /^Release 0\.2\.2:/);
    assert.match(await (await release([])).nextFree(VERSION), /^Release 0\.2\.1:/);
    // A step that was not read may publish a crate that has it.
    assert.equal(await (await release([step({ kind: 'unknown' })])).nextFree(VERSION), '');
    pythonVersions = undefined;
    assert.equal(await crates.nextFree(VERSION), '');
  });

  it('takes a crate that was renamed since for a new one', async () => {
    fake.publish('demo-kernel', '0.1.0');
    assert.deepEqual(await said([named('demo-core')]), [
      'warning: crates.io has no crate demo-core',
    ]);
  });

  it('goes on without a member of the workspace that has no manifest', async () => {
    const files = {
      ...WORKSPACE,
      'Cargo.toml': (WORKSPACE['Cargo.toml'] ?? '').replace(
        '["crates/*"]',
        '["crates/*", "crates/gone"]',
      ),
      'crates/gone/src/lib.rs': '',
    };
    assert.deepEqual((await chosen([named('demo-core'), named('demo-gone')], files))?.strangers, [
      'demo-gone',
    ]);
  });

  it('keeps the order of commands that are run one by one, and not that of one command', async () => {
    const names = ['demo-cli', 'demo-derive', 'demo-core'];
    assert.deepEqual((await chosen([named(...names)]))?.crates, [...names].reverse());
    const loop = step({ kind: 'named', names, isSequence: true });
    assert.deepEqual((await chosen([loop]))?.crates, names);
  });

  it('says which crate has to be on the registry before the wheels are built', async () => {
    for (const name of ALL) fake.publish(name, '0.1.0');
    const binding = (dependency: string): Files => ({
      ...WORKSPACE,
      'crates/python/Cargo.toml': crate(
        'demo-python',
        `[lib]\ncrate-type = ["cdylib"]\n[dependencies]\n${dependency}`,
        `${META}publish = false\n`,
      ),
    });
    assert.deepEqual(await said([named('demo-core')], binding('demo-core = "0.2.0"\n')), [
      'warning: demo-python takes demo-core from crates.io: it has to be there before the wheels are built',
    ]);
    const free = 'ok: crates.io has no demo-core 0.2.0; the last published is 0.1.0';
    assert.deepEqual(
      await said(
        [named('demo-core')],
        binding('demo-core = { path = "../core", version = "0.2.0" }\n'),
      ),
      [free],
    );
    const patched = binding('demo-core = "0.2.0"\n');
    const root = `${patched['Cargo.toml'] ?? ''}[patch.crates-io]\ndemo-core = { path = "crates/core" }\n`;
    assert.deepEqual(await said([named('demo-core')], { ...patched, 'Cargo.toml': root }), [free]);
  });
});
