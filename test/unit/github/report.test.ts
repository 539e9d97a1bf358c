import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { releaseReport, type ReportSources } from '../../../src/github/report';
import type { RunRow } from '../../../src/github/runSummary';
import { ended, job, run } from './support';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 5, 12);

const words: ReportSources['words'] = {
  platform: platform =>
    ({
      linux: 'Linux',
      macos: 'macOS',
      windows: 'Windows',
      source: 'Source',
      publish: 'Publish',
      other: 'Other',
    })[platform],
  state: ({ job: found }) => found?.conclusion ?? found?.status ?? 'promised',
  run: state => (state === 'running' ? 'in progress' : state),
  time: at => `at ${at}`,
};

const ROWS: readonly RunRow[] = [
  {
    name: 'linux (x86_64)',
    platform: 'linux',
    job: ended('linux (x86_64)', 'success', {
      startedAt: START,
      completedAt: START + 3 * MINUTE,
      url: 'https://github.com/o/n/actions/runs/1/job/1',
    }),
  },
  {
    name: 'windows',
    platform: 'windows',
    job: ended('windows', 'failure', { startedAt: START, completedAt: START + 5 * MINUTE }),
  },
  {
    name: 'sdist',
    platform: 'source',
    job: job('sdist', { status: 'in_progress', startedAt: START + MINUTE }),
  },
  { name: 'publish', platform: 'publish' },
  {
    name: 'publish-testpypi',
    platform: 'publish',
    job: ended('publish-testpypi', 'skipped', { startedAt: START, completedAt: START }),
  },
];

const SOURCES: ReportSources = {
  title: 'budtiktok 0.2.0',
  run: run({ startedAt: START, updatedAt: START + 6 * MINUTE }),
  rows: ROWS,
  now: START + 6 * MINUTE,
  words,
  before: {
    total: 5 * MINUTE,
    jobs: new Map([
      ['linux (x86_64)', 4 * MINUTE],
      ['windows', 5 * MINUTE],
      ['publish', 30_000],
    ]),
  },
  artifacts: [
    { id: 1, name: 'wheels-linux-x86_64', size: 1_234_567, expired: false },
    { id: 2, name: 'wheels-old', size: 10, expired: true },
  ],
  releaseUrl: 'https://github.com/o/n/releases/tag/v0.2.0',
};

/** The cells of a Markdown table (GFM): rows are split at bars that no backslash stands before. */
function tableOf(report: string): string[][] {
  return report
    .split(/\r\n?|\n/)
    .filter(line => line.startsWith('|'))
    .map(line =>
      line
        .split(/(?<!(?<!\\)(?:\\\\)*\\)\|/)
        .slice(1, -1)
        .map(cell => cell.trim()),
    );
}

/** The lines of the chart between its fences. */
function chartOf(report: string): string[] {
  return /^```mermaid\n([^]*?)^```$/m.exec(report)?.[1]?.trimEnd().split('\n') ?? [];
}

describe('the report of a release', () => {
  it('says what became of the run, with links', () => {
    const report = releaseReport(SOURCES);
    assert.match(report, /^# budtiktok 0\.2\.0: platform builds\n/);
    assert.ok(
      report.includes(
        '[Build and Publish Python Package \\#7](https://github.com/o/n/actions/runs/1) · [Release](https://github.com/o/n/releases/tag/v0.2.0) · `aaaaaaa` · v0.2.0',
      ),
    );
    assert.ok(
      report.includes(
        '- Result: in progress (1 of 4 jobs)\n- Started: at 1767614400000\n- Took: 6m 00s (1m 00s longer)\n- Attempt: 1\n- Failed: windows\n',
      ),
    );
    assert.ok(report.includes('- wheels-linux-x86\\_64 (1235 kB)\n- wheels-old (1 kB, expired)'));
  });

  it('lists the jobs in a table, compared with the run before', () => {
    assert.deepEqual(tableOf(releaseReport(SOURCES)), [
      ['Platform', 'Job', 'State', 'Took', 'Before'],
      ['---', '---', '---', '---', '---'],
      [
        'Linux',
        '[linux (x86\\_64)](https://github.com/o/n/actions/runs/1/job/1)',
        'success',
        '3m 00s',
        '4m 00s (1m 00s shorter)',
      ],
      ['Windows', 'windows', 'failure', '5m 00s', '5m 00s (as before)'],
      ['Source', 'sdist', 'in\\_progress', '5m 00s', ''],
      ['Publish', 'publish', 'promised', '', '30s'],
      ['Publish', 'publish-testpypi', 'skipped', '', ''],
    ]);
  });

  it('draws the jobs that have begun', () => {
    assert.deepEqual(chartOf(releaseReport(SOURCES)), [
      'gantt',
      '    dateFormat x',
      '    axisFormat %H:%M:%S',
      '    section Linux',
      `    linux (x86_64) :done, ${START}, ${START + 3 * MINUTE}`,
      '    section Windows',
      `    windows :crit, ${START}, ${START + 5 * MINUTE}`,
      '    section Source',
      `    sdist :active, ${START + MINUTE}, ${START + 6 * MINUTE}`,
    ]);
  });

  it('draws nothing before a job has begun, and compares with nothing where there is nothing', () => {
    const { before, releaseUrl, ...rest } = SOURCES;
    assert.ok(before !== undefined && releaseUrl !== undefined);
    const report = releaseReport({
      ...rest,
      artifacts: [],
      rows: [{ name: 'publish', platform: 'publish' }],
    });
    assert.ok(
      !report.includes('mermaid') && !report.includes('Artifacts') && !report.includes('Release]'),
    );
    assert.ok(report.includes('- Took: 6m 00s\n'));
  });

  it('stays a table and a chart whatever jobs are called', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 1, maxLength: 5 }),
        fc.string(),
        (names, branch) => {
          const rows = names.map((name): RunRow => ({
            name,
            platform: 'linux',
            job: ended(name, 'success', { startedAt: START, completedAt: START }),
          }));
          const report = releaseReport({ ...SOURCES, rows, run: run({ headBranch: branch }) });
          const table = tableOf(report);
          assert.equal(table.length, 2 + names.length);
          assert.ok(
            table.every(cells => cells.length === 5),
            report,
          );
          const bars = chartOf(report).slice(4);
          assert.equal(bars.length, names.length);
          for (const bar of bars) assert.match(bar, /^ {4}[^:;#]+ :done, \d+, \d+$/);
        },
      ),
    );
  });

  it('lets nothing in names become markup', () => {
    const name = 'a|b [x](https://evil.example) <img src=x> `code` **b** : ; # %% end';
    const report = releaseReport({
      ...SOURCES,
      title: name,
      rows: [{ name, platform: 'linux', job: ended(name, 'failure') }],
      run: run({ workflow: name, headBranch: '<b>|`x`' }),
      artifacts: [{ id: 1, name, size: 1, expired: false }],
    });
    const outside = report.replace(/```mermaid[^]*?```/, '').replace('`aaaaaaa`', '');
    // What has a backslash before it is text.
    const markup = outside.replace(/\\[^]/g, '');
    assert.ok(!/[<`*]/.test(markup), markup);
    assert.deepEqual(
      [...outside.matchAll(/(?<!\\)\]\((.*?)\)/g)].map(([, url]) => url),
      ['https://github.com/o/n/actions/runs/1', SOURCES.releaseUrl],
    );
  });

  it('gives every bar a name that is none of the words of the chart', () => {
    const rows = ['section a', 'title b', 'dateFormat c', 'click d', 'excludes e', ':::', ' '].map(
      (name): RunRow => ({ name, platform: 'linux', job: ended(name, 'success') }),
    );
    for (const bar of chartOf(releaseReport({ ...SOURCES, rows })).slice(4)) {
      assert.doesNotMatch(
        bar,
        /^\s*(?:section|title|dateFormat|axisFormat|tickInterval|excludes|includes|todayMarker|weekday|weekend|click|accTitle|accDescr|%%)(?=\s|:)/,
      );
      assert.match(bar, /^ {4}\S.* :done/);
    }
  });
});
