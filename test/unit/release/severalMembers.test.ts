import * as assert from 'node:assert/strict';
import { RELEASE_FACTS, runFacts } from '../../../src/release/engine';
import {
  FIVE_CRATES,
  FRONT_AND_RUNTIMES,
  LIBRARY_AND_CLI,
  THREE_DISTRIBUTIONS,
  TWO_SERIES,
  TWO_SERIES_TAGS,
} from '../../fixtures/releaseShapes';
import { type Shape, ShapeBench } from '../support/shapeBench';

const native = (name: string, version: string) => [
  `${name.replaceAll('-', '_')}-${version}-cp39-abi3-manylinux_2_28_x86_64.whl`,
  `${name.replaceAll('-', '_')}-${version}.tar.gz`,
];

interface Case extends Shape {
  readonly title: string;
  /** The files that a release changes. */
  readonly changes: readonly string[];
  /** The files of each distribution, in the order in which they have to be uploaded. */
  readonly uploads: Readonly<Record<string, readonly string[]>>;
  /** The crates, in the order in which they have to be published. */
  readonly crates: readonly string[];
}

const CASES: readonly Case[] = [
  {
    title: 'three distributions on one tag',
    files: THREE_DISTRIBUTIONS,
    lead: 'alpha',
    from: '1.4.0',
    to: '1.5.0',
    tag: 'v1.5.0',
    changes: ['Cargo.toml'],
    uploads: {
      alpha: native('alpha', '1.5.0'),
      beta: native('beta', '1.5.0'),
      gamma: native('gamma', '1.5.0'),
    },
    crates: [],
  },
  {
    title: 'a front package that pins two runtimes',
    files: FRONT_AND_RUNTIMES,
    lead: 'demo',
    from: '1.4.0',
    to: '1.5.0',
    tag: 'v1.5.0',
    changes: ['Cargo.toml', 'pyproject.toml'],
    uploads: {
      'demo-runtime-32': native('demo-runtime-32', '1.5.0'),
      'demo-runtime-64': native('demo-runtime-64', '1.5.0'),
      demo: ['demo-1.5.0-py3-none-any.whl', 'demo-1.5.0.tar.gz'],
    },
    crates: [],
  },
  {
    title: 'a library and a command line, each from a workflow of its own',
    files: LIBRARY_AND_CLI,
    lead: 'demo',
    from: '1.4.0',
    to: '1.5.0',
    tag: 'v1.5.0',
    changes: ['Cargo.toml'],
    uploads: {
      'demo-cli': ['demo_cli-1.5.0-py3-none-manylinux_2_28_x86_64.whl', 'demo_cli-1.5.0.tar.gz'],
      demo: native('demo', '1.5.0'),
    },
    crates: [],
  },
  {
    title: 'five crates and a wheel',
    files: FIVE_CRATES,
    lead: 'demo-py',
    from: '1.4.0',
    to: '1.5.0',
    tag: 'v1.5.0',
    changes: [
      'Cargo.toml',
      'crates/cli/Cargo.toml',
      'crates/demo/Cargo.toml',
      'crates/derive/Cargo.toml',
      'crates/io/Cargo.toml',
      'crates/python/Cargo.toml',
    ],
    uploads: { 'demo-py': native('demo-py', '1.5.0') },
    crates: ['demo-core', 'demo-derive', 'demo-io', 'demo', 'demo-cli'],
  },
  {
    title: 'two series of tags in one repository',
    files: TWO_SERIES,
    tags: TWO_SERIES_TAGS,
    lead: 'beta',
    from: '0.3.2',
    to: '0.4.0',
    tag: 'beta-v0.4.0',
    changes: ['beta/Cargo.toml'],
    uploads: { beta: native('beta', '0.4.0') },
    crates: [],
  },
];

for (const one of CASES) {
  describe(`a release of ${one.title}`, function () {
    this.timeout(60_000);
    let shape: ShapeBench;
    beforeEach(async () => {
      shape = await ShapeBench.start(one);
    });
    afterEach(() => shape.stop());

    const members = () => [...Object.keys(one.uploads), ...one.crates];
    const publish = (member: string) => {
      if (one.crates.includes(member)) shape.crates.publish(member, one.to);
      else shape.index.upload(member, ...(one.uploads[member] ?? []));
    };
    /** The facts of the registries, as `title: state`. */
    const registries = async () =>
      Object.fromEntries(
        (await shape.observe())
          .filter(({ id }) => id === 'index' || id === 'crates')
          .map(({ member, id, observation: { state } }) => [
            id === 'crates' ? 'crates' : (member?.name ?? one.lead),
            state,
          ]),
      );

    it('plans one commit and one tag for all of it', async () => {
      const before = shape.bench.snapshot();
      const plan = await shape.plan();
      const found = Object.keys(one.uploads);
      assert.deepEqual([...(plan.distributions?.names ?? [one.lead])].sort(), [...found].sort());
      const first = plan.distributions?.first ?? [];
      assert.deepEqual(first, found.slice(0, first.length), 'what is required comes first');
      assert.deepEqual(
        plan.changes.map(({ file }) => shape.bench.tree.relative(file)).sort(),
        one.changes,
      );
      assert.match(plan.facts.at(-1)?.observation.detail ?? '', new RegExp(`Push ${one.tag} `));
      assert.deepEqual(
        plan.checks.filter(({ state }) => state === 'blocks' || state === 'unknown'),
        [],
      );
      assert.equal(shape.bench.snapshot(), before);
    });

    it('expects the files of each distribution and the crates of its workflows', async () => {
      const { members: others } = await shape.context();
      for (const pkg of [shape.lead, ...others.map(({ name }) => shape.named(name))])
        assert.deepEqual(shape.expectedOf(pkg), one.uploads[pkg.name]?.map(plain), pkg.name);
      assert.deepEqual(await shape.expectedCrates(), one.crates);
    });

    it('is released, resumed after any member failed, and done once all of them are there', async () => {
      const released = await runFacts(RELEASE_FACTS, await shape.context());
      assert.equal(released.result, 'done', JSON.stringify(released));
      assert.equal(
        shape.bench.onRemote('rev-parse', `${one.tag}^{commit}`),
        shape.bench.onRemote('rev-parse', 'main'),
      );
      for (const failed of members()) {
        shape.forget();
        for (const member of members()) if (member !== failed) publish(member);
        const before = shape.bench.snapshot();
        const partly = await registries();
        const key = one.crates.includes(failed) ? 'crates' : failed;
        assert.notEqual(partly[key], 'holds', failed);
        for (const [other, state] of Object.entries(partly))
          if (other !== key && !shape.requires(other, failed)) assert.equal(state, 'holds', other);
        const again = await runFacts(RELEASE_FACTS, await shape.context());
        assert.equal(again.result, 'done');
        assert.equal(shape.bench.snapshot(), before, 'nothing is made twice');
        publish(failed);
        const all = await registries();
        assert.deepEqual([...new Set(Object.values(all))], ['holds'], JSON.stringify(all));
      }
    });
  });
}

/** A file as its expectation says it: system, architecture and interpreter, or the sdist. */
function plain(file: string): string {
  if (file.endsWith('.tar.gz')) return 'sdist';
  const [, interpreter, platform = ''] =
    /-((?:cp39-abi3|py3)(?:-none)?)-(.*)\.whl$/.exec(file) ?? [];
  return `${platform === 'any' ? 'any' : 'linux x86_64'} ${interpreter?.replace('-none', '') ?? ''}`;
}
