import assert from 'node:assert/strict';
import '../../fakes/editor';
import type { RunRow } from '../../../src/github/runSummary';
import { listedRows, rowLabels } from '../../../src/ui/views/runLabels';

function row(name: string, architecture?: string, conclusion = 'success'): RunRow {
  return {
    name,
    platform: 'linux',
    architecture,
    job: { id: 1, name, status: 'completed', conclusion, steps: [] },
  } as unknown as RunRow;
}

describe('The jobs of a platform', () => {
  it('are listed with failed ones first, then in natural order', () => {
    const rows = [row('cp310'), row('cp39'), row('cp312', undefined, 'failure')];
    assert.deepEqual(
      listedRows(rows).map(({ name }) => name),
      ['cp312', 'cp39', 'cp310'],
    );
  });

  it('are labelled by what differs', () => {
    assert.deepEqual(
      rowLabels([row('linux (x86_64)', 'x86_64'), row('linux (aarch64)', 'aarch64')]),
      ['x86_64', 'aarch64'],
    );
    assert.deepEqual(
      rowLabels([
        row('wheels (aarch64, cp39)', 'aarch64'),
        row('wheels (aarch64, cp310)', 'aarch64'),
      ]),
      ['cp39', 'cp310'],
    );
    assert.deepEqual(rowLabels([row('build', 'x'), row('other', 'x')]), ['build', 'other']);
  });
});
