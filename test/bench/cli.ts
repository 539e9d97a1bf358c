import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { removeFolder, temporaryFolder, writeFilesTo } from '../fixtures/files';
import { GIT_ENV } from '../fixtures/git';
import { largeWorkspace } from '../fixtures/largeWorkspace';
import { ROOT } from '../harness/paths';
import { has } from '../harness/toolchain';
import { median, ratio, row, say } from './report';

const CLI = path.join(ROOT, 'dist', 'cli.js');
const ROUNDS = 9;

/** One program of its own: its time from start to end, in milliseconds. @throws where it fails */
function time(
  command: string,
  args: readonly string[],
  cwd: string,
  variables: Readonly<Record<string, string>> = {},
): number {
  const start = performance.now();
  const { status, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...GIT_ENV, ...variables },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const elapsed = performance.now() - start;
  if (error !== undefined || status !== 0)
    throw new Error(`${command} ${args.join(' ')}: ${stderr || String(error?.message)}`);
  return elapsed;
}

/** Median times of several programs that take turns, so that all of them meet the same state of the machine. */
function timeInTurns<Name extends string>(
  programs: Readonly<Record<Name, () => number>>,
): Record<Name, number> {
  const entries = Object.entries<() => number>(programs);
  const times = new Map(entries.map(([name]) => [name, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, run] of entries) {
      const elapsed = run();
      // The first round fills the disk's cache.
      if (round > 0) times.get(name)?.push(elapsed);
    }
  }
  return Object.fromEntries([...times].map(([name, values]) => [name, median(values)])) as Record<
    Name,
    number
  >;
}

/** The command line beside its floor and its peers, each in a process of its own. */
export function benchCli(): void {
  benchPlanAndPeers();
  benchTree();
}

function benchPlanAndPeers(): void {
  const files = largeWorkspace(200, 12_000);
  const dir = temporaryFolder('bench'),
    cargoDir = temporaryFolder('bench-cargo');
  try {
    writeFilesTo(dir, files);
    // As a repository has it: what git tracks is asked for.
    spawnSync('git', ['init', '--quiet'], { cwd: dir });
    spawnSync('git', ['add', '--all'], { cwd: dir });
    const names = Object.keys(files).map(name => path.join(dir, name));
    const floor = path.join(dir, 'floor.cjs');
    writeFileSync(
      floor,
      `const { readFileSync } = require('node:fs'); for (const file of ${JSON.stringify(names)}) readFileSync(file, 'utf8');\n`,
    );
    writeFileSync(path.join(dir, '.bumpversion.toml'), bumpversionConfig(files));
    const programs: Record<string, () => number> = {
      empty: () => time(process.execPath, ['-e', ''], dir),
      floor: () => time(process.execPath, [floor], dir),
      plan: () => time(process.execPath, [CLI, 'plan', '--bump', 'minor', '--json'], dir),
      check: () => time(process.execPath, [CLI, 'check'], dir),
    };
    if (
      spawnSync('cargo-set-version', ['set-version', '--version'], { stdio: 'ignore' }).status === 0
    ) {
      writeFilesTo(cargoDir, withoutRegistry(files));
      programs['cargo'] = () =>
        time(
          'cargo-set-version',
          ['set-version', '--workspace', '--offline', '--dry-run', '0.2.0'],
          cargoDir,
        );
    }
    if (has('bump-my-version'))
      programs['bumpMyVersion'] = () =>
        time('bump-my-version', ['bump', '--dry-run', '--allow-dirty', 'minor'], dir);
    const took = timeInTurns(programs);

    say(
      `\nCommand line: the plan of a bump, ${names.length - 3} crates, Cargo.lock of ${files['Cargo.lock']!.split('\n').length} lines; median of ${ROUNDS} process starts`,
    );
    const base = took['floor'] ?? Number.NaN;
    row('an empty node process', took['empty'] ?? Number.NaN);
    row('floor: a node process that reads the same files', base, '1.0 ×');
    row(
      'budtiktok-release plan',
      took['plan'] ?? Number.NaN,
      ratio(took['plan'] ?? Number.NaN, base),
    );
    row(
      'budtiktok-release check',
      took['check'] ?? Number.NaN,
      ratio(took['check'] ?? Number.NaN, base),
    );
    peer('cargo set-version --dry-run (without the registry crates)', took['cargo'], took['plan']);
    peer('bump-my-version bump --dry-run', took['bumpMyVersion'], took['plan']);
  } finally {
    removeFolder(dir);
    removeFolder(cargoDir);
  }
}

function peer(name: string, took: number | undefined, plan: number | undefined): void {
  if (took === undefined) say(`  peer: ${name}: not installed`);
  else
    row(`peer: ${name}`, took, `plan is ${(took / (plan ?? Number.NaN)).toFixed(1)} times as fast`);
}

/**
 * The same crates for cargo, which resolves them: without dependencies from the registry, which offline are not there, and
 * with the short lock that it then writes.
 */
function withoutRegistry(files: Readonly<Record<string, string>>): Record<string, string> {
  const manifests = Object.entries(files).filter(([name]) => name.endsWith('Cargo.toml'));
  return Object.fromEntries(
    manifests.flatMap(([name, text]): [string, string][] => [
      [name, text.replace(/^serde = .*\n/m, '')],
      ...(name === 'Cargo.toml'
        ? []
        : [[name.replace('Cargo.toml', 'src/lib.rs'), ''] as [string, string]]),
    ]),
  );
}

/** The configuration of bump-my-version for the same sites: each file by hand, the lock by a pattern per crate. */
function bumpversionConfig(files: Readonly<Record<string, string>>): string {
  const crates = [
    ...new Set(
      [...files['Cargo.lock']!.matchAll(/^name = "(demo-\d+)"$/gm)].map(([, name = '']) => name),
    ),
  ];
  const entry = (file: string, search: string, replace: string) =>
    `[[tool.bumpversion.files]]\nfilename = "${file}"\nsearch = '''${search}'''\nreplace = '''${replace}'''\n`;
  const requirements = Object.entries(files).filter(
    ([name, text]) => name.startsWith('crates/') && text.includes('version = "0.1.0"'),
  );
  return [
    '[tool.bumpversion]\ncurrent_version = "0.1.0"\ncommit = false\ntag = false\n',
    entry('pyproject.toml', 'version = "{current_version}"', 'version = "{new_version}"'),
    entry('Cargo.toml', 'version = "{current_version}"', 'version = "{new_version}"'),
    ...requirements.map(([name]) =>
      entry(name, 'version = "{current_version}"', 'version = "{new_version}"'),
    ),
    ...crates.map(name =>
      entry(
        'Cargo.lock',
        `name = "${name}"\nversion = "{current_version}"`,
        `name = "${name}"\nversion = "{new_version}"`,
      ),
    ),
  ].join('\n');
}

/**
 * `check` on a tree of many files, of which few are manifests, beside git, which knows the same tree from its index. An empty
 * node process alone takes several times as long as that, and the rest is measured without it, too.
 */
function benchTree(): void {
  const FILES = 100_000,
    IN_ONE = 50;
  const dir = temporaryFolder('bench-tree');
  try {
    writeFilesTo(dir, largeWorkspace(10, 500));
    for (let folder = 0; folder < FILES / IN_ONE; folder++) {
      const at = path.join(dir, 'data', String(folder % 40), String(folder));
      mkdirSync(at, { recursive: true });
      for (let file = 0; file < IN_ONE; file++) writeFileSync(path.join(at, `${file}.txt`), '');
    }
    const git = (...args: string[]) => time('git', args, dir);
    git('init', '--quiet');
    git('add', '--all');
    const took = timeInTurns({
      index: () => git('ls-files'),
      git: () => git('ls-files', '--cached', '--others', '--exclude-standard'),
      empty: () => time(process.execPath, ['-e', ''], dir),
      check: () => time(process.execPath, [CLI, 'check'], dir),
      // What git cannot say is looked for in every folder.
      walk: () => time(process.execPath, [CLI, 'check'], dir, { GIT_DIR: path.join(dir, 'none') }),
    });
    const listed = spawnSync('git', ['ls-files'], {
      cwd: dir,
      encoding: 'utf8',
      maxBuffer: 1e9,
      env: { ...process.env, ...GIT_ENV },
    }).stdout.split('\n').length;
    assert.ok(listed > FILES);
    say(`\nCommand line: check on a tree of ${listed} files; median of ${ROUNDS} process starts`);
    row('floor: git ls-files (reads its index alone)', took.index, '1.0 ×');
    row(
      'git ls-files --cached --others (looks at the tree, too)',
      took.git,
      ratio(took.git, took.index),
    );
    row('an empty node process', took.empty, ratio(took.empty, took.index));
    row(
      'budtiktok-release check',
      took.check,
      `${ratio(took.check, took.index)}; without the start of node ${ratio(took.check - took.empty, took.index)}`,
    );
    row('budtiktok-release check, without git', took.walk, ratio(took.walk, took.index));
  } finally {
    removeFolder(dir);
  }
}
