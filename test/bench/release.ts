import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { removeFolder, temporaryFolder } from '../fixtures/files';
import { git, GIT_ENV } from '../fixtures/git';
import { FLOWS, type Job, workspaceOf } from '../interruption/flows';
import { ROOT } from '../harness/paths';
import { median, say, within } from './report';

const PROGRAM = path.join(ROOT, 'out', 'test', 'interruption', 'program.main.js');
const ROUNDS = 7;

/** A whole release of the sample to a bare remote beside the same commands of git, each in a process of its own. */
export function benchRelease(): void {
  const flow = FLOWS.find(({ name }) => name === 'plain');
  if (flow === undefined) throw new Error('The flow "plain" is missing.');
  const dir = temporaryFolder('bench-release');
  try {
    const [template, bare, ours] = ['template', 'bare', 'ours'].map(name => path.join(dir, name));
    flow.create(template!);
    const again = (at: string) => {
      rmSync(at, { recursive: true, force: true });
      cpSync(template!, at, { recursive: true });
      // The copy pushes to the remote beside it.
      git(workspaceOf(at), 'remote', 'set-url', 'origin', `${workspaceOf(at)}.git`);
    };
    again(ours!);
    const trace = path.join(dir, 'trace');
    run(process.execPath, [PROGRAM], ours!, job(flow.job, ours!), { GIT_TRACE2_EVENT: trace });
    const workspace = workspaceOf(ours!);
    const changed = git(workspace, 'diff', '--name-only', 'HEAD~1', 'HEAD').trim().split('\n');
    const after = changed.map(file => readFileSync(path.join(workspace, file), 'utf8'));
    const times = { node: [] as number[], bare: [] as number[], ours: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      again(ours!);
      times.ours.push(run(process.execPath, [PROGRAM], ours!, job(flow.job, ours!)));
      times.node.push(run(process.execPath, ['-e', ''], ours!, ''));
      again(bare!);
      const at = workspaceOf(bare!);
      const start = performance.now();
      changed.forEach((file, index) => writeFileSync(path.join(at, file), after[index]!));
      git(at, 'add', '--', ...changed);
      git(at, 'commit', '--quiet', '--message', 'Release v0.2.0');
      git(at, 'tag', '--annotate', 'v0.2.0', '--message', 'Release v0.2.0');
      git(at, 'push', '--quiet', 'origin', 'HEAD:main');
      git(at, 'push', '--quiet', 'origin', 'v0.2.0');
      times.bare.push(performance.now() - start);
    }
    const bareTime = median(times.bare);
    say(`\nA release of the sample to a bare remote; median of ${ROUNDS}`);
    within('the same commands of git: add, commit, tag, two pushes', bareTime, 'ms');
    within(
      'the release, without the start of node',
      median(times.ours) - median(times.node),
      'ms',
      {
        limit: 1.5 * bareTime,
        of: '1.5 × git',
      },
    );
    say(
      `    git processes that the release starts: ${gitProcesses(trace)}, of which bare git needs 5`,
    );
  } finally {
    removeFolder(dir);
  }
}

function job(of: Partial<Job>, at: string): string {
  return JSON.stringify({ mode: 'run', ...of, workspace: workspaceOf(at) });
}

/** @returns milliseconds @throws where the program fails */
function run(
  command: string,
  args: readonly string[],
  cwd: string,
  release: string,
  env: NodeJS.ProcessEnv = {},
): number {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...GIT_ENV, ...env, INTERRUPTION_JOB: release },
  });
  const elapsed = performance.now() - start;
  if (status !== 0 || (release !== '' && !stdout.includes('done')))
    throw new Error(`${args.join(' ')}: ${stdout}${stderr}`);
  return elapsed;
}

/** Git names a process that another git started with a "/" in its id. */
function gitProcesses(trace: string): number {
  return readFileSync(trace, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as { readonly event: string; readonly sid: string })
    .filter(({ event, sid }) => event === 'start' && !sid.includes('/')).length;
}
