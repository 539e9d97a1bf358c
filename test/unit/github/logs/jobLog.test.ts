import * as fc from 'fast-check';
import * as assert from 'node:assert/strict';
import { readLog } from '../../../../src/github/logs/jobLog';
const at = (line: string, second = 0) =>
  `2026-01-31T10:00:${String(second).padStart(2, '0')}.1234567Z ${line}`;

const LOG = [
  '\uFEFF' + at("Current runner version: '2.330.0'"),
  at('##[group]GITHUB_TOKEN Permissions'),
  at('Contents: read'),
  at('##[endgroup]'),
  at('##[group]Run cargo build', 5),
  at('\u001b[36;1mcargo build\u001b[0m'),
  at('##[endgroup]'),
  at('##[command]cargo build'),
  at('##[warning]old'),
  at('  0%\r 50%\r100%'),
  at('\u001b[1m\u001b[31merror\u001b[0m: it broke \u001b]8;;https://x\u0007link\u001b]8;;\u0007\r'),
  at('##[error]Process completed with exit code 101.'),
  at('Post job cleanup.', 9),
  at('done'),
  '',
].join('\n');

describe('readLog', () => {
  it('takes off times, colours and marks', () => {
    const { lines, marks } = readLog(LOG);
    assert.deepEqual(lines, [
      "Current runner version: '2.330.0'",
      'GITHUB_TOKEN Permissions',
      'Contents: read',
      'Run cargo build',
      'cargo build',
      'cargo build',
      'old',
      '100%',
      'error: it broke link',
      'Process completed with exit code 101.',
      'Post job cleanup.',
      'done',
    ]);
    assert.deepEqual(
      [...marks],
      [
        [5, 'command'],
        [6, 'warning'],
        [9, 'error'],
      ],
    );
  });

  it('finds groups and steps', () => {
    const { folds, steps } = readLog(LOG);
    assert.deepEqual(folds, [
      { title: 'GITHUB_TOKEN Permissions', from: 1, to: 2 },
      { title: 'Run cargo build', from: 3, to: 4 },
    ]);
    const time = (second: number) => Date.UTC(2026, 0, 31, 10, 0, second, 123);
    assert.deepEqual(steps, [
      { title: '', from: 0, to: 2, startedAt: time(0), hasError: false },
      { title: 'Run cargo build', from: 3, to: 9, startedAt: time(5), hasError: true },
      { title: 'Post job cleanup.', from: 10, to: 11, startedAt: time(9), hasError: false },
    ]);
  });

  it('closes groups that were left open', () => {
    const { folds, steps } = readLog(
      '##[group]Run a\nshell: sh\n##[endgroup]\n##[group]Build\ny\n##[error]z\n##[group]Run b\nshell: sh\n##[endgroup]\n##[group]empty\n##[endgroup]\n##[endgroup]',
    );
    assert.deepEqual(
      folds.map(({ title, from, to }) => [title, from, to]),
      [
        ['Run a', 0, 1],
        ['Build', 2, 4],
        ['Run b', 5, 6],
      ],
    );
    assert.deepEqual(
      steps.map(({ title, hasError }) => [title, hasError]),
      [
        ['Run a', true],
        ['Run b', false],
      ],
    );
  });

  it('takes any text', () => {
    assert.deepEqual(readLog(''), { lines: [], marks: new Map(), folds: [], steps: [] });
    const line = fc.oneof(
      fc.constantFrom(
        '##[group]Run x',
        '##[group]y',
        '##[endgroup]',
        '##[error]e',
        '##[x]',
        'Post job cleanup.',
        '\u001b[',
        '\r',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line), lines => {
        const log = readLog(lines.join('\n'));
        assert.ok(log.folds.every(({ from, to }) => from < to && to < log.lines.length));
        assert.equal(
          log.steps.reduce((sum, { from, to }) => sum + to - from + 1, 0),
          log.lines.length,
          'every line is in one step',
        );
      }),
    );
  });
});
