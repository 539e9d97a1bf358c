import * as l10n from '@vscode/l10n';
import type { Artifact, Run } from './model';
import { duration, elapsed, type RunState, runElapsed, stateOf } from './runState';
import {
  byPlatform,
  PLATFORMS,
  rowState,
  summarize,
  type Platform,
  type RunRow,
} from './runSummary';

/** What a report is made of. */
export interface ReportSources {
  /** `budtiktok 0.2.0` */
  readonly title: string;
  readonly run: Run;
  readonly rows: readonly RunRow[];
  /** What the jobs of the run before took, in milliseconds, by name. */
  readonly before?:
    { readonly total: number; readonly jobs: ReadonlyMap<string, number> } | undefined;
  readonly artifacts: readonly Artifact[];
  readonly releaseUrl?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Names of platforms and states and times, in the language of the reader. */
  readonly words: {
    readonly platform: (platform: Platform) => string;
    readonly state: (row: RunRow) => string;
    readonly run: (state: RunState) => string;
    readonly time: (at: number) => string;
  };
}

/** A run of the builds as a Markdown document: a table of its jobs, a Mermaid gantt chart of them, and its artifacts. */
export function releaseReport(sources: ReportSources): string {
  const { title, run, rows, before, artifacts, releaseUrl, now, words } = sources;
  const { done, total, failed } = summarize(run, rows, now);
  const links = [
    `[${text(l10n.t('{0} #{1}', run.workflow, run.number))}](${run.url})`,
    ...(releaseUrl === undefined ? [] : [`[${l10n.t('Release')}](${releaseUrl})`]),
  ];
  const taken = runElapsed(run, now);
  return [
    `# ${text(l10n.t('{0}: platform builds', title))}`,
    '',
    `${links.join(' · ')} · \`${run.headSha.slice(0, 7)}\` · ${text(run.headBranch ?? '')}`,
    '',
    `- ${l10n.t('Result: {0} ({1} of {2} jobs)', words.run(stateOf(run)), done, total)}`,
    `- ${l10n.t('Started: {0}', words.time(run.startedAt))}`,
    `- ${l10n.t('Took: {0}', duration(taken))}${before === undefined ? '' : ` (${difference(taken, before.total)})`}`,
    `- ${l10n.t('Attempt: {0}', run.attempt)}`,
    ...(failed.length === 0
      ? []
      : [`- ${l10n.t('Failed: {0}', failed.map(({ name }) => text(name)).join(', '))}`]),
    '',
    `## ${l10n.t('Jobs')}`,
    '',
    ...table(sources),
    '',
    ...gantt(rows, words.platform, now),
    ...(artifacts.length === 0
      ? []
      : [
          `## ${l10n.t('Artifacts')}`,
          '',
          ...artifacts.map(
            artifact =>
              `- ${text(artifact.name)} (${l10n.t('{0} kB', Math.ceil(artifact.size / 1_000))}${artifact.expired ? `, ${l10n.t('expired')}` : ''})`,
          ),
          '',
        ]),
  ].join('\n');
}

function table({ rows, before, now, words }: ReportSources): string[] {
  const head = [
    l10n.t('Platform'),
    l10n.t('Job'),
    l10n.t('State'),
    l10n.t('Took'),
    l10n.t('Before'),
  ];
  return [
    `| ${head.join(' | ')} |`,
    `|${' --- |'.repeat(head.length)}`,
    ...byPlatform(rows).flatMap(([platform, found]) =>
      found.map(row => {
        const took =
          row.job === undefined || rowState(row) === 'skipped' ? undefined : elapsed(row.job, now);
        const earlier = before?.jobs.get(row.name);
        const name =
          row.job === undefined || row.job.url === ''
            ? text(row.name)
            : `[${text(row.name)}](${row.job.url})`;
        const compared =
          earlier === undefined
            ? ''
            : took === undefined
              ? duration(earlier)
              : `${duration(earlier)} (${difference(took, earlier)})`;
        return `| ${text(words.platform(platform))} | ${name} | ${text(words.state(row))} | ${took === undefined ? '' : duration(took)} | ${compared} |`;
      }),
    ),
  ];
}

/** @returns nothing where no job has begun: Mermaid refuses an empty chart */
function gantt(
  rows: readonly RunRow[],
  platformName: (platform: Platform) => string,
  now: number,
): string[] {
  const begun = rows.filter(
    ({ job }) =>
      job?.startedAt != null && rowState({ name: '', platform: 'other', job }) !== 'skipped',
  );
  if (begun.length === 0) return [];
  const sections = PLATFORMS.flatMap(platform => {
    const found = begun.filter(row => row.platform === platform);
    return found.length === 0
      ? []
      : [`    section ${task(platformName(platform))}`, ...found.flatMap(row => bar(row, now))];
  });
  return [
    '```mermaid',
    'gantt',
    '    dateFormat x',
    '    axisFormat %H:%M:%S',
    ...sections,
    '```',
    '',
  ];
}

function bar({ name, job }: RunRow, now: number): string[] {
  if (job?.startedAt == null) return [];
  const state = stateOf(job);
  const tag =
    state === 'failure'
      ? 'crit, '
      : state === 'running'
        ? 'active, '
        : state === 'success'
          ? 'done, '
          : '';
  // A bar needs some width.
  return [
    `    ${task(name)} :${tag}${job.startedAt}, ${Math.max(job.completedAt ?? now, job.startedAt + 1_000)}`,
  ];
}

function difference(now: number, before: number): string {
  const change = now - before;
  if (Math.abs(change) < 1_000) return l10n.t('as before');
  return change > 0
    ? l10n.t('{0} longer', duration(change))
    : l10n.t('{0} shorter', duration(-change));
}

/** Names come from other people's files: nothing in them may become markup. */
function text(plain: string): string {
  return plain.replace(/[\\`*_{}[\]<>|#~]/g, '\\$&').replace(/[\r\n]+/g, ' ');
}

/** Words that begin another statement of a chart (Mermaid, grammar of gantt). */
const STATEMENT =
  /^(?:gantt|section|title|dateFormat|axisFormat|tickInterval|topAxis|inclusiveEndDates|excludes|includes|todayMarker|weekday|weekend|click|accTitle|accDescr|%%|\d{4}-)/i;

/** In a chart a colon ends the name and a semicolon the line; "#" begins an entity. */
function task(plain: string): string {
  const name = plain.replace(/[:;#,\r\n]/g, ' ').trim() || '-';
  return STATEMENT.test(name) ? `- ${name}` : name;
}
