import * as assert from 'node:assert/strict';
import { parseWorkflow } from '../../../../src/github/workflows/parseWorkflow';
import { problemsOf, PYTHON_RELEASE, read, TAG_RELEASE } from './support';

const JOBS = 'jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: []\n';

describe('parseWorkflow', () => {
  it('reads triggers, inputs and jobs with their places', () => {
    const workflow = read(PYTHON_RELEASE, 'python-release.yml');
    assert.equal(workflow.name, 'Build and Publish Python Package');
    assert.deepEqual(workflow.triggers.release, {
      start: { line: 3, column: 2 },
      types: ['published'],
    });
    assert.deepEqual(workflow.triggers.workflowDispatch?.inputs, [
      {
        name: 'publish',
        type: 'choice',
        options: ['yes', 'no'],
        default: 'no',
        required: true,
        description: 'Publish to PyPI (yes/no)',
        start: { line: 7, column: 6 },
      },
    ]);
    assert.deepEqual(
      workflow.jobs.map(({ id }) => id),
      ['linux', 'macos', 'windows', 'sdist', 'publish', 'publish-testpypi'],
    );
    const publish = workflow.jobs[4];
    assert.equal(publish?.environment, 'pypi');
    assert.equal(publish.name, 'Publish to PyPI');
    assert.deepEqual(publish.needs, ['linux', 'macos', 'windows', 'sdist']);
    assert.equal(publish.steps[0]?.env['MATURIN_PYPI_TOKEN'], '${{ secrets.PYPI_API_TOKEN }}');
    const tags = read(TAG_RELEASE).triggers.push?.tags;
    assert.deepEqual(
      tags?.map(({ start }) => start),
      [
        { line: 4, column: 8 },
        { line: 5, column: 8 },
      ],
    );
  });

  it('reads every form of "on"', () => {
    const one = read(`on: push\n${JOBS}`);
    assert.deepEqual(one.triggers.push, {
      start: { line: 0, column: 4 },
      branches: undefined,
      branchesIgnore: undefined,
      tags: undefined,
      tagsIgnore: undefined,
      paths: undefined,
      pathsIgnore: undefined,
    });
    assert.equal(one.name, '.github/workflows/release.yml');
    const list = read(`on: [push, pull_request, workflow_dispatch]\n${JOBS}`).triggers;
    assert.ok(list.push && list.workflowDispatch);
    assert.deepEqual(
      list.others.map(({ event }) => event),
      ['pull_request'],
    );
    const map = read(
      `on:\n  push:\n    branches: main\n  workflow_run: { workflows: [CI], types: completed }\n  workflow_call:\n    inputs: { tag: { type: string, required: true } }\n    secrets: { TOKEN: { required: true } }\n  schedule:\n    - cron: '0 0 * * *'\n${JOBS}`,
    ).triggers;
    assert.deepEqual(
      map.push?.branches?.map(({ text }) => text),
      ['main'],
    );
    assert.deepEqual(map.workflowRun?.workflows, ['CI']);
    assert.deepEqual(map.workflowCall?.secrets, ['TOKEN']);
    assert.equal(map.workflowCall.inputs[0]?.required, true);
    assert.ok(map.schedule);
  });

  it('reads YAML 1.2: "on" and "yes" are strings, aliases have the values that they name', () => {
    const workflow = read(
      'on: push\nenv: &env { FLAG: yes, VERSION: 3.10 }\njobs:\n  a:\n    runs-on: ubuntu-latest\n    env: *env\n    steps: []\n',
    );
    assert.deepEqual(workflow.jobs[0]?.env, { FLAG: 'yes', VERSION: '3.1' });
  });

  it('reads the action that a step runs again after a failure', () => {
    const { workflow } = parseWorkflow(
      '.github/workflows/x.yml',
      'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: wandalen/wretry.action@v3\n        with:\n          action: actions/upload-artifact@v4\n          with: |\n            name: wheels\n            path: dist\n          attempt_limit: 3\n      - uses: wandalen/wretry.action@v3\n        with:\n          command: make\n',
    );
    assert.deepEqual(
      workflow?.jobs[0]?.steps.map(({ uses, with: inputs }) => [uses, inputs]),
      [
        ['actions/upload-artifact@v4', { name: 'wheels', path: 'dist' }],
        ['wandalen/wretry.action@v3', { command: 'make' }],
      ],
    );
  });

  it('accepts a byte order mark and CRLF', () => {
    assert.equal(
      read(`\uFEFF${TAG_RELEASE.replaceAll('\n', '\r\n')}`).triggers.push?.tags?.length,
      2,
    );
  });

  it('names what is wrong at its place', () => {
    assert.match(problemsOf('on: push\njobs:\n  - a\n b: 1\n').join(), /^\d+:\d+ Not valid YAML: /);
    assert.match(problemsOf('on: push\njobs: &a\n  x: *b\n').join(), /Not valid YAML: .*alias/i);
    assert.match(
      problemsOf('on: push\njobs: &a\n  x: *a\n').join(),
      /3:6 Not valid YAML: the alias \*a/,
    );
    assert.deepEqual(problemsOf('name: x\n'), [
      '1:1 The workflow has no "on": nothing starts it.',
      '1:1 The workflow has no "jobs".',
    ]);
    assert.deepEqual(problemsOf(''), [
      '1:1 The workflow has no "on": nothing starts it.',
      '1:1 The workflow has no "jobs".',
    ]);
    assert.deepEqual(
      problemsOf(`on:\n  push:\n    tags: ['v[0-9']\n    tags-ignore: [x]\n${JOBS}`),
      [
        '3:12 GitHub can\'t read the pattern "v[0-9".',
        '4:5 "tags" and "tags-ignore" can\'t be used together; put a "!" pattern into "tags".',
      ],
    );
    assert.deepEqual(
      problemsOf(
        'on: push\njobs:\n  a:\n    needs: b\n    if: github.ref = 1\n    steps: []\n',
      ).map(text => text.replace(/: Unexpected.*/, '')),
      [
        '3:3 The job "a" has neither "runs-on" nor "uses".',
        '4:12 The job "a" needs "b", which isn\'t a job of this workflow.',
        '5:9 Not a valid expression',
      ],
    );
    assert.deepEqual(
      problemsOf(
        `on:\n  workflow_dispatch:\n    inputs:\n      p: { type: choice, options: [a], default: b }\n${JOBS}`,
      ),
      ['4:7 The default "b" isn\'t an option of "p".'],
    );
  });

  it('refuses an alias bomb', () => {
    const bomb = ['on: push', 'a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]'];
    for (let n = 1; n < 10; n++)
      bomb.push(
        `a${n}: &a${n} [${Array<string>(10)
          .fill(`*a${n - 1}`)
          .join(', ')}]`,
      );
    const { workflow, problems } = parseWorkflow('w.yml', `${bomb.join('\n')}\n${JOBS}`);
    assert.equal(workflow, undefined);
    assert.match(problems[0]?.message ?? '', /too large|alias/i);
  });
});
