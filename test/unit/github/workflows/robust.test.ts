import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { buildsOf } from '../../../../src/github/workflows/builds';
import { parseWorkflow } from '../../../../src/github/workflows/parseWorkflow';
import { promisedJobs } from '../../../../src/github/workflows/promisedJobs';
import { setupProblems } from '../../../../src/github/workflows/workflowProblems';
import { describeVerdict } from '../../../../src/github/workflows/verdictWords';
import { analyzeTriggers } from '../../../../src/github/workflows/analyzeTriggers';
import { finder } from '../../../../src/github/workflows/walk';
import { PYTHON_RELEASE, TAG_RELEASE } from './support';

/** A workflow file while it is being edited: lines gone, doubled, cut or with something else in them. */
const halfWritten = fc
  .tuple(
    fc.constantFrom(PYTHON_RELEASE, TAG_RELEASE),
    fc.array(
      fc.record({
        line: fc.nat(200),
        change: fc.constantFrom(
          'drop',
          'double',
          'cut',
          'null',
          'list',
          'map',
          'expression',
          'indent',
        ),
      }),
      { maxLength: 4 },
    ),
  )
  .map(([text, changes]) => {
    const lines = text.split('\n');
    for (const { line, change } of changes) {
      const at = line % lines.length;
      const old = lines[at] ?? '';
      const key = old.replace(/:.*$/, ':');
      const replaced: Record<typeof change, string[]> = {
        drop: [],
        double: [old, old],
        cut: [old.slice(0, old.length / 2)],
        null: [key],
        list: [`${key} [1, [2], { a: b }]`],
        map: [`${key} { a: [b], c: null }`],
        expression: [`${key} \${{ fromJSON(vars.X).y[0] || matrix.z }}`],
        indent: [`  ${old}`],
      };
      lines.splice(at, 1, ...replaced[change]);
    }
    return lines.join('\n');
  });

describe('a workflow file that is being written', () => {
  it('is read or refused with a place in it, and never throws', function () {
    this.timeout(30_000);
    let read = 0;
    fc.assert(
      fc.property(halfWritten, text => {
        const { workflow, problems } = parseWorkflow('w.yml', text);
        const count = text.split('\n').length;
        for (const { start } of problems)
          assert.ok(start.line >= 0 && start.line < count && start.column >= 0);
        assert.ok(workflow !== undefined || problems.length > 0);
        if (workflow === undefined) return;
        read++;
        for (const { place, ...verdict } of analyzeTriggers([workflow], {
          tag: 'v1.0.0',
          prerelease: false,
        }).verdicts.map(verdict => describeVerdict(verdict, 'v1.0.0'))) {
          assert.notEqual(verdict.detail, '');
          assert.ok(place === undefined || place.start.line < count);
        }
        const event = {
          name: 'release',
          ref: 'refs/tags/v1.0.0',
          action: 'published',
          prerelease: false,
        };
        const promised = promisedJobs(workflow, event, finder([workflow]));
        assert.equal(new Set(promised.map(({ key }) => key)).size, promised.length);
        buildsOf(workflow, event);
        setupProblems(workflow, event, {
          compatibility: 'manylinux_2_28',
          requiresPython: '>=3.8',
        });
      }),
      { numRuns: 60 },
    );
    assert.ok(read > 10, `${read} of 60 could be read`);
  });
});
