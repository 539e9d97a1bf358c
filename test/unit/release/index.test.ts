import * as assert from 'node:assert/strict';
import { expectedFiles } from '../../../src/packageIndex/expectedFiles';
import { IndexClient } from '../../../src/packageIndex/indexClient';
import { PublishedFiles } from '../../../src/packageIndex/publishedFiles';
import {
  hostedFacts,
  observeAll,
  PUBLISH_FACTS,
  RELEASE_FACTS,
  runFacts,
} from '../../../src/release/engine';
import { FACT_IDS, type Observation } from '../../../src/release/fact';
import { builds, crates, index } from '../../../src/release/facts/hosted';
import type { Builds, Hosting, Publishing, ReleaseHost } from '../../../src/release/hosting';
import { ReleaseContext } from '../../../src/release/releaseContext';
import { blockers, planRelease } from '../../../src/release/releasePlan';
import { FakeIndex } from '../../fakes/packageIndex/fakeIndex';
import { ReleaseBench } from '../support/release';

const EXPECTED = expectedFiles(
  { wheels: [{ os: 'linux', arch: 'x86_64' }], sdist: true },
  { binding: 'any' },
);
const FILES = ['budtiktok-0.2.0-py3-none-manylinux_2_28_x86_64.whl', 'budtiktok-0.2.0.tar.gz'];

/** A host that knows of builds alone. */
class BuildHost implements ReleaseHost {
  readonly name = 'host';
  asked = 0;
  state: Builds['state'] = 'done';

  release(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  publish(): Promise<void> {
    return Promise.reject(new Error('not asked for'));
  }

  pullRequest(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  openPullRequest(): Promise<never> {
    return Promise.reject(new Error('not asked for'));
  }

  closePullRequest(): Promise<void> {
    return Promise.reject(new Error('not asked for'));
  }

  builds(): Promise<Builds> {
    this.asked++;
    return Promise.resolve({ state: this.state, detail: this.state });
  }
}

describe('the package index in a release', function () {
  this.timeout(60_000);
  let bench: ReleaseBench;
  let fake: FakeIndex;
  let host: BuildHost;
  beforeEach(async () => {
    bench = new ReleaseBench();
    fake = await FakeIndex.start();
    host = new BuildHost();
  });
  afterEach(async () => {
    bench.dispose();
    await fake.stop();
  });

  const files = () =>
    new PublishedFiles(new IndexClient(fake.asIndex(), { userAgent: 'x' }), 'budtiktok', () =>
      Promise.resolve(EXPECTED),
    );
  const publishing = (): Publishing => ({ state: 'seen', name: 'PyPI', index: files() });

  async function context(
    published: Publishing | undefined,
    hosting: Hosting | undefined = { state: 'seen', host },
  ): Promise<ReleaseContext> {
    const { intent, tree, repository } = await bench.context('0.2.0');
    return new ReleaseContext(intent, tree, repository, {
      askRemote: true,
      hosting,
      publishing: published,
    });
  }

  async function see(...args: Parameters<typeof context>): Promise<string> {
    const { state, detail }: Observation = await index.observe(await context(...args));
    return `${state}: ${detail}`;
  }

  it('is the last of the facts, is seen and never made', async () => {
    // The branch on the remote is reached in two ways.
    assert.deepEqual([...new Set(hostedFacts().map(({ id }) => id))], FACT_IDS);
    assert.ok(!PUBLISH_FACTS.includes(index));
    assert.equal(index.title(await context(publishing())), 'On PyPI');
    await assert.rejects(index.make(await context(publishing())), {
      advice: /Run Release Workflow/,
    });
  });

  it('asks no index before an upload can have happened', async () => {
    fake.upload('budtiktok', ...FILES);
    assert.equal(
      await see(publishing()),
      'missing: Uploaded once the platform builds have succeeded',
      'nothing is released',
    );
    assert.equal(host.asked, 0);
    await bench.release(await bench.context('0.2.0'));
    for (const state of ['none', 'running', 'failed'] as const) {
      host.state = state;
      assert.match(await see(publishing()), /^missing: Uploaded once/, state);
    }
    assert.match(
      await see(publishing(), {
        state: 'unknown',
        detail: 'no account is signed in',
        advice: 'Sign in.',
      }),
      /^unknown: PyPI has not been asked/,
    );
    assert.deepEqual(fake.requests, []);
    host.state = 'done';
    assert.equal(await see(publishing()), 'holds: 2 files');
    assert.equal(fake.requests.length, 2);
  });

  it('is not taken for true where it cannot be seen', async () => {
    assert.match(await see(undefined), /^unknown/);
    assert.equal(
      await see({ state: 'unknown', name: 'PyPI', detail: 'not asked', advice: 'Ask.' }),
      'unknown: not asked',
    );
    await bench.release(await bench.context('0.2.0'));
    fake.trouble({ status: 500 }, 'cut');
    assert.match(await see(publishing()), /^unknown: fake failed \(HTTP 500\)/);
  });

  it('waits for the builds before it asks a registry of crates, and names that registry', async () => {
    const { intent, tree, repository } = await bench.context('0.2.0');
    const asked: string[] = [];
    const registry: Publishing = {
      state: 'seen',
      name: 'own-crates',
      index: {
        observe: (commit, { semver }) => {
          asked.push(`${commit} ${semver}`);
          return Promise.resolve({ state: 'holds', detail: '2 crates' });
        },
      },
    };
    const context = () =>
      new ReleaseContext(intent, tree, repository, {
        askRemote: true,
        hosting: { state: 'seen', host },
        crates: registry,
      });
    assert.equal(crates.title(context()), 'On own-crates');
    assert.equal((await crates.observe(context())).state, 'missing');
    await bench.release(await bench.context('0.2.0'));
    host.state = 'running';
    assert.equal((await crates.observe(context())).state, 'missing');
    assert.equal(asked.length, 0);
    host.state = 'done';
    assert.deepEqual(await crates.observe(context()), { state: 'holds', detail: '2 crates' });
    assert.equal(asked.length, 1);
    assert.match(asked.join(), /^[0-9a-f]{40} 0\.2\.0$/);
    await assert.rejects(crates.make(context()), { advice: /Publish Crates/ });
    assert.equal((await crates.observe(await bench.context('0.2.0'))).state, 'unknown');
  });

  it('asks for the builds once for both facts', async () => {
    await bench.release(await bench.context('0.2.0'));
    fake.upload('budtiktok', ...FILES);
    const seen = await observeAll([builds, index], await context(publishing()));
    assert.deepEqual(
      seen.map(({ observation }) => observation.state),
      ['holds', 'holds'],
    );
    assert.equal(host.asked, 1);
  });

  it('blocks a release whose version is taken, and no other', async () => {
    const plan = async () => {
      const { intent, releaseBranch } = await bench.prepare('0.2.0');
      const planned = new ReleaseContext(intent, bench.tree, bench.repository, { askRemote: true });
      return await planRelease('release', planned, bench.settings, releaseBranch, {
        index: async () => [await files().available(planned.version)],
      });
    };
    const check = async () => {
      const planned = await plan();
      const found = planned.checks.find(({ id }) => id === 'index');
      return {
        text: `${found?.state ?? ''}: ${found?.detail ?? ''}`,
        mayGoOn: blockers(planned).length === 0,
        place: found?.place,
      };
    };
    assert.deepEqual(await check(), {
      text: 'warning: fake has no project budtiktok',
      mayGoOn: true,
      place: undefined,
    });
    fake.upload('budtiktok', 'budtiktok-0.1.0.tar.gz');
    assert.deepEqual(await check(), {
      text: 'ok: fake has no budtiktok 0.2.0',
      mayGoOn: true,
      place: undefined,
    });
    fake.trouble({ status: 503 });
    assert.deepEqual(await check(), {
      text: 'unknown: fake failed (HTTP 503)',
      mayGoOn: false,
      place: { setting: 'budtiktok.index.check' },
    });
    fake.upload('budtiktok', ...FILES);
    assert.deepEqual(await check(), {
      text: 'blocks: budtiktok 0.2.0 is on fake already',
      mayGoOn: false,
      place: undefined,
    });
    assert.equal((await runFacts(RELEASE_FACTS, await bench.context('0.2.0'))).result, 'done');
    const before = fake.requests.length;
    assert.deepEqual(await check(), {
      text: 'ok: The release is public already',
      mayGoOn: true,
      place: undefined,
    });
    assert.equal(fake.requests.length, before);
    assert.ok(
      !(await bench.plan('0.3.0')).checks.some(({ id }) => id === 'index'),
      'a package that goes to no index',
    );
  });
});
