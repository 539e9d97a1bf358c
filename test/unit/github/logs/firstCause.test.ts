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
});
