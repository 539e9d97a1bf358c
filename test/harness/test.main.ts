import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import { removeFolder, temporaryFolder } from '../fixtures/files';
import { SUITES } from '../host/suites';
import { chooseHost, type Host } from './host';
import { ROOT } from './paths';
import type { Results } from './runMocha';
import { inHost, withResults } from './runSuite';
import { has } from './toolchain';

/**
 * `npm test [unit|host|ui …]`: unit tests in plain Node, host tests inside a real VS Code (all suites, or those that are
 * named), UI tests that click in one.
 * Ends with the counts of all and the exit code that they deserve.
 */
async function main(): Promise<number> {
  const wanted = process.argv.slice(2);
  const isWanted = (kind: string) => wanted.length === 0 || wanted.includes(kind);
  const all: (Results & { kind: string })[] = [];

  if (isWanted('unit')) all.push({ kind: 'unit', ...await inNode('unit', 20_000) });
  if (isWanted('host') || isWanted('ui')) {
    const host = await chooseHost();
    console.log(`\nHost: ${host.name}`);
    if (isWanted('host')) {
      const named = Object.keys(SUITES).filter(name => wanted.includes(name));
      for (const name of named.length > 0 ? named : Object.keys(SUITES)) all.push({ kind: 'host', ...await suite(host, name) });
    }
    if (isWanted('ui')) all.push({ kind: 'ui', ...await inNode('ui', 120_000) });
  }
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

/** Runs all tests of a kind in a Node of their own. */
function inNode(kind: string, timeout: number): Promise<Results> {
  const dir = path.join(ROOT, 'out', 'test', kind);
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.test.js')).map(file => path.join(dir, file));
  return withResults(results => {
    spawnSync(process.execPath, ['--enable-source-maps', path.join(ROOT, 'out/test/harness/mocha.main.js'), results, String(timeout), ...files], { stdio: 'inherit' });
    return Promise.resolve();
  });
}

/** Runs a suite in a window of its own. */
async function suite(host: Host, name: string): Promise<Results> {
  const dir = temporaryFolder('host');
  try {
    console.log(`\n[${name}]`);
    return await inHost(host, path.join(ROOT, 'out', 'test', 'host', name), SUITES[name]!(dir));
  } finally {
    removeFolder(dir);
  }
}

void main().then(code => process.exit(code), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
