import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { disk } from '../../../src/manifests/scan/fileReader';
import { ManifestIndex } from '../../../src/manifests/scan/manifestIndex';
import { observeAll, type Outcome, RELEASE_FACTS, runFacts } from '../../../src/release/engine';
import type { FactId } from '../../../src/release/fact';
import type { Intent } from '../../../src/release/intent';
import { prepareIntent, type PrepareOptions } from '../../../src/release/prepareIntent';
import { MemoryJournal } from '../../../src/release/record/journal';
import { readRecord } from '../../../src/release/record/releaseRecord';
import { ReleaseContext } from '../../../src/release/releaseContext';
import { planRelease, type ReleasePlan } from '../../../src/release/releasePlan';
import { DEFAULT_SETTINGS, type ReleaseSettings } from '../../../src/release/settings';
import { WorkingTree } from '../../../src/release/workingTree';
import { parseReleaseVersion } from '../../../src/versions/releaseVersion';
import { CliRepository } from '../../fixtures/cliRepository';
import { type Files, removeFolder, temporaryFolder } from '../../fixtures/files';
import { git } from '../../fixtures/git';
import { createRepository } from '../../fixtures/repository';
import { createSample, SAMPLE_VERSION_FILES } from '../../fixtures/sample';

let template: string | undefined;
after(() => {
  if (template !== undefined) removeFolder(template);
});

/** Making the history of the sample takes longer than copying it. */
function copyOfSample(): string {
  if (template === undefined) {
    template = temporaryFolder('template');
    createSample(template);
  }
  const dir = temporaryFolder('release');
  cpSync(template, dir, { recursive: true });
  git(path.join(dir, 'budtiktok'), 'remote', 'set-url', 'origin', path.join(dir, 'budtiktok.git'));
  return dir;
}

/** A repository of these files in a new folder, named as the sample is. */
export function repositoryOf(files: Files): string {
  const dir = temporaryFolder('release');
  createRepository(dir, 'budtiktok', files);
  return dir;
}

/** A package in its repository, the sample unless another one is named, with what a release of it needs. */
export class ReleaseBench {
  readonly dir: string;
  readonly workspace: string;
  readonly remote: string;
  readonly repository: CliRepository;
  readonly index: ManifestIndex;
  readonly tree: WorkingTree;
  settings: ReleaseSettings = DEFAULT_SETTINGS;
  today = '2026-01-31';

  constructor(
    dir = copyOfSample(),
    workspace = path.join(dir, 'budtiktok'),
    private readonly manifest = 'crates/budtiktok-python/pyproject.toml',
    private readonly name = 'budtiktok',
  ) {
    this.dir = dir;
    this.workspace = workspace;
    this.remote = path.join(dir, 'budtiktok.git');
    this.repository = new CliRepository(workspace);
    this.index = new ManifestIndex(workspace, disk);
    this.tree = new WorkingTree(this.index, this.repository, path.join(workspace, manifest));
  }

  /** The same repository from another worktree. */
  at(worktree: string): ReleaseBench {
    return new ReleaseBench(this.dir, worktree, this.manifest, this.name);
  }

  dispose(): void {
    removeFolder(this.dir);
  }

  git(...args: string[]): string {
    return git(this.workspace, ...args);
  }

  onRemote(...args: string[]): string {
    return git(this.remote, ...args);
  }

  read(name: string): string {
    return readFileSync(path.join(this.workspace, name), 'utf8');
  }

  /** Writes a file and makes the index see it. */
  write(name: string, text: string): void {
    writeFileSync(path.join(this.workspace, name), text);
    this.index.changed(path.join(this.workspace, name));
  }

  replace(name: string, before: string, after: string): void {
    assert.ok(this.read(name).includes(before), `${name} holds ${before}`);
    this.write(name, this.read(name).replace(before, after));
  }

  /** A second clone, from which another user pushes. */
  somebodyElse(): string {
    const clone = path.join(this.dir, 'clone');
    execFileSync('git', ['clone', '--quiet', this.remote, clone], { stdio: 'ignore' });
    git(clone, 'config', 'user.name', 'Somebody');
    git(clone, 'config', 'user.email', 'somebody@example.invalid');
    return clone;
  }

  async prepare(
    to: string,
    options: Partial<PrepareOptions> = {},
  ): Promise<{ intent: Intent; releaseBranch: string | undefined }> {
    const version = parseReleaseVersion(to);
    assert.ok(version.ok);
    const prepared = await prepareIntent(
      {
        name: this.name,
        version: version.version,
        from: '0.1.0',
        askRemote: true,
        clock: {
          now: () => new Date(`${this.today}T12:00:00`).getTime(),
          after: () => () => undefined,
        },
        ...options,
      },
      this.tree,
      this.repository,
      this.settings,
    );
    assert.ok(prepared.ok, 'reason' in prepared ? prepared.reason : '');
    return prepared;
  }

  async context(to: string, options?: Partial<PrepareOptions>): Promise<ReleaseContext> {
    return new ReleaseContext(
      (await this.prepare(to, options)).intent,
      this.tree,
      this.repository,
      { askRemote: true },
    );
  }

  async plan(to: string, options?: Partial<PrepareOptions>): Promise<ReleasePlan> {
    const { intent, releaseBranch } = await this.prepare(to, options);
    return await planRelease(
      'release',
      new ReleaseContext(intent, this.tree, this.repository, { askRemote: true }),
      this.settings,
      releaseBranch,
    );
  }

  async check(to: string, id: string): Promise<string> {
    const { checks } = await this.plan(to);
    const found = checks.find(check => check.id === id);
    assert.ok(found, id);
    return `${found.state}: ${found.detail}`;
  }

  /** The release as it is known after a crash: what was stored, and nothing else. */
  again({ intent, journal }: Pick<ReleaseContext, 'intent' | 'journal'>): ReleaseContext {
    const { made } = journal;
    const stored = readRecord(JSON.parse(JSON.stringify({ intent, made })));
    assert.ok(stored);
    const again = new ReleaseContext(stored.intent, this.tree, this.repository, {
      askRemote: true,
    });
    again.journal = new MemoryJournal(stored);
    return again;
  }

  /** Runs a release up to the moment in which a fact is about to be made. */
  async stopBefore(fact: FactId, context: ReleaseContext): Promise<void> {
    const abort = new AbortController();
    const outcome = await runFacts(RELEASE_FACTS, context, {
      signal: abort.signal,
      report: facts => {
        const next = facts.find(({ observation }) => observation.state === 'missing');
        if (next?.id === fact && !facts.some(({ inProgress }) => inProgress)) abort.abort();
      },
    });
    assert.equal(outcome.result, 'cancelled', 'failure' in outcome ? outcome.failure.message : '');
  }

  async release(context: ReleaseContext): Promise<Outcome> {
    return await runFacts(RELEASE_FACTS, context);
  }

  /** The state of each fact, by its id. */
  async states(context: ReleaseContext): Promise<Record<string, string>> {
    context.forget();
    return Object.fromEntries(
      (await observeAll(RELEASE_FACTS, context)).map(({ id, observation }) => [
        id,
        observation.state,
      ]),
    );
  }

  /** Asserts that the remote shows a whole release: one commit with the planned files and an annotated tag on it. */
  assertReleased(version: string, files: readonly string[] = SAMPLE_VERSION_FILES): void {
    const commit = this.onRemote('rev-parse', 'main');
    assert.equal(this.onRemote('cat-file', '-t', `v${version}`), 'tag');
    assert.equal(this.onRemote('rev-parse', `v${version}^{commit}`), commit);
    assert.deepEqual(
      this.onRemote('diff-tree', '--no-commit-id', '--name-only', '-r', commit).split('\n'),
      files,
    );
    assert.equal(
      this.onRemote('log', '-1', '--format=%s', commit),
      `chore: bump version to ${version}`,
    );
    assert.match(
      this.onRemote('tag', '-l', '--format=%(contents:subject)', `v${version}`),
      new RegExp(`^Release v${version}$`),
    );
  }

  /** Everything that must not change when nothing is done: refs, index and files. */
  snapshot(): string {
    return [
      this.git('for-each-ref'),
      this.onRemote('for-each-ref'),
      this.git('status', '--porcelain'),
      this.git('diff', 'HEAD'),
      this.git('diff', '--cached'),
    ].join('\n');
  }
}
