import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { messageOf } from '../../src/base/errors';
import { removeFolder, temporaryFolder, type Files, writeFilesTo } from '../fixtures/files';
import { GIT_ENV } from '../fixtures/git';
import { largeWorkspace } from '../fixtures/largeWorkspace';
import { createSample } from '../fixtures/sample';
import { STATIC } from '../fixtures/shapes';
import type { Host } from '../harness/host';
import { ROOT } from '../harness/paths';
import { inHost } from '../harness/runSuite';
import { median, say, within } from './report';
import { type Measured, recorded } from './times';

const WINDOWS = 8;

/** What has to be measured inside of VS Code, each in windows of its own. */
export async function benchWindows(host: Host, peer: string | undefined): Promise<void> {
  say(`\nInside of ${host.name}`);
  const dir = temporaryFolder('bench');
  try {
    for (const bench of [
      () => benchActivation(host, dir, peer),
      () => benchLooks(host, dir),
      () => benchKeystrokes(host, dir),
    ])
      await bench().catch((error: unknown) => say(`    not measured: ${messageOf(error)}`));
  } finally {
    removeFolder(dir);
  }
}

/** @param peer folder of another extension, built, to activate after this one */
async function benchActivation(host: Host, dir: string, peer: string | undefined): Promise<void> {
  const open = path.join(dir, 'empty');
  const beside = path.join(dir, 'bench.empty-0.0.1');
  writeFilesTo(dir, {
    'empty/README.md': '',
    'bench.empty-0.0.1/package.json': JSON.stringify({
      name: 'empty',
      publisher: 'bench',
      version: '0.0.1',
      engines: { vscode: '^1.60.0' },
      main: './extension.js',
      activationEvents: [],
    }),
    'bench.empty-0.0.1/extension.js': 'exports.activate = () => {};\n',
  });
  const all: Measured[] = [];
  for (let window = 0; window < WINDOWS; window++)
    all.push(
      ...(await measure(host, 'activation', dir, open, {
        extensions: [beside, ...(peer === undefined ? [] : [peer])],
        env: {
          BUDTIKTOK_BESIDE: 'bench.empty',
          ...(peer !== undefined && { BUDTIKTOK_PEER: idOf(peer) }),
        },
      })),
    );
  const of = (what: string) => median(valuesOf(all, what));
  say(`  Activation in an empty folder, median of ${WINDOWS} windows`);
  within('an empty extension', of('empty'), 'ms');
  within('this extension', of('own'), 'ms', { limit: of('empty') + 20, of: 'empty + 20 ms' });
  if (peer !== undefined)
    within(`peer: ${idOf(peer)}`, of('peer'), 'ms', {
      limit: Infinity,
      of: `${(of('peer') / of('own')).toFixed(1)} × this extension; aim ≥ 15 ×`,
    });
  within('until the rest of the code is read and has started', of('start'), 'ms');
  within('heap once idle, no package in the folder', of('heap') / 1e6, 'MB', {
    limit: 4,
    of: '4 MB',
  });
}

async function benchLooks(host: Host, dir: string): Promise<void> {
  say('  A look at the whole workspace from nothing, beside `git ls-files --cached --others`');
  const trees: readonly (readonly [string, (at: string) => string])[] = [
    ['the sample', at => createSample(at).workspace],
    ['8,600 files with a committed .venv', at => repository(at, withEnvironment(8_600))],
    ['200 crates, a lock of 12,004 lines', at => repository(at, largeWorkspace(200, 12_000))],
    ['100,000 files', at => repository(at, { ...STATIC, ...plainFiles(100_000) })],
  ];
  for (const [name, create] of trees) {
    const at = path.join(dir, `tree-${name.replace(/\W+/g, '-')}`);
    const open = create(at);
    const all = await measure(host, 'look', dir, open, {});
    removeFolder(at);
    const [look = Number.NaN] = valuesOf(all, 'look');
    const [list = Number.NaN] = valuesOf(all, 'list');
    within(name, look, 'ms', { limit: 1.5 * list, of: `1.5 × git's ${list.toFixed(1)} ms` });
  }
}

async function benchKeystrokes(host: Host, dir: string): Promise<void> {
  const open = repository(path.join(dir, 'keystroke'), largeWorkspace(200, 12_000));
  const all = await measure(host, 'keystroke', dir, open, {});
  const [keystroke = Number.NaN] = valuesOf(all, 'keystroke');
  const [blocked = Number.NaN] = valuesOf(all, 'blocked');
  say('  A keystroke in the workspace of 200 crates, median of 20');
  within('in pyproject.toml, until the diagnostic is there', keystroke, 'ms', {
    limit: 130,
    of: 'the pause of 100 ms + 30 ms',
  });
  within('in the lock: the longest time in which the host is blocked', blocked, 'ms', {
    limit: 10,
    of: '10 ms',
  });
}

async function measure(
  host: Host,
  suite: string,
  dir: string,
  open: string,
  { env = {}, extensions = [] }: { env?: Record<string, string>; extensions?: string[] },
): Promise<Measured[]> {
  const times = path.join(dir, 'times.jsonl');
  writeFileSync(times, '');
  const { failed } = await inHost(host, path.join(ROOT, 'out', 'test', 'bench', 'host', suite), {
    open,
    extensions,
    env: { ...GIT_ENV, ...env, BUDTIKTOK_TIMES: times },
  });
  if (failed > 0) throw new Error(`The window did not measure everything: ${suite}.`);
  return recorded(times);
}

function valuesOf(all: readonly Measured[], what: string): number[] {
  return all.filter(found => found.what === what).map(({ value }) => value);
}

function repository(dir: string, files: Files): string {
  mkdirSync(dir, { recursive: true });
  writeFilesTo(dir, files);
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all', '--force'],
  ])
    execFileSync('git', args, { cwd: dir, env: { ...process.env, ...GIT_ENV } });
  return dir;
}

function withEnvironment(count: number): Files {
  const module = (index: number) =>
    `.venv/lib/python3.12/site-packages/package${index % 80}/module${index}.py`;
  return {
    ...STATIC,
    '.venv/pyvenv.cfg': 'home = /usr\n',
    ...Object.fromEntries(Array.from({ length: count }, (_, index) => [module(index), ''])),
  };
}

function plainFiles(count: number): Files {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `data/${Math.floor(index / 50) % 40}/${Math.floor(index / 50)}/${index}.txt`,
      '',
    ]),
  );
}

function idOf(extension: string): string {
  const { publisher, name } = JSON.parse(
    readFileSync(path.join(extension, 'package.json'), 'utf8'),
  ) as { readonly publisher: string; readonly name: string };
  return `${publisher}.${name}`;
}
