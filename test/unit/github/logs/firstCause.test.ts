import * as assert from 'node:assert/strict';
import { explainFailure } from '../../../../src/github/logs/explainFailure';
import { readLog } from '../../../../src/github/logs/jobLog';

describe('Which cause comes first', () => {
  it('takes the first failed step that a rule explains', async () => {
    const step = (output: string) =>
      `##[group]Run ./x\nshell: sh\n##[endgroup]\n${output}\n##[error]failed\n`;
    const log = readLog(step('maturin: command not found') + step('No space left on device'));
    const seen = await explainFailure(log);
    assert.equal(seen.kind === 'explained' && seen.rule, 'maturin.notFound');
  });

  it('takes the last answer of an upload', async () => {
    const log = readLog(
      '400 File already exists\nUploading b.whl\nInvalid or non-existent authentication information',
    );
    const seen = await explainFailure(log);
    assert.equal(seen.kind === 'explained' && seen.rule, 'pypi.invalidToken');
  });

  it('reads no step out of a group that a script prints', () => {
    const { steps } = readLog(
      '##[group]Run ./all\n./all\nshell: sh\n##[endgroup]\n##[group]Run tests\nok\n##[endgroup]\n##[error]x',
    );
    assert.deepEqual(
      steps.map(({ title }) => title),
      ['Run ./all'],
    );
  });

  it('explains a job without a log by its annotations', async () => {
    const annotations = [
      'The job was not started because your account is locked due to a billing issue.',
    ];
    const job = { steps: [], status: 'completed', conclusion: 'failure' };
    const seen = await explainFailure(undefined, { job, annotations });
    assert.equal(seen.kind === 'explained' && seen.rule, 'account.billing');
  });

  it('explains jobs that stay queued', async () => {
    const of = async (labels: string[], minutes: number) => {
      const seen = await explainFailure(undefined, {
        job: { steps: [], status: 'queued', conclusion: null, labels, startedAt: 0 },
        now: minutes * 60_000,
      });
      return seen.kind === 'explained' ? seen.rule : seen.kind;
    };
    assert.equal(await of(['ubuntu-20.04'], 1), 'job.retiredLabel');
    assert.equal(await of(['self-hosted', 'gpu'], 30), 'job.queued');
    assert.equal(await of(['ubuntu-latest'], 1), 'unknown');
  });

  it('leaves out what was printed before the last success, and commands that are repeated', async () => {
    const ruleOf = async (output: string) => {
      const seen = await explainFailure(
        readLog(`##[group]Run ./x\nshell: sh\n##[endgroup]\n${output}\n##[error]failed\n`),
      );
      return seen.kind === 'explained' ? seen.rule : seen.kind;
    };
    const missing = 'bash: maturin: command not found';
    const disk = 'No space left on device';
    for (const success of [
      'Successfully installed maturin-1.12.4',
      '    Finished `release` profile [optimized] target(s) in 12.3s',
      '📦 Built wheel for CPython 3.12 to dist/budtiktok-0.2.0-cp312-cp312-linux_x86_64.whl',
      'Installed 12 packages in 10ms',
      'Uploading distributions to https://upload.pypi.org/legacy/',
      '============ test session starts ============',
      '====== 3 passed, 1 skipped in 0.12s ======',
    ]) {
      assert.equal(await ruleOf(`${disk}\n${success}\n${missing}`), 'maturin.notFound', success);
      assert.equal(await ruleOf(`${missing}\n${success}\ndone`), 'maturin.notFound', success);
    }
    // pip prints this before the packages that it could not build.
    assert.equal(await ruleOf(`${disk}\nSuccessfully built numpy\n${missing}`), 'runner.diskFull');
    for (const repeated of ['+ ', '++ ', '##[command]', '##[debug]', '12 |   '])
      assert.equal(await ruleOf(`${repeated}${disk}\n${missing}`), 'maturin.notFound', repeated);
  });

  it('takes what tests print for no error of an upload or a tool', async () => {
    const output = [
      "E   FileNotFoundError: [Errno 2] No such file or directory: 'dist/a.whl'",
      'FAILED tests/test_wheel.py::test_name - FileNotFoundError',
      '========= 1 failed, 3 passed in 0.10s =========',
      '##[error]Process completed with exit code 1.',
    ].join('\n');
    const seen = await explainFailure(readLog(output));
    assert.equal(seen.kind === 'explained' && seen.rule, 'tests.pytest');
  });
});
