import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import { CargoConfig } from '../../../src/cratesIndex/cargoConfig';
import { ReleaseCrates } from '../../../src/cratesIndex/releaseCrates';
import { SparseIndex } from '../../../src/cratesIndex/sparseIndex';
import { buildsOfRelease } from '../../../src/github/releaseBuilds';
import { cratesOfRelease } from '../../../src/github/releaseCrates';
import type { ReleaseQuestion } from '../../../src/github/workflows/analyzeTriggers';
import type { Package } from '../../../src/manifests/package';
import { wheelManifest } from '../../../src/manifests/python/wheelManifest';
import type { ExpectedFiles } from '../../../src/packageIndex/expectedFiles';
import { IndexClient } from '../../../src/packageIndex/indexClient';
import { filesOfDistribution } from '../../../src/packageIndex/distributionFiles';
import { PublishedFiles } from '../../../src/packageIndex/publishedFiles';
import { type FactReport, hostedFacts, observeAll } from '../../../src/release/engine';
import type { Publishing, ReleaseHost } from '../../../src/release/hosting';
import { releaseGroups, requiredBy } from '../../../src/release/members';
import { ReleaseContext } from '../../../src/release/releaseContext';
import { planRelease, type ReleasePlan } from '../../../src/release/releasePlan';
import { FakeSparseIndex } from '../../fakes/cratesIndex/fakeSparseIndex';
import { FakeIndex } from '../../fakes/packageIndex/fakeIndex';
import type { Files } from '../../fixtures/files';
import { git } from '../../fixtures/git';
import { read } from '../github/workflows/support';
import { scanFiles } from './memory';
import { ReleaseBench, repositoryOf } from './release';

/** A repository, and the release of it that is made. */
export interface Shape {
  readonly files: Files;
  /** The tags of earlier releases. */
  readonly tags?: readonly string[];
  /** Name of the package that the release is confirmed for. */
  readonly lead: string;
  readonly from: string;
  readonly to: string;
  readonly tag: string;
}

const HOST: ReleaseHost = {
  name: 'host',
  release: tag =>
    Promise.resolve({
      id: 1,
      url: '',
      title: tag,
      notes: '',
      draft: false,
      prerelease: false,
      immutable: false,
      byWorkflow: false,
    }),
  publish: () => Promise.reject(new Error('not asked for')),
  pullRequest: () => Promise.resolve(undefined),
  openPullRequest: () => Promise.reject(new Error('not asked for')),
  closePullRequest: () => Promise.reject(new Error('not asked for')),
  builds: () => Promise.resolve({ state: 'done', detail: 'done' }),
};

/** A release of several members, with a package index and a registry of crates on loopback. */
export class ShapeBench {
  index!: FakeIndex;
  crates!: FakeSparseIndex;

  private constructor(
    private readonly shape: Shape,
    readonly bench: ReleaseBench,
    private readonly packages: readonly Package[],
  ) {}

  static async start(shape: Shape): Promise<ShapeBench> {
    const dir = repositoryOf(shape.files);
    const workspace = path.join(dir, 'budtiktok');
    for (const tag of shape.tags ?? []) git(workspace, 'tag', tag);
    const { packages } = await scanFiles(shape.files);
    const lead = packages.find(({ name }) => name === shape.lead);
    assert.ok(lead, `no ${shape.lead}`);
    const manifest = path.relative(path.resolve('/repository'), lead.manifest);
    const bench = new ReleaseBench(dir, workspace, manifest, shape.lead);
    const found = new ShapeBench(shape, bench, (await bench.index.scan()).packages);
    found.index = await FakeIndex.start();
    found.crates = await FakeSparseIndex.start();
    return found;
  }

  async stop(): Promise<void> {
    this.bench.dispose();
    await Promise.all([this.index.stop(), this.crates.stop()]);
  }

  /** Both registries are empty again. */
  forget(): void {
    this.index.forget();
    this.crates.forget();
  }

  get lead(): Package {
    return this.named(this.shape.lead);
  }

  named(name: string): Package {
    const found = this.packages.find(pkg => pkg.name === name);
    assert.ok(found, name);
    return found;
  }

  /** Whether one distribution requires another at its exact version. */
  requires(one: string, other: string): boolean {
    const pkg = this.packages.find(({ name }) => name === one);
    return pkg !== undefined && requiredBy(pkg, this.packages).some(({ name }) => name === other);
  }

  /** What a distribution should have on the index, a line a file. */
  expectedOf(pkg: Package): string[] {
    const { wheels, sdist, isCertain } = this.#files(pkg);
    return [
      ...wheels.map(
        ({ os, arch, interpreter = '?' }) => `${os === arch ? os : `${os} ${arch}`} ${interpreter}`,
      ),
      ...(sdist ? ['sdist'] : []),
      ...(isCertain ? [] : ['and perhaps more']),
    ];
  }

  async expectedCrates(): Promise<string[]> {
    const selected = await this.#crates().selected();
    assert.deepEqual(selected?.unread ?? [], []);
    return (selected?.crates ?? []).map(({ crate }) => crate.name);
  }

  async plan(): Promise<ReleasePlan> {
    const { intent, releaseBranch } = await this.#prepare();
    const { tree, repository, settings } = this.bench;
    const context = new ReleaseContext(intent, tree, repository, { askRemote: true });
    return await planRelease('release', context, settings, releaseBranch, {
      crates: () => this.#crates().verdicts(context.version),
    });
  }

  async context(): Promise<ReleaseContext> {
    const { intent } = await this.#prepare();
    const { tree, repository } = this.bench;
    const others = (intent.members ?? []).map(({ package: name }) => this.named(name));
    const required = requiredBy(this.lead, others);
    const crates = this.#crates();
    return new ReleaseContext(intent, tree, repository, {
      askRemote: true,
      hosting: { state: 'seen', host: HOST },
      publishing: this.#publishing(this.lead),
      members: others.map(pkg => ({
        name: pkg.name,
        manifest: pkg.manifest,
        isRequired: required.includes(pkg),
        publishing: this.#publishing(pkg),
      })),
      ...((await crates.selected()) !== undefined && {
        crates: { state: 'seen', name: 'crates.io', index: crates },
      }),
    });
  }

  /** The facts of the release, less those of registries that nothing is published to. */
  async observe(): Promise<FactReport[]> {
    const context = await this.context();
    const facts = hostedFacts(context.members).filter(
      ({ id }) => id !== 'crates' || context.crates !== undefined,
    );
    return await observeAll(facts, context);
  }

  async #prepare() {
    const { from, to } = this.shape;
    const { lead } = this;
    const group = releaseGroups(this.packages, () => true).find(found => found.lead === lead);
    const members = (group?.members ?? []).map(({ manifest, name }) => ({
      manifest: this.bench.tree.relative(manifest),
      package: name,
    }));
    return await this.bench.prepare(to, { from, members });
  }

  #publishing(pkg: Package): Publishing {
    const client = new IndexClient(this.index.asIndex(), { userAgent: 'x' });
    const index = new PublishedFiles(client, pkg.name, () => Promise.resolve(this.#files(pkg)));
    return { state: 'seen', name: 'PyPI', index };
  }

  get #workflows() {
    return Object.entries(this.shape.files).flatMap(([name, text]) =>
      name.startsWith('.github/workflows/') ? [read(text, path.basename(name))] : [],
    );
  }

  get #question(): ReleaseQuestion {
    return { tag: this.shape.tag, prerelease: false, repository: 'owner/name' };
  }

  #files(pkg: Package): ExpectedFiles {
    const { index, tree } = this.bench;
    const builds = buildsOfRelease(this.#workflows, this.#question);
    const manifest = wheelManifest(index, pkg);
    assert.ok(builds && manifest, pkg.name);
    return filesOfDistribution(builds, manifest, {
      relative: dir => tree.relative(dir),
      isOnly: this.packages.length === 1,
    });
  }

  #crates(): ReleaseCrates {
    const { tree, workspace } = this.bench;
    return new ReleaseCrates({
      root: workspace,
      stepsAt: () => Promise.resolve(cratesOfRelease(this.#workflows, this.#question)),
      stateAt: commit => (commit === undefined ? tree.now() : tree.at(commit)),
      config: () =>
        CargoConfig.read({
          folder: workspace,
          isTrusted: true,
          env: { CARGO_HOME: path.join(workspace, 'none') },
        }),
      clientOf: registry =>
        new SparseIndex(
          { ...registry, index: `${this.crates.address}/index/` },
          { userAgent: 'x', timeout: 2000 },
        ),
    });
  }
}
