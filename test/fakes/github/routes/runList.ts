import { stateOf, type Run } from '../actions/run';
import { settle } from '../actions/settle';
import { ok, paginate, type Reply, type RepositoryCall } from '../http';
import { runJson } from '../json/actions';

/** As many results as a search for runs gives at most, once it is filtered. */
const MOST_FOUND = 1000;

/** A list of runs, newest first, filtered as the request asks. */
export function answerRuns(call: RepositoryCall, runs: readonly Run[]): Reply {
  const { world, query } = call;
  for (const run of runs) settle(world, run);
  const filters = FILTERS.flatMap(([name, test]) => {
    const value = query.get(name);
    return value === null || value === '' ? [] : [(run: Run) => test(run, value)];
  });
  const found = [...runs]
    .reverse()
    .filter(run => run.createdAt + world.runsAppearAfter <= world.now())
    .filter(run => filters.every(test => test(run)));
  const { page, headers } = paginate(call, filters.length > 0 ? found.slice(0, MOST_FOUND) : found);
  return ok(
    { total_count: found.length, workflow_runs: page.map(run => runJson(world, run)) },
    headers,
  );
}

const FILTERS: readonly (readonly [name: string, test: (run: Run, value: string) => boolean])[] = [
  ['actor', (run, login) => run.actor === login],
  ['branch', (run, branch) => run.headBranch === branch],
  ['event', (run, event) => run.event === event],
  [
    'status',
    (run, wanted) => {
      const { status, conclusion } = stateOf(run);
      return status === wanted || conclusion === wanted;
    },
  ],
  ['created', (run, range) => inRange(run.createdAt, range)],
  ['check_suite_id', (run, id) => run.checkSuiteId === Number(id)],
  ['head_sha', (run, sha) => run.headSha === sha],
];

/** A date range in the syntax of GitHub's search: `>=2026-01-01`, `<…`, `a..b`, a day. Times count whole seconds. */
function inRange(time: number, range: string): boolean {
  const second = Math.floor(time / 1000) * 1000;
  const [from, to] = range.split('..');
  if (from !== undefined && to !== undefined)
    return (from === '*' || second >= Date.parse(from)) && (to === '*' || second <= endOf(to));
  const [, operator = '', date = ''] = /^(>=|<=|>|<)?(.*)$/.exec(range) ?? [];
  switch (operator) {
    case '>=':
      return second >= Date.parse(date);
    case '>':
      return second > endOf(date);
    case '<=':
      return second <= endOf(date);
    case '<':
      return second < Date.parse(date);
    default:
      return second >= Date.parse(date) && second <= endOf(date);
  }
}

/** A day without a time means all of it. */
function endOf(date: string): number {
  return Date.parse(date) + (/^\d{4}-\d\d-\d\d$/.test(date) ? 24 * 60 * 60 * 1000 - 1 : 0);
}
