import * as assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Clock } from '../../../src/base/clock';
import { SparseIndex } from '../../../src/cratesIndex/sparseIndex';
import {
  type CargoFacts,
  checkCratesSteps,
  publishCratesSteps,
} from '../../../src/maturin/crateSteps';
import { LocalBuildError, type Step } from '../../../src/maturin/step';
import { findTools } from '../../../src/maturin/tools';
import { FakeSparseIndex } from '../../fakes/cratesIndex/fakeSparseIndex';

/** Time that passes as soon as it is waited for. */
function quickClock(): Clock {
  let time = 0;
  return {
    now: () => time,
    after: (ms, call) => {
      time += ms;
      setImmediate(call);
      return () => undefined;
    },
  };
}

const NAMES = ['demo-core', 'demo-derive', 'demo-cli'];

describe('publishing crates from this computer', () => {
  let fake: FakeSparseIndex;
  let facts: CargoFacts;
  let asked: string[];

  beforeEach(async () => {
    fake = await FakeSparseIndex.start();
    asked = [];
    const client = new SparseIndex(fake.asRegistry(), { userAgent: 'test', timeout: 5000 });
    facts = {
      cargo: '/bin/cargo',
      root: '/repository',
      isLocked: true,
      crates: NAMES.map((crate, at) => ({
        crate,
        version: '0.2.0',
        client,
        needs: at === 0 ? [] : NAMES.slice(0, at),
      })),
    };
  });
  afterEach(() => fake.stop());

  /** Runs the steps with a cargo that `upload` stands for. */
  async function run(
    upload: (step: Step, crate: string) => void | Promise<void>,
    answer: 'cargo' | 'declined' | { readonly token: string } = 'cargo',
  ): Promise<{ message: string; steps: Step[] }> {
    const steps: Step[] = [];
    const generator = publishCratesSteps(facts, quickClock(), open => {
      asked.push(open.map(({ crate }) => crate).join(' '));
      return Promise.resolve(answer === 'declined' ? undefined : answer);
    });
    for (;;) {
      const next = await generator.next();
      if (next.done === true) return { message: next.value.message, steps };
      steps.push(next.value);
      await upload(next.value, next.value.args[2] ?? '');
    }
  }

  const publish = (_: Step, crate: string) => fake.publish(crate, '0.2.0');

  it('asks once, publishes in order, and waits until the registry serves each', async () => {
    fake.delay = 3;
    const { message, steps } = await run((step, crate) => {
      const before = steps0(crate);
      assert.deepEqual(
        before.map(name => fake.versions(name)),
        before.map(() => ['0.2.0']),
        `${crate} comes after those before it`,
      );
      publish(step, crate);
    });
    assert.deepEqual(asked, [NAMES.join(' ')]);
    assert.deepEqual(
      steps.map(({ args }) => args.join(' ')),
      NAMES.map(name => `publish -p ${name} --registry fake --locked`),
    );
    assert.equal(message, 'Published: demo-core 0.2.0, demo-derive 0.2.0, demo-cli 0.2.0');
  });

  const steps0 = (crate: string) => NAMES.slice(0, NAMES.indexOf(crate));

  it('goes on after the last crate that is served, whichever one failed', async () => {
    for (const failing of NAMES) {
      await fake.stop();
      fake = await FakeSparseIndex.start();
      const client = new SparseIndex(fake.asRegistry(), { userAgent: 'test' });
      facts = { ...facts, crates: facts.crates.map(crate => ({ ...crate, client })) };
      await assert.rejects(
        run((step, crate) => {
          if (crate === failing) throw new Error('the connection broke');
          publish(step, crate);
        }),
      );
      const { steps } = await run(publish);
      assert.deepEqual(
        steps.map(({ args }) => args[2]),
        NAMES.slice(NAMES.indexOf(failing)),
      );
      assert.deepEqual(
        NAMES.map(name => fake.versions(name).length),
        [1, 1, 1],
      );
    }
  });

  it('goes on after an upload that arrived although its program failed', async () => {
    await assert.rejects(
      run((step, crate) => {
        publish(step, crate);
        throw new Error('killed');
      }),
    );
    const { steps } = await run(publish);
    assert.deepEqual(
      steps.map(({ args }) => args[2]),
      NAMES.slice(1),
    );
  });

  it('does not publish what a workflow published meanwhile', async () => {
    const { steps } = await run((step, crate) => {
      publish(step, crate);
      if (crate === 'demo-core') fake.publish('demo-derive', '0.2.0');
    });
    assert.deepEqual(
      steps.map(({ args }) => args[2]),
      ['demo-core', 'demo-cli'],
    );
  });

  it('asks nothing where everything is published, and uploads nothing where the user declines', async () => {
    assert.deepEqual((await run(publish, 'declined')).steps, []);
    for (const name of NAMES) fake.publish(name, '0.2.0');
    asked = [];
    const { message, steps } = await run(publish);
    assert.match(message, /^Every crate is published already/);
    assert.deepEqual([steps, asked], [[], []]);
  });

  it('uploads nothing where the registry does not answer or has yanked the version', async () => {
    fake.trouble({ status: 503 });
    await assert.rejects(run(publish), LocalBuildError);
    fake.publish('demo-cli', '0.2.0');
    fake.yank('demo-cli', '0.2.0');
    await assert.rejects(run(publish), /demo-cli 0\.2\.0 is yanked/);
    assert.deepEqual(asked, []);
  });

  it('stops where the registry never serves what was uploaded', async () => {
    await assert.rejects(
      run(() => undefined),
      (error: unknown) =>
        error instanceof LocalBuildError &&
        error.message.includes('does not serve demo-core 0.2.0 yet'),
    );
  });

  it('gives a token to the upload alone, by the variable of its registry', async () => {
    const { steps } = await run(publish, { token: 'secret-token' });
    assert.deepEqual(steps[0]?.secrets, { CARGO_REGISTRIES_FAKE_TOKEN: 'secret-token' });
    assert.ok(steps.every(({ args }) => !args.join(' ').includes('secret-token')));
  });

  it('checks all crates with one command', () => {
    const [step] = [...checkCratesSteps(facts)];
    assert.deepEqual(
      step?.args.join(' '),
      'package -p demo-core -p demo-derive -p demo-cli --locked',
    );
    assert.throws(() => [...checkCratesSteps({ ...facts, crates: [] })], LocalBuildError);
  });

  it('checks what can be built alone with a cargo that packages no siblings together', () => {
    const commands = (said: string) =>
      [...checkCratesSteps({ ...facts, said })].map(({ args }) => args.join(' '));
    assert.deepEqual(commands('cargo 1.85.1'), [
      'package -p demo-core --locked',
      'package -p demo-derive --list --allow-dirty --locked',
      'package -p demo-cli --list --allow-dirty --locked',
    ]);
    for (const said of ['cargo 1.90.0', 'cargo 1.95.0-nightly', 'cargo 2.0.0', 'something else'])
      assert.deepEqual(commands(said), [
        'package -p demo-core -p demo-derive -p demo-cli --locked',
      ]);
    const steps = checkCratesSteps({ ...facts, said: 'cargo 1.85.1' });
    let last = steps.next();
    while (last.done !== true) last = steps.next();
    assert.match(
      last.value.message,
      /^demo-core can be packaged and built\. Not built: demo-derive, demo-cli, because cargo 1\.85\.1 /,
    );
  });
});

describe('cargo itself', function () {
  this.timeout(180_000);
  let dir: string;
  let fake: FakeSparseIndex;
  let cargo: string;

  before(async function () {
    const found = await findTools({
      path: process.env['PATH'] ?? '',
      platform: process.platform,
      dir: os.tmpdir(),
      top: os.tmpdir(),
    });
    if (found.cargo === undefined) this.skip();
    cargo = found.cargo;
    fake = await FakeSparseIndex.start();
    dir = await mkdtemp(path.join(await realpath(os.tmpdir()), 'budtiktok-crates-'));
    await write('Cargo.toml', '[workspace]\nresolver = "2"\nmembers = ["core", "derive"]\n');
    const about = 'version = "0.2.0"\nedition = "2021"\ndescription = "x"\nlicense = "MIT"\n';
    await write('core/Cargo.toml', `[package]\nname = "demo-core"\n${about}`);
    await write('core/src/lib.rs', 'pub fn one() -> u8 { 1 }\n');
    await write(
      'derive/Cargo.toml',
      `[package]\nname = "demo-derive"\n${about}[dependencies]\ndemo-core = { path = "../core", version = "0.2.0", registry = "fake" }\n`,
    );
    await write('derive/src/lib.rs', 'pub fn two() -> u8 { demo_core::one() + 1 }\n');
  });
  after(async () => {
    await (fake as FakeSparseIndex | undefined)?.stop();
    if (dir) await rm(dir, { recursive: true, force: true });
  });

  async function write(file: string, text: string): Promise<void> {
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
    await writeFile(path.join(dir, file), text);
  }

  function run({ program, args, cwd, secrets = {} }: Step): Promise<string> {
    return new Promise((resolve, reject) => {
      let output = '';
      const child = spawn(program, [...args], {
        cwd,
        env: {
          ...process.env,
          ...secrets,
          CARGO_REGISTRIES_FAKE_INDEX: `sparse+${fake.address}/index/`,
          CARGO_TARGET_DIR: path.join(dir, 'target'),
        },
      });
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.on('error', reject);
      child.on('close', code => (code === 0 ? resolve(output) : reject(new Error(output))));
    });
  }

  it('publishes to the registry in order, is resumed, and refuses a version twice', async () => {
    const client = new SparseIndex(fake.asRegistry(), { userAgent: 'test' });
    const facts: CargoFacts = {
      cargo,
      root: dir,
      isLocked: false,
      crates: [
        { crate: 'demo-core', version: '0.2.0', client, needs: [] },
        { crate: 'demo-derive', version: '0.2.0', client, needs: ['demo-core'] },
      ],
    };
    const publish = async () => {
      const steps = publishCratesSteps(facts, quickClock(), () =>
        Promise.resolve({ token: fake.token }),
      );
      const names: string[] = [];
      for (let next = await steps.next(); next.done !== true; next = await steps.next()) {
        names.push(next.value.args[2] ?? '');
        await run({ ...next.value, args: [...next.value.args, '--allow-dirty'] });
      }
      return names;
    };
    fake.refused.set('demo-derive', 'too many crates of this account at once');
    await assert.rejects(publish(), /too many crates/);
    assert.deepEqual(
      ['demo-core', 'demo-derive'].map(name => fake.versions(name)),
      [['0.2.0'], []],
    );
    fake.refused.clear();
    assert.deepEqual(await publish(), ['demo-derive']);
    assert.deepEqual(fake.versions('demo-derive'), ['0.2.0']);
    assert.deepEqual(await publish(), []);
    const again = {
      program: cargo,
      args: ['publish', '-p', 'demo-core', '--registry', 'fake', '--allow-dirty', '--no-verify'],
      cwd: dir,
      secrets: { CARGO_REGISTRIES_FAKE_TOKEN: fake.token },
    };
    await assert.rejects(run(again), /already/);
    await run({
      ...again,
      args: ['yank', 'demo-core@0.2.0', '--registry', 'fake'],
    });
    assert.equal((await client.crate('demo-core')).versions[0]?.yanked, true);
  });
});
