import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, statfsSync, statSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { removeFolder } from '../fixtures/files';
import { SUITES } from '../host/suites';
import { startCanaryWatch } from './canary';
import { chooseHost } from './host';
import { ROOT } from './paths';
import { packageExtension } from './package';
import type { Results } from './runMocha';
import { withResults } from './runSuite';
import { has } from './toolchain';

const TESTS = path.join(ROOT, 'out', 'test');
const HARNESS = path.join(TESTS, 'harness');

/** A part of the tests that runs in a Node of its own. */
interface Job {
  readonly kind: 'unit' | 'host' | 'ui';
  readonly title: string;
  /** The program and its arguments before and after the file of its results. */
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * `npm test [unit|host|ui …]`: unit tests in plain Node, host tests inside a real VS Code (all suites, or those that are
 * named), UI tests that click in one. With `--lowest` in the lowest VS Code that package.json names.
 * Ends with the counts of all and the exit code that they deserve.
 */
async function main(): Promise<number> {
  const memory = temporaryFolderInMemory();
  if (memory !== undefined) {
    process.env['TMPDIR'] = memory;
    // What is left in memory would stay there until the computer is started again.
    process.once('exit', () => removeFolder(memory));
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => process.exit(1));
  }
  const args = process.argv.slice(2);
  if (args.includes('--lowest')) {
    // There is no display in which a desktop build of that version could be compared.
    process.env['BUDTIKTOK_HOST'] = 'server';
    process.env['BUDTIKTOK_VSCODE'] = 'lowest';
  }
  const canaries = startCanaryWatch();
  const all = await runWanted(args.filter(arg => arg !== '--lowest'));
  return report([...all, withoutCanaries(canaries())]);
}

/** That no process has printed, written or passed on a token of the tests counts as a test. */
function withoutCanaries(found: readonly string[]): Results & { readonly kind: 'unit' } {
  console.log(`\nTokens of the tests in output, files and arguments: ${found.length}`);
  for (const line of found) console.log(`  ${line}`);
  const failed = Number(found.length > 0);
  return { kind: 'unit', passed: 1 - failed, failed, skipped: [] };
}

async function runWanted(
  wanted: readonly string[],
): Promise<readonly (Results & { readonly kind: Job['kind'] })[]> {
  const isWanted = (kind: string) => wanted.length === 0 || wanted.includes(kind);

  // Before anything runs what is built: packaging builds it anew.
  if (isWanted('ui')) await packageExtension();
  // What a host needs is installed once, before several ask for it.
  if (isWanted('host') || isWanted('ui')) console.log(`\nHost: ${(await chooseHost()).name}`);

  const jobs: Job[] = [];
  if (isWanted('unit')) jobs.push(...unitJobs());
  if (isWanted('ui')) jobs.push(...uiJobs());
  if (isWanted('host')) jobs.push(...hostJobs(wanted));
  return await runAll(jobs);
}

/**
 * A folder in memory for all temporary files, where the system has one and room in it. The tests make and remove tens of
 * thousands of small files, and a file system that keeps what was removed for a while (ext4) takes twice as long over it.
 */
function temporaryFolderInMemory(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize >= 4 * 1024 ** 3 ? mkdtempSync('/dev/shm/budtiktok-') : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs jobs side by side. A window waits most of the time, a unit test hardly ever: there is a lane more than there are
 * processors. What a job says is printed when it is over, or as it says it where it is the only one.
 */
async function runAll(jobs: readonly Job[]): Promise<(Results & { kind: Job['kind'] })[]> {
  const queue = [...jobs];
  const all: (Results & { kind: Job['kind'] })[] = [];
  const lane = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift())
      all.push({ kind: job.kind, ...(await run(job, jobs.length > 1)) });
  };
  await Promise.all(Array.from({ length: Math.min(os.availableParallelism(), 3) + 1 }, lane));
  return all;
}

function report(all: readonly (Results & { kind: string })[]): number {
  console.log('');
  for (const kind of ['unit', 'host', 'ui']) {
    const results = all.filter(result => result.kind === kind);
    if (results.length > 0)
      console.log(`${kind}: ${sum(results, 'passed')} passed, ${sum(results, 'failed')} failed`);
  }
  if (!has('cargo'))
    console.log('cargo is not installed: what it would say of the bumped files was not asked.');
  for (const title of all.flatMap(({ skipped }) => skipped))
    console.log(`skipped: ${printable(title)}`);
  const failed = sum(all, 'failed');
  console.log(`${sum(all, 'passed')} passed, ${failed} failed`);
  return failed === 0 && all.length > 1 ? 0 : 1;
}

function sum(results: readonly Results[], field: 'passed' | 'failed'): number {
  return results.reduce((total, result) => total + result[field], 0);
}

/** Its tests start git thousands of times: they take longest and begin first. */
const LONGEST = 'release';

/**
 * The unit tests, each folder in a Node of its own: a process that has grown large takes ten times as long to start git,
 * and the tests of releases start it thousands of times.
 */
function unitJobs(): Job[] {
  const folders = new Map<string, string[]>();
  for (const file of testFiles('unit')) {
    const relative = path.relative(path.join(TESTS, 'unit'), file);
    const [room = ''] = relative.split(path.sep);
    const folder = room === LONGEST ? path.dirname(relative) : room;
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  const order = ([folder]: readonly [string, unknown]) => Number(!folder.startsWith(LONGEST));
  return [...folders]
    .sort((a, b) => order(a) - order(b))
    .map(([folder, files]) => ({
      kind: 'unit',
      title: `unit: ${folder}`,
      program: 'mocha.main.js',
      args: ['60000', ...files],
    }));
}

/** The UI tests, the longest files first, so that no lane ends long before another. */
function uiJobs(): Job[] {
  const files = testFiles('ui').sort((a, b) => statSync(b).size - statSync(a).size);
  return files.map(file => ({
    kind: 'ui',
    title: `ui: ${path.basename(file, '.test.js')}`,
    program: 'mocha.main.js',
    args: ['120000', file],
  }));
}

/** The suites that are named, or all. */
function hostJobs(wanted: readonly string[]): Job[] {
  const names = Object.keys(SUITES);
  const named = names.filter(name => wanted.includes(name));
  return (named.length > 0 ? named : names).map(name => ({
    kind: 'host',
    title: `host: ${name}`,
    program: 'suite.main.js',
    args: [name],
  }));
}

function testFiles(kind: string): string[] {
  const dir = path.join(TESTS, kind);
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.test.js'))
    .map(file => path.join(dir, file));
}

/** @param isKept prints what the job says when it is over, and not between the lines of others */
function run({ title, program, args }: Job, isKept: boolean): Promise<Results> {
  return withResults(
    results =>
      new Promise(resolve => {
        const output = isKept ? 'pipe' : 'inherit';
        const child = spawn(
          process.execPath,
          ['--enable-source-maps', path.join(HARNESS, program), results, ...args],
          { stdio: ['ignore', output, output] },
        );
        const kept: Buffer[] = [];
        for (const stream of [child.stdout, child.stderr])
          stream?.on('data', (chunk: Buffer) => kept.push(chunk));
        child.once('close', () => {
          if (isKept)
            console.log(`\n[${title}]\n${printable(Buffer.concat(kept).toString('utf8'))}`);
          resolve();
        });
      }),
  );
}

/** Shows control characters, as titles of tests on hostile input have them, as escapes. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is replaced
  return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, character => {
    const code = character.charCodeAt(0).toString(16).padStart(2, '0');
    return `\\x${code}`;
  });
}

void main().then(
  code => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
