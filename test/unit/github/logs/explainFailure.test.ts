import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { explainFailure, type Explanation } from '../../../../src/github/logs/explainFailure';
import { readLog } from '../../../../src/github/logs/jobLog';
import { RULES } from '../../../../src/github/logs/rule';

// Each log is named after the rule that it is for: `pypi.fileExists.log`, `pypi.fileExists.maturin.log`.
const LOGS = path.resolve(__dirname, '..', '..', '..', '..', '..', 'test', 'fixtures', 'logs');
const names = readdirSync(LOGS)
  .map(name => path.basename(name, '.log'))
  .sort();
const ruleOf = (name: string) => name.split('.').slice(0, 2).join('.');
const textOf = (name: string) => readFileSync(path.join(LOGS, `${name}.log`), 'utf8');

function explained(name: string): Extract<Explanation, { kind: 'explained' }> & { shown: string } {
  const log = readLog(textOf(name));
  const explanation = explainFailure(log);
  assert.ok(explanation.kind === 'explained', JSON.stringify(explanation));
  return {
    ...explanation,
    shown: explanation.lines
      .map(({ from, to }) => log.lines.slice(from, to + 1).join('\n'))
      .join('\n'),
  };
}

describe('explainFailure', () => {
  for (const name of names.filter(name => name !== 'unknown')) {
    it(`knows ${name}`, () => {
      const { rule, cause, advice, lines, shown, source } = explained(name);
      assert.equal(rule.replace(/^network\./, 'runner.'), ruleOf(name), `${cause}\n${shown}`);
      assert.equal(lines.length, 1);
      assert.match(cause, /^[^{}]{15,}[^\s]$/);
      assert.doesNotMatch(cause, /undefined|\[\]|\(\)|: \.$/);
      assert.ok(advice.length > 10);
      assert.match(source, /^https:\/\//);
      const pattern = RULES.find(({ id }) => id === rule)?.pattern;
      assert.match(shown, pattern ?? /$^/, 'the lines show what the rule saw');
    });
  }

  it('has a log for every rule', () => {
    const tried = new Set(names.map(ruleOf));
    assert.deepEqual(
      RULES.map(({ id }) => id).filter(id => !tried.has(id)),
      [],
    );
    assert.equal(new Set(RULES.map(({ id }) => id)).size, RULES.length);
  });

  const words: readonly (readonly [name: string, cause: RegExp])[] = [
    [
      'python.tooNew',
      /^This version of PyO3 supports Python up to 3\.12, and the build uses 3\.14\.$/,
    ],
    ['python.tooNew.pypy', /supports PyPy up to 3\.10, and the build uses 3\.11/],
    [
      'platform.tooRecentSymbols',
      /newer C library than manylinux_2_17 allows: libc\.so\.6 offending versions: GLIBC_2\.34/,
    ],
    ['platform.tooRecentSymbols.auditwheel', /than manylinux_2_17_x86_64 allows\.$/],
    [
      'platform.target',
      /^The standard library for the target aarch64-apple-darwin is not installed\.$/,
    ],
    ['platform.target.unknown', /the target x86-64-unknown-linux-gnu here/],
    ['platform.externalLibraries.auditwheel', /libarrow\.so\.700/],
    ['pypi.tokenScope', /another project than budtiktok/],
    ['pypi.nameTooSimilar', /the name bud-tiktok,/],
    ['pypi.unsupportedTag', /linux_x86_64/],
    ['pypi.notAllowed', /^maintainer may not upload to budtiktok/],
    ['python.moduleMissing', /^Python finds no module numpy where/],
    ['python.architecture', /^The wheel was built for x86_64, and this Python runs on arm64\.$/],
    ['python.architecture.elf', /another architecture than that of this Python \(ELFCLASS64\)/],
    ['python.olderSystem', /newer C library than this system has \(GLIBC_2\.34\)/],
    ['rust.compile', /at crates\/budtiktok-python\/src\/lib\.rs:12:21: mismatched types \(E0308\)/],
    ['rust.rustVersion', /pyo3@0\.26\.0 requires rustc 1\.83/],
    ['rust.feature', /^pyo3 has no feature abi3-py36\.$/],
    ['rust.lockfile', /Cargo\.lock does not agree/],
    ['rust.linking', /^(?:cc could not link|The library python3\.12)/],
    [
      'environment.branchNotAllowed',
      /^The environment pypi does not accept deployments from v0\.2\.0\.$/,
    ],
    ['runner.artifactMissing', /that no job of this run has uploaded/],
    ['python.interpreterMissing.setup', /^The runner has no Python 3\.7 for x64\.$/],
    ['python.requirement', /numpy>=1\.20\.0/],
  ];
  for (const [name, cause] of words) {
    it(`says of ${name} what it is about`, () => assert.match(explained(name).cause, cause));
  }

  it('shows the first error and its context where no rule matches', () => {
    const log = readLog(textOf('unknown'));
    const explanation = explainFailure(log);
    assert.ok(
      explanation.kind === 'unknown' &&
        explanation.line !== undefined &&
        explanation.context !== undefined,
    );
    assert.equal(log.lines[explanation.line], 'AssertionError: the merges differ');
    assert.ok(
      explanation.context.from < explanation.line && explanation.context.to > explanation.line,
    );
  });

  it('does not read the script of a step, nor the steps that succeeded', () => {
    const log = readLog(
      [
        '##[group]Run cargo build',
        'error: linker `cc` not found',
        '##[endgroup]',
        '##[group]Run twine upload || echo "File already exists"',
        'twine upload || echo "File already exists"',
        '##[endgroup]',
        'it broke',
        '##[error]Process completed with exit code 1.',
      ].join('\n'),
    );
    assert.equal(explainFailure(log).kind, 'unknown');
  });

  it('follows GitHub on which steps failed', () => {
    const log = readLog(
      [
        '2026-01-31T10:00:00.1000000Z ##[group]Run cargo test',
        '2026-01-31T10:00:01.0000000Z error: linker `cc` not found',
        '2026-01-31T10:00:02.0000000Z ##[error]Process completed with exit code 101.',
        '2026-01-31T10:01:00.1000000Z ##[group]Run maturin build',
        '2026-01-31T10:01:01.0000000Z bash: maturin: command not found',
        '2026-01-31T10:01:02.0000000Z ##[error]Process completed with exit code 127.',
      ].join('\n'),
    );
    const step = (name: string, number: number, conclusion: string, from: string, to: string) => ({
      name,
      number,
      status: 'completed',
      conclusion,
      startedAt: Date.parse(`2026-01-31T10:${from}Z`),
      completedAt: Date.parse(`2026-01-31T10:${to}Z`),
    });
    const job = {
      steps: [
        step('Test', 1, 'success', '00:00', '00:03'),
        step('Build', 2, 'failure', '01:00', '01:02'),
      ],
      status: 'completed',
      conclusion: 'failure',
    };
    const seen = explainFailure(log, job);
    assert.ok(seen.kind === 'explained');
    assert.equal(seen.rule, 'maturin.notFound');
  });

  it('knows jobs without a log by their state', () => {
    const of = (status: string, conclusion: string | null) => {
      const seen = explainFailure(undefined, { steps: [], status, conclusion });
      return seen.kind === 'explained' ? seen.rule : seen.kind;
    };
    assert.equal(of('waiting', null), 'job.waiting');
    assert.equal(of('completed', 'timed_out'), 'job.timedOut');
    assert.equal(of('completed', 'cancelled'), 'job.cancelled');
    assert.equal(of('completed', 'startup_failure'), 'job.startupFailure');
    assert.equal(of('completed', 'action_required'), 'job.actionRequired');
    assert.equal(of('completed', 'failure'), 'unknown');
    assert.equal(of('completed', 'something_new'), 'unknown');
    assert.deepEqual(explainFailure(undefined), { kind: 'unknown' });
  });

  it('finds its way through ten megabytes', () => {
    const line =
      '2026-01-31T10:00:00.1234567Z \u001b[1m\u001b[92m   Compiling\u001b[0m some-crate v1.2.3 (/home/runner/work/x/x) 📦 error-chain "not found" 403\n';
    const text = `2026-01-31T10:00:00.0000000Z ##[group]Run cargo build\n2026-01-31T10:00:00.0000000Z ##[endgroup]\n${line.repeat(10_000_000 / line.length)}2026-01-31T10:00:00.0000000Z ##[error]it broke\n`;
    const log = readLog(text);
    const seen = explainFailure(log);
    assert.ok(seen.kind === 'unknown' && log.lines.length > 50_000);
    assert.equal(log.lines[seen.line ?? 0], 'it broke');
  });
});
