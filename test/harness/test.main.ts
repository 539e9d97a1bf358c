import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import { removeFolder, temporaryFolder } from '../fixtures/files';
import { SUITES } from '../host/suites';
import { chooseHost, type Host } from './host';
import { ROOT } from './paths';
import { packageExtension } from './package';
import type { Results } from './runMocha';
import { inHost, withResults } from './runSuite';
import { has } from './toolchain';

const TESTS = path.join(ROOT, 'out', 'test');

/**
 * `npm test [unit|host|ui …]`: unit tests in plain Node, host tests inside a real VS Code (all suites, or those that are
 * named), UI tests that click in one.
 * Ends with the counts of all and the exit code that they deserve.
 */
async function main(): Promise<number> {
  const wanted = process.argv.slice(2);
  const isWanted = (kind: string) => wanted.length === 0 || wanted.includes(kind);
  const all: (Results & { kind: string })[] = [];

  const hasWindows = isWanted('host') || isWanted('ui');
  // Before anything runs what is built: packaging builds it anew.
  if (isWanted('ui')) await packageExtension();
  // Windows wait most of the time: the unit tests run meanwhile, and are printed when they are over.
  const unit = isWanted('unit') ? unitTests(hasWindows) : undefined;
  if (hasWindows) {
    const host = await chooseHost();
    console.log(`\nHost: ${host.name}`);
    if (isWanted('host')) {
      const named = Object.keys(SUITES).filter(name => wanted.includes(name));
      for (const name of named.length > 0 ? named : Object.keys(SUITES)) all.push({ kind: 'host', ...await suite(host, name) });
    }
    if (isWanted('ui')) all.push({ kind: 'ui', ...await inNode('ui', testFiles('ui'), 120_000, false) });
  }
  if (unit !== undefined) all.unshift(...(await unit).map(results => ({ kind: 'unit', ...results })));
  return report(all);
}

function report(all: readonly (Results & { kind: string })[]): number {
  console.log('');
  for (const kind of ['unit', 'host', 'ui']) {
    const results = all.filter(result => result.kind === kind);
    if (results.length > 0) console.log(`${kind}: ${sum(results, 'passed')} passed, ${sum(results, 'failed')} failed`);
  }
  if (!has('cargo')) console.log('cargo is not installed: what it would say of the bumped files was not asked.');
  for (const title of all.flatMap(({ skipped }) => skipped)) console.log(`skipped: ${title}`);
  const failed = sum(all, 'failed');
  console.log(`${sum(all, 'passed')} passed, ${failed} failed`);
  return failed === 0 && all.length > 0 ? 0 : 1;
}

function sum(results: readonly Results[], field: 'passed' | 'failed'): number {
  return results.reduce((total, result) => total + result[field], 0);
}

/**
 * Runs the unit tests, each room in a Node of its own: a process that has grown large takes ten times as long to start
 * git, and the tests of releases start it thousands of times.
 */
async function unitTests(isKept: boolean): Promise<Results[]> {
  const rooms = new Map<string, string[]>();
  for (const file of testFiles('unit')) {
    const [room = ''] = path.relative(path.join(TESTS, 'unit'), file).split(path.sep);
    rooms.set(room, [...rooms.get(room) ?? [], file]);
  }
  const results: Results[] = [];
  for (const [room, files] of rooms) results.push(await inNode(`unit: ${room}`, files, 60_000, isKept));
  return results;
}

function testFiles(kind: string): string[] {
  const dir = path.join(TESTS, kind);
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.test.js')).map(file => path.join(dir, file));
}

/** Runs test files in a Node of their own. @param isKept prints what it says when it is over, and not between the lines of others */
function inNode(title: string, files: readonly string[], timeout: number, isKept: boolean): Promise<Results> {
  return withResults(results => new Promise(resolve => {
    const args = ['--enable-source-maps', path.join(TESTS, 'harness/mocha.main.js'), results, String(timeout), ...files];
    const child = spawn(process.execPath, args, { stdio: ['ignore', isKept ? 'pipe' : 'inherit', isKept ? 'pipe' : 'inherit'] });
    const kept: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => kept.push(chunk));
    child.once('close', () => {
      if (isKept) console.log(`\n[${title}]\n${Buffer.concat(kept).toString('utf8')}`);
      resolve();
    });
  }));
}

/** Runs a suite in a window of its own. */
async function suite(host: Host, name: string): Promise<Results> {
  const dir = temporaryFolder('host');
  try {
    console.log(`\n[${name}]`);
    return await inHost(host, path.join(TESTS, 'host', name), SUITES[name]!(dir));
  } finally {
    removeFolder(dir);
  }
}

void main().then(code => process.exit(code), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
