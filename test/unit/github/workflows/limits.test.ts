import * as assert from 'node:assert/strict';
import { evaluateCondition, evaluateText } from '../../../../src/github/workflows/expression';
import { tagPush } from '../../../../src/github/workflows/event';
import { jobOutcomes } from '../../../../src/github/workflows/jobOutcomes';
import { parseWorkflow } from '../../../../src/github/workflows/parseWorkflow';
import { effectsOf } from '../../../../src/github/workflows/effects';
import { matchJobs } from '../../../../src/github/workflows/matchJobs';
import { promisedJobs } from '../../../../src/github/workflows/promisedJobs';
import { commandsOf, readScript } from '../../../../src/github/workflows/shell';
import { job } from '../support';
import { problemsOf, read } from './support';

const TOO_LARGE = '1:1 Not valid YAML: the file is too large, or nested too deeply, to be read';

describe('limits of workflow files', () => {
  it('takes a key that a map has twice for a mistake, at the second one', () => {
    assert.deepEqual(problemsOf('on: push\njobs: {}\njobs: {}\n'), [
      '3:1 Not valid YAML: Map keys must be unique',
    ]);
  });

  it('reads maps of many keys in a time that grows with their length', () => {
    const seconds = (count: number) => {
      const keys = Array.from({ length: count }, (_, at) => `  k${at}: v\n`).join('');
      const before = process.cpuUsage();
      read(`on: push\nenv:\n${keys}jobs: { a: { runs-on: x, steps: [] } }\n`);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    };
    seconds(5_000);
    // Comparing each key with all before it takes 25 times as long.
    assert.ok(seconds(25_000) < 12 * Math.max(seconds(5_000), 0.02));
  });

  it('reads no file of more than 512 KB, such as a line of 10 MB', () => {
    const run = 'x '.repeat(5_000_000);
    assert.deepEqual(problemsOf(`on: push\njobs: { a: { steps: [{ run: "${run}" }] } }\n`), [
      TOO_LARGE,
    ]);
  });

  it('reads no file that is nested too deeply', () => {
    assert.deepEqual(problemsOf(`on: ${'['.repeat(100_000)}`), [TOO_LARGE]);
  });

  it('follows a chain of 5,000 jobs', () => {
    const jobs = Array.from(
      { length: 5_000 },
      (_, at) => `  j${at}: { runs-on: x, steps: [], needs: [${at === 0 ? '' : `j${at - 1}`}] }\n`,
    ).reverse();
    const workflow = read(`on: push\njobs:\n${jobs.join('')}`);
    const outcomes = jobOutcomes(workflow, {});
    assert.equal(outcomes.size, 5_000);
    assert.equal(outcomes.get('j4999')?.runs, 'yes');
  });

  it('leaves a matrix of 3,000 keys to the run', () => {
    const keys = Array.from({ length: 3_000 }, (_, at) => `k${at}: [1]`).join(', ');
    const workflow = read(
      `on: push\njobs: { a: { runs-on: x, steps: [], strategy: { matrix: { ${keys} } } } }\n`,
    );
    assert.deepEqual(
      promisedJobs(workflow, tagPush('v1')).map(({ name, dynamic }) => [name, dynamic]),
      [['a (…)', true]],
    );
  });

  it('says that it does not read more than 20,000 jobs', () => {
    const values = Array.from({ length: 200 }, (_, at) => at).join(', ');
    const matrix = `strategy: { matrix: { a: [${values}] } }`;
    const callers = Array.from(
      { length: 101 },
      (_, at) => `  j${at}: { uses: ./.github/workflows/called.yml }
`,
    );
    const caller = read(
      `on: push
jobs:
${callers.join('')}  last: { runs-on: x, steps: [{ run: twine upload dist/* }] }
`,
    );
    const called = read(
      `on: workflow_call
jobs: { a: { runs-on: x, steps: [], ${matrix} } }
`,
      'called.yml',
    );
    const { opaque } = effectsOf(caller, tagPush('v1'), path =>
      path === called.path ? called : undefined,
    );
    assert.deepEqual(
      opaque.map(({ uses }) => uses),
      ['more than 20000 jobs'],
    );
  });

  it('matches a job to a name with many unknown parts at once', () => {
    const unknown = '${{ fromJSON(env.x) }}a '.repeat(30);
    const workflow = read(`on: push\njobs: { a: { name: "${unknown}", runs-on: x, steps: [] } }\n`);
    const started = performance.now();
    const { pairs } = matchJobs(promisedJobs(workflow, tagPush('v1')), [
      job(`${'a '.repeat(2_000)}b`),
    ]);
    assert.deepEqual(pairs, []);
    assert.ok(performance.now() - started < 5_000);
  });

  it('works out no text of more than 100,000 characters', () => {
    let nested = "'x'";
    for (let level = 0; level < 26; level++) nested = `format('{0}{0}', ${nested})`;
    assert.equal(evaluateText(['${{', nested, '}}'].join(' '), {}), undefined);
    assert.equal(evaluateCondition(`${nested} == 'x'`, {}), undefined);
    assert.equal(evaluateText("${{ format('{{{0}}} {1}', 'a', 1) }}", {}), '{a} 1');
    assert.equal(evaluateText('${{ '.repeat(100_000), {}), undefined);
  });

  it('reads a script of 200,000 characters, and no longer one', () => {
    assert.equal(commandsOf('ls\n'.repeat(60_000)).length, 60_000);
    const long = readScript('ls\n'.repeat(70_000));
    assert.deepEqual([long.isWhole, long.commands.length], [false, 0]);
    assert.equal(readScript('$('.repeat(90_000)).isWhole, false);
    for (const piece of ['"', "'", '`', '((', '<<E ', 'case x in ', '\\\n', '${{ ', '$(', ';;'])
      commandsOf(piece.repeat(Math.floor(200_000 / piece.length)));
  });

  it('keeps a workflow that was read within the limits', () => {
    assert.ok(parseWorkflow('w.yml', 'on: push\njobs: { a: { runs-on: x, steps: [] } }').workflow);
  });
});
