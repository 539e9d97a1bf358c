import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import { GitHubClient } from '../../src/github/client';
import type { Attention } from '../../src/github/pollInterval';
import { RunMonitor } from '../../src/github/runMonitor';
import { listJobs, listRuns } from '../../src/github/runs';
import { FakeClock } from '../fakes/clock';
import { FakeGitHub } from '../fakes/github/fakeGitHub';
import { removeFolder, temporaryFolder, writeFilesTo } from '../fixtures/files';
import { configureIdentity, git } from '../fixtures/git';
import { say } from './report';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long the run takes until its last job is done. */
const RUN_TAKES = 30 * MINUTE;

const TOKEN = 'user-token';

/** A run of eight jobs as they are: seven builds on four systems at once, then one that publishes. */
const WORKFLOW = `name: Build and Publish Python Package
on:
  release: { types: [published] }
jobs:
  linux:
    runs-on: ubuntu-latest
    strategy: { matrix: { target: [x86_64, aarch64, armv7] } }
    steps: [{ uses: actions/checkout@v4 }, { uses: PyO3/maturin-action@v1 }, { uses: actions/upload-artifact@v4 }]
  macos:
    runs-on: macos-latest
    strategy: { matrix: { target: [x86_64, aarch64] } }
    steps: [{ uses: actions/checkout@v4 }, { uses: PyO3/maturin-action@v1 }, { uses: actions/upload-artifact@v4 }]
  windows:
    runs-on: windows-latest
    steps: [{ uses: actions/checkout@v4 }, { uses: PyO3/maturin-action@v1 }, { uses: actions/upload-artifact@v4 }]
  sdist:
    runs-on: ubuntu-latest
    steps: [{ uses: actions/checkout@v4 }, { uses: PyO3/maturin-action@v1 }, { uses: actions/upload-artifact@v4 }]
  publish:
    needs: [linux, macos, windows, sdist]
    runs-on: ubuntu-latest
    steps: [{ uses: PyO3/maturin-action@v1, with: { command: upload } }]
`;

/** When jobs begin, in minutes after the run, and how long they take. Emulated targets take longest. */
const JOBS: readonly (readonly [name: string, begins: number, takes: number])[] = [
  ['linux (x86_64)', 0.2, 4],
  ['linux (aarch64)', 0.2, 18],
  ['linux (armv7)', 0.3, 24.5],
  ['macos (x86_64)', 1.5, 9],
  ['macos (aarch64)', 1, 6],
  ['windows', 0.5, 11],
  ['sdist', 0.2, 0.8],
  ['publish', 25.5, 4.5],
];

/** Something that watches a commit's run, in the time of a clock. */
type Poller = (place: Place) => { readonly settled: () => Promise<void> };

interface Place {
  readonly github: FakeGitHub;
  readonly client: GitHubClient;
  readonly clock: FakeClock;
  readonly head: string;
  /** The end of the run was seen. */
  readonly ended: () => void;
}

interface Count {
  readonly total: number;
  readonly unchanged: number;
  readonly idle: number;
  /** How long after the end of the run it was seen, in milliseconds. */
  readonly late: number;
}

/** Requests for one run from the publication of the Release to the end, and in the hour after it. */
export async function benchPolling(): Promise<void> {
  say(
    `A run of ${JOBS.length} jobs that takes ${RUN_TAKES / MINUTE} minutes, watched over the fake GitHub and in its time`,
  );
  print('the monitor, looked at', await watch(monitored({ focused: true, visible: true })));
  print(
    'the monitor, the window in the background',
    await watch(monitored({ focused: false, visible: false })),
  );
  print('peer: run and jobs every 5 s, without ETags', await watch(everyFiveSeconds));
}

function print(what: string, { total, unchanged, idle, late }: Count): void {
  const number = (value: number) => String(value).padStart(5);
  say(
    `  ${what.padEnd(46)} ${number(total)} requests, ${number(unchanged)} of them 304; ${number(idle)} in an idle hour; end seen after ${number(late / SECOND)} s`,
  );
}

function monitored(attention: Attention): Poller {
  return ({ client, clock, head, ended }) => {
    const monitor = new RunMonitor(
      {
        runs: headSha => listRuns(client, { headSha, most: 100 }),
        jobs: runId => listJobs(client, runId),
      },
      clock,
      { changed: () => undefined, finished: ended },
    );
    monitor.attention = attention;
    monitor.expect(head);
    return { settled: () => monitor.settled() };
  };
}

/** What a loop with a timer does: it finds the run, and reads it and its jobs as long as it is there. */
const everyFiveSeconds: Poller = ({ github, clock, head, ended }) => {
  let looking = Promise.resolve();
  const read = async (route: string): Promise<unknown> =>
    (
      await fetch(`${github.url}/repos/octo/wheels/actions/runs${route}`, {
        headers: { authorization: `Bearer ${TOKEN}`, 'user-agent': 'poller' },
      })
    ).json();
  let id: number | undefined;
  const look = async () => {
    if (id === undefined) {
      id = ((await read(`?head_sha=${head}`)) as { workflow_runs: { id: number }[] })
        .workflow_runs[0]?.id;
    } else {
      const { status } = (await read(`/${id}`)) as { status: string };
      await read(`/${id}/jobs?per_page=100`);
      if (status === 'completed') ended();
    }
    clock.after(5 * SECOND, begin);
  };
  const begin = () => {
    looking = look();
  };
  begin();
  return { settled: () => looking };
};

async function watch(poller: Poller): Promise<Count> {
  const dir = temporaryFolder('polling');
  const time = { now: Date.UTC(2026, 0, 5, 12) };
  const github = await FakeGitHub.start({ now: () => time.now, base: '/api/v3', autoSync: false });
  try {
    const head = publishable(dir);
    github.addToken(TOKEN, { login: 'maintainer', scopes: ['repo', 'workflow'] });
    github.addRepository({ owner: 'octo', name: 'wheels', bare: path.join(dir, 'wheels.git') });
    const client = await GitHubClient.create(
      { host: new URL(github.origin).host, owner: 'octo', name: 'wheels' },
      TOKEN,
      { userAgent: 'bench', now: () => time.now },
    );
    await client.rest.repos.createRelease({ ...client.repository, tag_name: 'v0.2.0' });
    const clock = new FakeClock(time);
    const { id } = github.repository().runs[0]!;
    const end = play(github, clock, id);
    const from = github.requests.length;
    let seen: number | undefined;
    const { settled } = poller({
      github,
      client,
      clock,
      head,
      ended: () => {
        seen ??= time.now;
      },
    });
    await clock.advance(RUN_TAKES + 5 * MINUTE, settled);
    assert.deepEqual(github.state(id), { status: 'completed', conclusion: 'success' });
    assert.ok(seen !== undefined, 'the end was seen');
    const during = github.requests.slice(from).filter(request => request.time <= (seen ?? 0));
    const before = github.requests.length;
    await clock.advance(HOUR, settled);
    return {
      total: during.length,
      unchanged: during.filter(({ status }) => status === 304).length,
      idle: github.requests.length - before,
      late: seen - end,
    };
  } finally {
    await github.close();
    removeFolder(dir);
  }
}

/** Makes a repository whose tag is on its remote. @returns its commit */
function publishable(dir: string): string {
  const workspace = path.join(dir, 'wheels');
  git(dir, 'init', '--quiet', '--bare', '--initial-branch=main', 'wheels.git');
  git(dir, 'init', '--quiet', '--initial-branch=main', 'wheels');
  configureIdentity(workspace);
  writeFilesTo(workspace, { '.github/workflows/release.yml': WORKFLOW });
  git(workspace, 'add', '--all');
  git(workspace, 'commit', '--quiet', '--message', 'ci: wheels');
  git(workspace, 'tag', 'v0.2.0');
  git(workspace, 'push', '--quiet', path.join(dir, 'wheels.git'), 'main', 'v0.2.0');
  return git(workspace, 'rev-parse', 'HEAD');
}

/** Lets the jobs of a run begin, go from step to step and end in their time. @returns when the last one ends */
function play(github: FakeGitHub, clock: FakeClock, id: number): number {
  const ends = JOBS.map(([name, begins, takes]) => {
    const at = (part: number, change: Parameters<FakeGitHub['advance']>[2]) =>
      clock.after(Math.round((begins + part * takes) * MINUTE), () =>
        github.advance(id, name, change),
      );
    at(0, { status: 'in_progress' });
    at(0.03, { step: { name: 'Run PyO3/maturin-action@v1' } });
    if (name !== 'publish') at(0.98, { step: { name: 'Run actions/upload-artifact@v4' } });
    at(1, { conclusion: 'success' });
    return begins + takes;
  });
  return clock.now() + Math.max(...ends) * MINUTE;
}
