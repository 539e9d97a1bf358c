import './cuts';
import * as path from 'node:path';
import { GitHubHost } from '../../src/github/address';
import { GitHubClient } from '../../src/github/client';
import { disk } from '../../src/manifests/scan/fileReader';
import { ManifestIndex } from '../../src/manifests/scan/manifestIndex';
import {
  type Outcome,
  PUBLISH_FACTS,
  RELEASE_FACTS,
  runFacts,
  undoAll,
} from '../../src/release/engine';
import type { Hosting } from '../../src/release/hosting';
import { type Intent, throughPullRequest } from '../../src/release/intent';
import { prepareIntent } from '../../src/release/prepareIntent';
import { StoredReleases } from '../../src/release/record/storedReleases';
import { ReleaseContext } from '../../src/release/releaseContext';
import { GitFailure } from '../../src/release/repository';
import { DEFAULT_SETTINGS } from '../../src/release/settings';
import { WorkingTree } from '../../src/release/workingTree';
import { parseReleaseVersion } from '../../src/versions/releaseVersion';
import { CliRepository } from '../fixtures/cliRepository';
import type { Job } from './flows';

/** Releases, resumes or takes back as the editor does, and prints what came of it. */
async function main(job: Job): Promise<string> {
  const { workspace, manifest, version } = job;
  const repository = new CliRepository(workspace);
  const index = new ManifestIndex(workspace, disk);
  const tree = new WorkingTree(index, repository, path.join(workspace, manifest));
  const stored = await StoredReleases.of(workspace);
  const hosting = job.github && (await hostingOf(job.github));
  const contextOf = (intent: Intent) =>
    new ReleaseContext(intent, tree, repository, { askRemote: true, hosting });

  if (job.mode === 'undo') {
    const record = await stored.record(manifest);
    const claimed = await stored.claim(manifest);
    if (record === undefined || claimed === undefined) return 'undone';
    const context = contextOf(record.intent);
    context.journal = claimed.journal;
    try {
      const { kept } = await withoutStaleLocks(repository, () => undoAll(RELEASE_FACTS, context));
      await claimed.release();
      if (kept.length === 0) await stored.forget(manifest);
      return kept.length === 0 ? 'undone' : 'kept';
    } finally {
      await claimed.release();
    }
  }

  const parsed = parseReleaseVersion(version);
  if (!parsed.ok) throw new Error(parsed.reason);
  const record = await stored.record(manifest);
  let intent = record?.intent;
  if (intent === undefined) {
    const prepared = await prepareIntent(
      {
        name: job.name,
        version: parsed.version,
        from: job.from,
        ...(job.tag !== undefined && { tag: job.tag }),
        ...(job.members !== undefined && { members: job.members }),
        ...(job.entry !== undefined && { entry: job.entry }),
        askRemote: true,
        clock: { now: () => Date.UTC(2026, 0, 31, 12), after: () => () => undefined },
      },
      tree,
      repository,
      { ...DEFAULT_SETTINGS, ...job.settings },
    );
    if (!prepared.ok) throw new Error(prepared.reason);
    intent = {
      ...prepared.intent,
      ...(job.publication !== undefined && { publication: job.publication }),
    };
    if (job.pullRequest !== undefined) intent = throughPullRequest(intent, false);
  }
  const context = contextOf(intent);
  const release = async () => {
    const claimed = await stored.confirm(context.intent, (await repository.head()).commit);
    context.journal = claimed.journal;
    try {
      const ended = await runFacts(
        job.publication === undefined ? RELEASE_FACTS : PUBLISH_FACTS,
        context,
      );
      if (ended.result === 'failed' && isLocked(ended.failure.cause)) throw ended.failure.cause;
      return ended;
    } finally {
      await claimed.release();
    }
  };
  let outcome = await withoutStaleLocks(repository, release);
  if (outcome.result === 'waiting') {
    await mergePullRequest(job);
    outcome = await withoutStaleLocks(repository, release);
  }
  if (outcome.result === 'done') await stored.forget(manifest);
  return describe(outcome);
}

/** What a reviewer does on the page of the pull request. */
async function mergePullRequest({ github, pullRequest = 'merge' }: Job): Promise<void> {
  const { host = '', token = '' } = github ?? {};
  const call = (method: string, route: string, body?: unknown) =>
    fetch(`http://${host}/api/v3/repos/BudEcosystem/budtiktok/pulls${route}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'user-agent': 'reviewer' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const [open] = (await (await call('GET', '')).json()) as { number: number }[];
  if (open !== undefined) await call('PUT', `/${open.number}/merge`, { merge_method: pullRequest });
}

function describe(outcome: Outcome): string {
  return outcome.result === 'failed'
    ? `failed: ${outcome.failure.message} ${outcome.failure.advice}`
    : outcome.result;
}

function isLocked(error: unknown): error is GitFailure {
  return error instanceof GitFailure && error.reason === 'locked';
}

/** Does as the message of a locked repository says: removes the lock that an ended process left, and tries again. */
async function withoutStaleLocks<T>(repository: CliRepository, run: () => Promise<T>): Promise<T> {
  for (let attempts = 0; ; attempts++) {
    try {
      return await run();
    } catch (error) {
      if (!isLocked(error) || attempts === 3) throw error;
      await repository.removeLocks((await repository.locks()).files);
    }
  }
}

async function hostingOf({
  host,
  token,
}: {
  readonly host: string;
  readonly token: string;
}): Promise<Hosting> {
  const client = await GitHubClient.create(
    { host, owner: 'BudEcosystem', name: 'budtiktok' },
    token,
    { userAgent: 'test' },
  );
  return {
    state: 'seen',
    host: new GitHubHost(client, () => Promise.resolve({ state: 'none', detail: '' })),
  };
}

/** The checks before the next release offer to remove the locks that block nothing now. */
async function withoutLocks({ workspace }: Job): Promise<void> {
  const repository = new CliRepository(workspace);
  await repository.removeLocks((await repository.locks()).files);
}

const job = JSON.parse(process.env['INTERRUPTION_JOB'] ?? '{}') as Job;
main(job).then(
  async result => {
    if (job.mode === 'undo' || result === 'done') await withoutLocks(job);
    console.log(result);
  },
  async (error: unknown) => {
    if (job.mode === 'undo') await withoutLocks(job);
    console.log(`failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  },
);
