import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, lstatSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import * as path from 'node:path';
import { FakeGitHub } from '../fakes/github/fakeGitHub';
import { removeFolder, temporaryFolder } from '../fixtures/files';
import { git, GIT_ENV } from '../fixtures/git';
import { type Flow, type Job, workspaceOf } from './flows';
import { type Fault, faultsOf } from './faults';
import { installCuttingHooks } from './hooks';

/** The moment in which a release is killed, or something fails: one of the program's own, or one inside git. */
export interface Cut {
  readonly where: 'outside' | 'inside';
  readonly number: number;
  /** What fails; absent where the program is killed. */
  readonly fault?: Fault;
  /** What the program does then, such as "run git push". */
  readonly step?: string;
  /** The undo of a release is killed, and not the release itself. */
  readonly isOfUndo?: true;
}

/**
 * What came of an interrupted release.
 * - `identical`: everything is as after an uninterrupted one
 * - `different`: something else is there
 * - `stuck`: it could not be finished
 */
export interface Result {
  readonly cut: Cut;
  readonly resume: 'identical' | 'different' | 'stuck';
  readonly undo: 'identical' | 'different' | 'stuck';
  /** What differs or was said. */
  readonly detail: string;
  /** What the program said where something failed. */
  readonly said?: string;
}

/** Later than everything that is recorded: commits and tags get the same names in every run. */
const DATE = '2040-01-01T00:00:00Z';

/** How long one run may take before it is called stuck. */
const TIMEOUT_MS = 240_000;

/** A flow with what an uninterrupted run of it leaves. */
export class InterruptedFlow {
  readonly #template = temporaryFolder('interruption');
  /** Where the branch of the remote is before the release. */
  #base = '';
  #before = '';
  #released = '';
  /** The moment of the first push, or of the merge, before which a release has most to undo. */
  #stop: Cut = { where: 'outside', number: 0, fault: 'refuse' };

  private constructor(
    private readonly flow: Flow,
    private readonly program: string,
  ) {}

  /** @param program the bundle of program.main.ts */
  static async prepare(
    flow: Flow,
    program: string,
  ): Promise<{ of: InterruptedFlow; cuts: Cut[]; faults: Cut[] }> {
    const of = new InterruptedFlow(flow, program);
    flow.create(of.#template);
    of.#base = git(path.join(of.#template, 'budtiktok.git'), 'rev-parse', 'main');
    const counts = await of.#with(async bench => {
      const [outside, inside] = ['count-outside', 'count-inside'].map(name =>
        path.join(bench.dir, name),
      );
      of.#before = bench.snapshot();
      const said = await bench.run('run', { CUT_COUNT: outside!, CUT_INSIDE_COUNT: inside! });
      if (said !== 'done') throw new Error(`${flow.name}, uninterrupted: ${said}`);
      of.#released = bench.snapshot();
      return { outside: linesIn(outside!), inside: linesIn(inside!) };
    });
    const cuts = (where: Cut['where']) =>
      counts[where].map((_, index): Cut => ({ where, number: index + 1 }));
    const faults = counts.outside.flatMap((step, index) =>
      faultsOf(step).map((fault): Cut => ({ where: 'outside', number: index + 1, fault, step })),
    );
    const stop = counts.outside.findIndex(step =>
      step.startsWith(flow.job.pullRequest === undefined ? 'run git push' : 'request PUT'),
    );
    of.#stop = { ...of.#stop, number: stop + 1 };
    return { of, cuts: [...cuts('outside'), ...cuts('inside')], faults };
  }

  /** The moments at which the undo of a stopped release can be killed. */
  async undoCuts(): Promise<Cut[]> {
    return await this.#with(async bench => {
      await bench.kill(this.#stop);
      const count = path.join(bench.dir, 'count-undo');
      const said = await bench.run('undo', { CUT_COUNT: count });
      if (said !== 'undone') throw new Error(`${this.flow.name}, undo: ${said}`);
      return linesIn(count).map((_, index): Cut => ({
        where: 'outside',
        number: index + 1,
        isOfUndo: true,
      }));
    });
  }

  /** Interrupts a release at a moment; then finishes it, and in another copy takes it back. */
  async interrupt(cut: Cut): Promise<Result> {
    if (cut.isOfUndo === true) return await this.#interruptUndo(cut);
    let said = '';
    const [resume, undo] = await this.#with(async bench => {
      said = await bench.kill(cut);
      if (said === 'done') {
        const ended = judged('not stopped', this.#released, bench.snapshot());
        if (ended.state !== 'identical') return [ended, ended];
      }
      // What GitHub holds by then is not in the folder: there the undone release is killed by itself.
      if (this.flow.isHosted !== true)
        return await this.#with(
          async copy => [await this.#resume(bench), await this.#undo(copy)],
          bench.dir,
        );
      const undone = await this.#with(async other => {
        await other.kill(cut);
        return await this.#undo(other);
      });
      return [await this.#resume(bench), undone];
    });
    return {
      cut,
      resume: resume.state,
      undo: undo.state,
      detail: [resume.detail, undo.detail].filter(Boolean).join(' | '),
      ...(cut.fault !== undefined && { said }),
    };
  }

  /** Kills an undo; then undoes again, and releases anew. */
  async #interruptUndo(cut: Cut): Promise<Result> {
    return await this.#with(async bench => {
      await bench.kill(this.#stop);
      await bench.kill(cut, 'undo');
      const undo = await this.#undo(bench);
      const resume = await this.#resume(bench, this.flow.job.pullRequest !== undefined);
      const detail = [resume.detail, undo.detail].filter(Boolean).join(' | ');
      return { cut, resume: resume.state, undo: undo.state, detail };
    });
  }

  /** @param isOther whether it is another pull request, the number of which makes another merged commit */
  async #resume(bench: Bench, isOther = false): Promise<Judged> {
    const said = await bench.run('run');
    if (said !== 'done') return { state: 'stuck', detail: `resume: ${said}` };
    const shown = (text: string) => (isOther ? text.replaceAll(/\b[0-9a-f]{40}\b/g, '') : text);
    return judged('resume', shown(this.#released), shown(bench.snapshot()));
  }

  async #undo(bench: Bench): Promise<Judged> {
    const { tag, branch } = bench.onRemote();
    const killed = bench.swept();
    const said = await bench.run('undo');
    const after = bench.snapshot();
    if (tag)
      return said.includes('Nothing is undone from there on') || said === 'undone'
        ? judged('undo, refused', killed, after)
        : { state: 'stuck', detail: `undo: ${said}` };
    if (branch !== this.#base)
      return said === 'kept' || said === 'undone'
        ? judged('undo, the commit is on the remote', bench.withoutTag(killed), after)
        : { state: 'stuck', detail: `undo: ${said}` };
    return said === 'undone'
      ? judged('undo', this.#before, after)
      : { state: 'stuck', detail: `undo: ${said}` };
  }

  /** @param from the folder that is copied */
  async #with<T>(use: (bench: Bench) => Promise<T>, from = this.#template): Promise<T> {
    const dir = temporaryFolder('interrupted');
    // Files that a killed program left are old: see `kill`.
    cpSync(from, dir, { recursive: true, preserveTimestamps: true });
    const github =
      this.flow.isHosted === true
        ? await FakeGitHub.start({ base: '/api/v3', autoSync: false, now: () => Date.parse(DATE) })
        : undefined;
    try {
      return await use(new Bench(dir, this.flow, this.program, github));
    } finally {
      await github?.close();
      removeFolder(dir);
    }
  }

  dispose(): void {
    removeFolder(this.#template);
  }
}

interface Judged {
  readonly state: 'identical' | 'different' | 'stuck';
  readonly detail: string;
}

function judged(what: string, wanted: string, found: string): Judged {
  if (wanted === found) return { state: 'identical', detail: '' };
  const [one, other] = [new Set(wanted.split('\n')), new Set(found.split('\n'))];
  const lines = [
    ...[...one].filter(line => !other.has(line)).map(line => `- ${line}`),
    ...[...other].filter(line => !one.has(line)).map(line => `+ ${line}`),
  ];
  return { state: 'different', detail: `${what}: ${lines.slice(0, 6).join(' ; ')}` };
}

function linesIn(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
}

/** One copy of a flow's repository. */
class Bench {
  readonly #workspace: string;
  readonly #remote: string;

  constructor(
    readonly dir: string,
    private readonly flow: Flow,
    private readonly program: string,
    private readonly github: FakeGitHub | undefined,
  ) {
    this.#workspace = workspaceOf(dir);
    this.#remote = path.join(dir, 'budtiktok.git');
    git(this.#workspace, 'remote', 'set-url', 'origin', this.#remote);
    github?.addToken('user-token', { login: 'maintainer', scopes: ['repo', 'workflow'] });
    github?.addRepository({ owner: 'BudEcosystem', name: 'budtiktok', bare: this.#remote });
    installCuttingHooks(this.#workspace, this.#remote);
  }

  /** @returns the last line that the program prints; empty where it was killed */
  async run(mode: Job['mode'], env: Readonly<Record<string, string>> = {}): Promise<string> {
    const job: Job = {
      ...this.flow.job,
      mode,
      workspace: this.#workspace,
      ...(this.github !== undefined && {
        github: { host: new URL(this.github.origin).host, token: 'user-token' },
      }),
    };
    const child = spawn(
      '/bin/sh',
      ['-c', 'CUT_GROUP=$$ exec "$0" "$1"', process.execPath, this.program],
      {
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          ...process.env,
          ...GIT_ENV,
          ...env,
          GIT_AUTHOR_DATE: DATE,
          GIT_COMMITTER_DATE: DATE,
          INTERRUPTION_JOB: JSON.stringify(job),
        },
      },
    );
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    const timer = setTimeout(() => kill(child.pid), TIMEOUT_MS);
    await new Promise(resolve => child.once('close', resolve));
    clearTimeout(timer);
    await groupEnds(child.pid);
    return output.trim().split('\n').at(-1) ?? '';
  }

  /** @returns the last line that the program prints; empty where it was killed */
  async kill({ where, number, fault }: Cut, mode: Job['mode'] = 'run'): Promise<string> {
    const count = path.join(this.dir, 'count-inside');
    const said = await this.run(
      mode,
      where === 'outside'
        ? { CUT_AT: String(number), CUT_FAULT: fault ?? 'kill' }
        : { CUT_INSIDE: String(number), CUT_INSIDE_COUNT: count },
    );
    // The user returns to it later: what the program left is no longer fresh.
    for (const file of filesBelow(this.dir))
      if (/\.(?:tmp|lock)$/.test(file)) utimesSync(file, 1, 1);
    return said;
  }

  /** Whether the remote has the tag of the release, and where its branch is. */
  onRemote(): { tag: boolean; branch: string } {
    return {
      tag: git(this.#remote, 'tag', '--list', `*${this.flow.job.version}`) !== '',
      branch: git(this.#remote, 'rev-parse', 'main'),
    };
  }

  /** A snapshot less the local tag of the release. */
  withoutTag(snapshot: string): string {
    const { version } = this.flow.job;
    return snapshot
      .split('\n')
      .filter(line => !(/^local \S+ refs\/tags\//.test(line) && line.endsWith(version)))
      .join('\n');
  }

  /** A snapshot less what a killed program leaves behind. */
  swept(): string {
    return this.snapshot()
      .split('\n')
      .filter(line => !/^left |^file \S*\.tmp |^status .*\.tmp$/.test(line))
      .join('\n');
  }

  /** Files with their modes and contents, refs, the index, and what is left in the git directories. */
  snapshot(): string {
    const prefixed = (prefix: string, text: string) =>
      text
        .split('\n')
        .filter(line => line !== '')
        .map(line => `${prefix} ${line}`);
    const files = filesBelow(this.#workspace)
      .filter(file => !file.includes(`${path.sep}.git${path.sep}`))
      .map(file => {
        const hash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);
        const mode = (lstatSync(file).mode & 0o777).toString(8);
        return `file ${path.relative(this.#workspace, file)} ${mode} ${hash}`;
      });
    const left = filesBelow(this.dir)
      .map(file => path.relative(this.dir, file))
      .filter(
        file => /\.(?:lock|tmp)$/.test(file) && !/Cargo\.lock$|\.git.budtiktok.release/.test(file),
      );
    return [
      ...files.sort(),
      ...prefixed('head', git(this.#workspace, 'symbolic-ref', 'HEAD')),
      ...prefixed(
        'local',
        git(this.#workspace, 'for-each-ref', '--format=%(objectname) %(refname)'),
      ),
      ...prefixed('remote', git(this.#remote, 'for-each-ref', '--format=%(objectname) %(refname)')),
      ...prefixed('index', git(this.#workspace, 'ls-files', '--stage', '-v')),
      ...prefixed('status', git(this.#workspace, 'status', '--porcelain')),
      ...left.map(file => `left ${file}`),
      // One that was closed without a merge is what *Undo* leaves.
      ...(this.github?.repository().pullRequests ?? [])
        .filter(({ state, mergedAt }) => state === 'open' || mergedAt !== null)
        .map(({ state, title }) => `pull request ${state} ${title}`),
      ...(this.github?.repository().releases ?? []).map(
        ({ tag, name, draft }) => `release ${tag} ${name} ${draft}`,
      ),
    ].join('\n');
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name));
}

function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/** Git goes on at the remote for a moment after the program was killed. */
async function groupEnds(pid: number | undefined): Promise<void> {
  for (let left = 2_000; pid !== undefined && left > 0; left--) {
    try {
      process.kill(-pid, 0);
    } catch {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
