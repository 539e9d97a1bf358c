import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { updateRequirement } from '../../../src/manifests/cargo/requirementUpdate';
import { NO_SETTINGS, withAnswers } from '../../../src/manifests/engineSettings';
import { agreement, type Package } from '../../../src/manifests/package';
import { searchConstants } from '../../../src/manifests/plan/searchConstants';
import { planVersion, type VersionPlan } from '../../../src/manifests/plan/versionPlan';
import { writeFiles } from '../../../src/manifests/plan/writeFiles';
import { disk } from '../../../src/manifests/scan/fileReader';
import { findEverywhere } from '../../../src/manifests/scan/manifestFinder';
import { ManifestIndex } from '../../../src/manifests/scan/manifestIndex';
import { readManifest } from '../../../src/manifests/manifest';
import { isTable, parseToml } from '../../../src/manifests/toml';
import { type Bump, bumpsFrom } from '../../../src/versions/bumps';
import type { ReleaseVersion } from '../../../src/versions/releaseVersion';
import type { Level } from '../../../src/versions/semver';
import { removeFolder, temporaryFolder } from '../../fixtures/files';
import { has } from '../../harness/toolchain';
import { CORPUS } from '../support/corpus';

/** The repositories about which the files do not say, and why a person has to; all others move without a question. */
const ASKED: Readonly<
  Record<string, { readonly ids: readonly string[]; readonly because: string }>
> = {
  'chroma-core__chroma': {
    ids: ['source', 'lockstep'],
    because:
      "maturin builds it, which takes Cargo's 0.1.0, and setuptools-scm is configured, which takes the tag: 1.5.9. And 0.1.0, at which cargo starts every crate, stands in further crates that it is built from.",
  },
  'Stranger6667__css-inline': {
    ids: ['lockstep'],
    because:
      'Each binding has tags of its own: javascript-v0.19.2 and ruby-v0.20.3 were released alone.',
  },
  milesgranger__cramjam: {
    ids: ['crate'],
    because:
      'Python 2.12.0-rc1 beside a crate at 2.12.0, both of which are tags: as good a sign of a bump that was forgotten in one place as of two counts.',
  },
};

const LEVELS: readonly Level[] = ['patch', 'minor', 'major'];

interface Row {
  readonly kind: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly old: string;
  readonly form: string;
}

interface Outcome {
  readonly state: 'right' | 'asked' | 'wrong';
  /** Ids of the questions. */
  readonly asked: readonly string[];
  readonly detail: string;
}

function rowsOf(repository: string): Row[] {
  return readFileSync(path.join(repository, 'SITES.tsv'), 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => {
      const [kind = '', file = '', row = '', column = '', old = '', form = ''] = line.split('\t');
      return { kind, file, line: Number(row), column: Number(column), old, form };
    });
}

/** The files of a repository after the rows were applied. Rows of files that are not in the corpus, and mentions, are left out. */
function expected(
  repository: string,
  rows: readonly Row[],
  to: ReleaseVersion,
): Map<string, string> {
  const files = new Map<string, string>();
  for (const { kind, file, line, column, old, form } of [...rows].reverse()) {
    const full = path.join(repository, file);
    if (kind === 'mention' || !existsSync(full)) continue;
    const lines = (files.get(full) ?? readFileSync(full, 'utf8')).split('\n');
    const text = lines[line - 1] ?? '';
    assert.ok(text.startsWith(old, column - 1), `${file}:${line} holds ${old}`);
    const moved = updateRequirement(old, to);
    const next =
      form === 'req' ? (moved.ok ? moved.text : old) : form === 'semver' ? to.semver : to.pep440;
    lines[line - 1] = text.slice(0, column - 1) + next + text.slice(column - 1 + old.length);
    files.set(full, lines.join('\n'));
  }
  return files;
}

function differences(
  plan: VersionPlan,
  wanted: ReadonlyMap<string, string>,
  root: string,
): string[] {
  const found = new Map(plan.changes.map(({ file, after }) => [file, after]));
  return [...new Set([...found.keys(), ...wanted.keys()])].flatMap(file => {
    const name = path.relative(root, file);
    const before = readFileSync(file, 'utf8');
    const lines = (text: string) =>
      (path.basename(file) === 'Cargo.lock' ? asWritten(text) : text).split('\n');
    const [is, should] = [lines(found.get(file) ?? before), lines(wanted.get(file) ?? before)];
    return is
      .flatMap((line, index) =>
        line === should[index]
          ? []
          : [`${name}:${index + 1}: ${line.trim()} instead of ${should[index]?.trim() ?? ''}`],
      )
      .slice(0, 3);
  });
}

/** The rows do not say in which order Cargo writes packages, nor which strings need a version: that is for cargo to judge, below. */
function asWritten(lock: string): string {
  return lock
    .split('\n[[package]]\n')
    .map(block => block.trim().replace(/^ "(\S+) [^"]*",$/gm, ' "$1",'))
    .sort()
    .join('\n');
}

function targetOf(pkg: Package, level: Level): ReleaseVersion | undefined {
  const { current } = agreement(pkg.sites);
  const bumps: Bump[] = current === undefined ? [] : bumpsFrom(current);
  const bump =
    bumps.find(found => found.kind === 'level' && found.level === level) ??
    (level === 'patch' ? bumps.find(({ kind }) => kind === 'final') : undefined);
  return bump?.version ?? bumps.find(({ kind }) => kind === 'final')?.version;
}

/** The files of a repository with its tags. */
function indexOf(root: string): ManifestIndex {
  const tags = readFileSync(path.join(root, 'TAGS.txt'), 'utf8').split('\n');
  return new ManifestIndex(root, disk, NO_SETTINGS, async (...args) => ({
    ...(await findEverywhere(...args)),
    tags,
  }));
}

async function planOf(
  root: string,
  name: string,
  manifest: string,
  level: Level,
  answers: ReadonlyMap<string, string>,
) {
  const index = indexOf(root);
  index.configure(withAnswers(index.settings, name, answers));
  const pkg = (await index.scan()).packages.find(found => found.manifest === manifest);
  assert.ok(pkg);
  const to = targetOf(pkg, level);
  if (to === undefined) return undefined;
  const found = await searchConstants(index, pkg, { files: filesOf(root) });
  return { plan: planVersion(index, pkg, to, found), to, index };
}

/** What a check says after a plan was written: places that differ, and questions that were not open before. */
async function afterBump(
  root: string,
  { name, manifest }: Package,
  level: Level,
): Promise<string[]> {
  const answers = new Map<string, string>();
  for (;;) {
    const made = await planOf(root, name, manifest, level, answers);
    if (made === undefined) return [];
    const { plan, index } = made;
    const [question] = plan.questions;
    if (question !== undefined) {
      answers.set(question.id, question.options.at(-1)?.value ?? '');
      continue;
    }
    if (plan.refusals.length > 0) return [];
    const edited = new Map(
      plan.changes.map(({ file, after }) => [file, readManifest(file, after)] as const),
    );
    const pkg = index.reconsider(edited).packages.find(found => found.manifest === manifest);
    return pkg === undefined
      ? ['the package is gone']
      : [
          ...agreement(pkg.sites).mismatched.map(
            ({ file, written }) => `${path.relative(root, file)} says ${written.text}`,
          ),
          ...pkg.questions.map(({ id }) => id),
        ];
  }
}

/** The corpus' own notes are no part of a repository. */
function filesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(name => !/(?:TAGS\.txt|SITES\.tsv|README\.md)$/.test(name))
    .map(name => path.join(root, name))
    .filter(file => existsSync(file) && !readdirSafe(file));
}

function readdirSafe(file: string): boolean {
  try {
    readdirSync(file);
    return true;
  } catch {
    return false;
  }
}

/** Plans without answers; where that asks, looks for answers that lead to the expected edits. */
async function outcome(root: string, { name, manifest }: Package, level: Level): Promise<Outcome> {
  const rows = rowsOf(root);
  const asked = new Map<string, string>();
  const tryAnswers = async (answers: ReadonlyMap<string, string>): Promise<string[]> => {
    const made = await planOf(root, name, manifest, level, answers);
    if (made === undefined) return ['no bump'];
    const { plan, to } = made;
    const refused = plan.refusals.map(
      ({ file, start, message }) =>
        `refused: ${path.relative(root, file)}:${start.line + 1}: ${message}`,
    );
    const [question] = plan.questions;
    if (question === undefined)
      return [...refused, ...differences(plan, expected(root, rows, to), root)];
    asked.set(
      question.id,
      `${question.id} at ${path.relative(root, question.file)}:${question.start.line + 1}: ${question.reason}`,
    );
    let best: string[] | undefined;
    for (const { value } of question.options) {
      const wrong = await tryAnswers(new Map([...answers, [question.id, value]]));
      if (wrong.length === 0) return [];
      if (best === undefined || wrong.length < best.length) best = wrong;
    }
    return best ?? ['a question without options'];
  };
  const wrong = await tryAnswers(new Map());
  const ids = [...asked.keys()];
  if (wrong.length > 0) return { state: 'wrong', asked: ids, detail: wrong.join('; ') };
  return asked.size === 0
    ? { state: 'right', asked: ids, detail: '' }
    : { state: 'asked', asked: ids, detail: [...asked.values()].join('; ') };
}

/**
 * Writes a plan into a copy of the repository and asks cargo whether manifests and locks agree. What cargo would say of
 * files that are not in the corpus (sources, registry crates) does not count: the same is asked of the copy before.
 */
async function cargoSays(
  root: string,
  { name, manifest }: Package,
  level: Level,
): Promise<string | undefined> {
  const copy = temporaryFolder('corpus');
  try {
    copyWritable(root, copy);
    const roots = readdirSync(copy, { recursive: true, encoding: 'utf8' }).filter(
      file =>
        path.basename(file) === 'Cargo.lock' &&
        existsSync(path.join(copy, path.dirname(file), 'Cargo.toml')),
    );
    makeSources(copy);
    const before = roots.map(lock => cargoError(path.join(copy, path.dirname(lock))));
    const made = await planOf(
      copy,
      name,
      path.join(copy, path.relative(root, manifest)),
      level,
      new Map(),
    );
    if (made === undefined || made.plan.questions.length > 0 || made.plan.refusals.length > 0)
      return undefined;
    await writeFiles(made.plan.changes);
    const after = roots.map(lock => cargoError(path.join(copy, path.dirname(lock))));
    return after.find((error, index) => error !== undefined && before[index] === undefined) ?? '';
  } finally {
    removeFolder(copy);
  }
}

function copyWritable(from: string, to: string): void {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const source = path.join(entry.parentPath, entry.name);
    const target = path.join(to, path.relative(from, source));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, readFileSync(source));
  }
}

/** The targets that manifests name or imply, so that cargo accepts them without sources. */
function makeSources(copy: string): void {
  for (const file of readdirSync(copy, { recursive: true, encoding: 'utf8' }).filter(
    name => path.basename(name) === 'Cargo.toml',
  )) {
    const dir = path.join(copy, path.dirname(file));
    const manifest = parseToml(file, readFileSync(path.join(copy, file), 'utf8'));
    const named = [
      manifest['lib'],
      ...['bin', 'bench', 'example', 'test'].flatMap(kind => manifest[kind] ?? []),
    ].flatMap(target => {
      const { path: source, name } = isTable(target) ? target : {};
      return typeof source === 'string'
        ? [source]
        : typeof name === 'string'
          ? [`benches/${name}.rs`, `examples/${name}.rs`, `tests/${name}.rs`, `src/bin/${name}.rs`]
          : [];
    });
    for (const source of ['src/lib.rs', 'build.rs', ...named]) {
      mkdirSync(path.dirname(path.join(dir, source)), { recursive: true });
      if (!existsSync(path.join(dir, source)))
        writeFileSync(path.join(dir, source), 'fn main() {}\n');
    }
  }
}

function cargoError(dir: string): string | undefined {
  try {
    // --locked alone looks at the lock; offline, crates that are not on this machine are not needed to compare it.
    execFileSync('cargo', ['metadata', '--locked', '--offline', '--format-version', '1'], {
      cwd: dir,
      stdio: ['ignore', 'ignore', 'pipe'],
      maxBuffer: 1e8,
    });
    return undefined;
  } catch (error) {
    return String((error as { stderr?: unknown }).stderr);
  }
}

/** The package that the rows are about: the one whose manifests they name most. */
async function mainPackage(root: string): Promise<Package | undefined> {
  const { packages } = await new ManifestIndex(root, disk).scan();
  const rows = new Set(rowsOf(root).map(({ file, line }) => `${path.join(root, file)}:${line}`));
  const named = ({ sites, manifest }: Package) =>
    sites.filter(({ file, start }) => rows.has(`${file}:${start.line + 1}`)).length +
    Number([...rows].some(row => row.startsWith(`${manifest}:`)));
  return [...packages].sort((a, b) => named(b) - named(a))[0];
}

describe('the repositories of the corpus', function () {
  this.timeout(120_000);
  const table: string[] = [];

  before(function () {
    if (!existsSync(CORPUS)) {
      console.log(`      skipped: there is no corpus at ${CORPUS} (set BUDTIKTOK_CORPUS)`);
      this.skip();
    }
  });

  after(() => console.log(table.join('\n')));

  for (const name of existsSync(CORPUS)
    ? readdirSync(CORPUS).filter(entry => existsSync(path.join(CORPUS, entry, 'SITES.tsv')))
    : []) {
    it(`${name}: only what belongs to the release moves, or a question is asked`, async () => {
      const root = path.join(CORPUS, name);
      const pkg = await mainPackage(root);
      assert.ok(pkg, 'a package is found');
      const outcomes = [];
      for (const level of LEVELS) outcomes.push(await outcome(root, pkg, level));
      table.push(
        `      ${name.padEnd(40)} ${outcomes.map(({ state }) => state.padEnd(6)).join(' ')} ${outcomes[0]?.detail.slice(0, 200) ?? ''}`,
      );
      assert.deepEqual(
        outcomes.filter(({ state }) => state === 'wrong').map(({ detail }) => detail),
        [],
      );
      for (const { asked } of outcomes)
        assert.deepEqual(
          asked,
          ASKED[name]?.ids ?? [],
          ASKED[name]?.because ?? 'nothing has to be asked here',
        );
    });

    it(`${name}: a check is silent after each bump`, async () => {
      const root = path.join(CORPUS, name);
      const pkg = await mainPackage(root);
      assert.ok(pkg);
      const said = [];
      for (const level of LEVELS) said.push([level, await afterBump(root, pkg, level)]);
      assert.deepEqual(
        said,
        LEVELS.map(level => [level, []]),
      );
    });

    it(`${name}: what cargo read before it reads after`, async function () {
      if (!has('cargo')) this.skip();
      const pkg = await mainPackage(path.join(CORPUS, name));
      assert.ok(pkg);
      assert.equal((await cargoSays(path.join(CORPUS, name), pkg, 'minor')) ?? '', '');
    });
  }
});
