import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { explainFailure, type Explanation } from '../../../../src/github/logs/explainFailure';
import { readLog } from '../../../../src/github/logs/jobLog';
import { RULES } from '../../../../src/github/logs/rule';
import { ROOT } from '../../../harness/paths';

// Each log is named after the rule that it is for: `pypi.fileExists.log`, `pypi.fileExists.maturin.log`.
const LOGS = path.join(ROOT, 'test', 'fixtures', 'logs');
const names = readdirSync(LOGS)
  .map(name => path.basename(name, '.log'))
  .sort();
const ruleOf = (name: string) => name.split('.').slice(0, 2).join('.');
const textOf = (name: string) => readFileSync(path.join(LOGS, `${name}.log`), 'utf8');

async function explained(
  name: string,
): Promise<Extract<Explanation, { kind: 'explained' }> & { shown: string }> {
  const log = readLog(textOf(name));
  const explanation = await explainFailure(log);
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
    it(`knows ${name}`, async () => {
      const { rule, cause, advice, lines, shown, source } = await explained(name);
      assert.equal(rule, ruleOf(name), `${cause}\n${shown}`);
      assert.equal(lines.length, 1);
      assert.match(cause, /^[^{}]{15,}[^\s]$/);
      assert.doesNotMatch(cause, /undefined|\[\]|\(\)|: \.$/);
      assert.ok(advice.length > 10);
      assert.match(source, /^https:\/\//);
      const pattern = RULES.find(({ id }) => id === rule)?.pattern;
      // Output that a tool wrapped is one line to the rules.
      const joined = shown.replace(/\n {9,}/g, ' ').replace(/ {2,}/g, ' ');
      assert.ok(
        [shown, joined].some(text => pattern?.test(text)),
        `the lines show the match: ${shown}`,
      );
    });
  }

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
    ['platform.libraryNotLocated.auditwheel', /libarrow\.so\.700/],
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
    [
      'rust.pythonLibrary.linux',
      /^The linker did not find python3\.12, which belongs to the Python/,
    ],
    [
      'environment.branchNotAllowed',
      /^The environment pypi does not accept deployments from v0\.2\.0\.$/,
    ],
    ['runner.artifactMissing', /no job of this run has uploaded/],
    ['python.interpreterMissing.setup', /^The runner has no Python 3\.7 for x64\.$/],
    ['python.requirement', /numpy>=1\.20\.0/],
  ];
  for (const [name, cause] of words) {
    it(`says of ${name} what it is about`, async () =>
      assert.match((await explained(name)).cause, cause));
  }

  it('shows the first error and its context where no rule matches', async () => {
    const log = readLog(textOf('unknown'));
    const explanation = await explainFailure(log);
    assert.ok(
      explanation.kind === 'unknown' &&
        explanation.line !== undefined &&
        explanation.context !== undefined,
    );
    assert.equal(log.lines[explanation.line], 'E   AssertionError: assert 3 == 4');
    assert.ok(
      explanation.context.from < explanation.line && explanation.context.to > explanation.line,
    );
  });

  it('does not read the script of a step, nor the steps that succeeded', async () => {
    const log = readLog(
      [
        '##[group]Run cargo build',
        'shell: /usr/bin/bash -e {0}',
        '##[endgroup]',
        'error: linker `cc` not found',
        '##[endgroup]',
        '##[group]Run twine upload || echo "File already exists"',
        'twine upload || echo "File already exists"',
        'shell: /usr/bin/bash -e {0}',
        '##[endgroup]',
        'it broke',
        '##[error]Process completed with exit code 1.',
      ].join('\n'),
    );
    assert.equal((await explainFailure(log)).kind, 'unknown');
  });

  it('follows GitHub on which steps failed', async () => {
    const log = readLog(
      [
        '2026-01-31T10:00:00.1000000Z ##[group]Run cargo test',
        '2026-01-31T10:00:00.1000000Z shell: /usr/bin/bash -e {0}',
        '2026-01-31T10:00:00.1000000Z ##[endgroup]',
        '2026-01-31T10:00:01.0000000Z error: linker `cc` not found',
        '2026-01-31T10:00:02.0000000Z ##[error]Process completed with exit code 101.',
        '2026-01-31T10:01:00.1000000Z ##[group]Run maturin build',
        '2026-01-31T10:01:00.1000000Z shell: /usr/bin/bash -e {0}',
        '2026-01-31T10:01:00.1000000Z ##[endgroup]',
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
    const seen = await explainFailure(log, { job });
    assert.ok(seen.kind === 'explained');
    assert.equal(seen.rule, 'maturin.notFound');
  });

  it('knows jobs without a log by their state', async () => {
    const of = async (status: string, conclusion: string | null) => {
      const seen = await explainFailure(undefined, { job: { steps: [], status, conclusion } });
      return seen.kind === 'explained' ? seen.rule : seen.kind;
    };
    assert.equal(await of('waiting', null), 'job.waiting');
    assert.equal(await of('completed', 'timed_out'), 'job.timedOut');
    assert.equal(await of('completed', 'cancelled'), 'job.cancelled');
    assert.equal(await of('completed', 'startup_failure'), 'job.startupFailure');
    assert.equal(await of('completed', 'action_required'), 'job.actionRequired');
    assert.equal(await of('completed', 'failure'), 'unknown');
    assert.equal(await of('completed', 'something_new'), 'unknown');
    assert.deepEqual(await explainFailure(undefined), { kind: 'unknown' });
  });

  it('finds its way through ten megabytes', async () => {
    const line =
      '2026-01-31T10:00:00.1234567Z \u001b[1m\u001b[92m   Compiling\u001b[0m some-crate v1.2.3 (/home/runner/work/x/x) 📦 error-chain "not found" 403\n';
    const text = `2026-01-31T10:00:00.0000000Z ##[group]Run cargo build\n2026-01-31T10:00:00.0000000Z ##[endgroup]\n${line.repeat(10_000_000 / line.length)}2026-01-31T10:00:00.0000000Z ##[error]it broke\n`;
    const log = readLog(text);
    const seen = await explainFailure(log);
    assert.ok(seen.kind === 'unknown' && log.lines.length > 50_000);
    assert.equal(log.lines[seen.line ?? 0], 'it broke');
  });
});
