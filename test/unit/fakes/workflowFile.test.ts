import assert from 'node:assert/strict';
import {
  evaluate,
  holds,
  interpolate,
  type ExpressionContext,
} from '../../fakes/github/actions/expression';
import { expandMatrix, matrixName } from '../../fakes/github/actions/matrix';
import { matchesFilter, startsOnPush, startsOnRelease } from '../../fakes/github/actions/triggers';
import { parseWorkflow } from '../../fakes/github/actions/workflowFile';
import { smallWheel } from '../../fakes/github/actions/artifact';

const context: ExpressionContext = {
  result: 'success',
  values: {
    github: { event_name: 'release', ref: 'refs/tags/v1' },
    inputs: { publish: 'yes', dry: false },
    matrix: { os: 'linux' },
  },
};

describe('workflow files in the fake GitHub', () => {
  it('expands matrices in the order of GitHub', () => {
    const matrix = {
      os: ['linux', 'mac'],
      py: ['3.9', '3.10'],
      exclude: [{ os: 'mac', py: '3.9' }],
      include: [
        { os: 'linux', extra: 'x' },
        { os: 'win', py: '3.12' },
      ],
    };
    assert.deepEqual(
      expandMatrix(matrix).map(combination => matrixName('job', combination)),
      ['job (linux, 3.9, x)', 'job (linux, 3.10, x)', 'job (mac, 3.10)', 'job (win, 3.12)'],
    );
    assert.deepEqual(expandMatrix({ include: [{ target: 'x64' }] }), [{ target: 'x64' }]);
    assert.equal(
      matrixName('linux', { platform: { runner: 'ubuntu-22.04', target: 'x86_64' } }),
      'linux (ubuntu-22.04, x86_64)',
    );
  });

  for (const [text, value] of [
    ["github.event_name == 'Release'", true],
    ["inputs.publish == 'yes' && !inputs.dry", true],
    ["startsWith(github.ref, 'refs/tags/')", true],
    ["contains('abc', 'x') || 1 < 2", true],
    ["(github.event_name == 'push' || inputs.dry) && true", false],
    ['matrix.os', 'linux'],
    ['github.unknown.name', null],
    ["github['event_name']", 'release'],
  ] as const) {
    it(`evaluates ${text}`, () => assert.equal(evaluate(text, context), value));
  }

  it('holds a condition only after success, unless it asks for more', () => {
    const failed: ExpressionContext = { ...context, result: 'failure' };
    assert.deepEqual(
      [
        holds(undefined, context),
        holds(undefined, failed),
        holds('${{ always() }}', failed),
        holds("failure() && github.event_name == 'release'", failed),
      ],
      [true, false, true, true],
    );
    assert.equal(
      interpolate('wheels-${{ matrix.os }}-${{ matrix.none }}', context),
      'wheels-linux-',
    );
  });

  it('matches filters as the cheat sheet of GitHub has it', () => {
    const matches = (name: string, ...patterns: string[]): boolean => matchesFilter(name, patterns);
    assert.ok(matches('v1.2.3', 'v[0-9]+.[0-9]+.[0-9]+'));
    assert.ok(!matches('v1x2.3', 'v[0-9]+.[0-9]+.[0-9]+'));
    assert.ok(matches('v1.2.3-rc.1', 'v[0-9]+.[0-9]+.[0-9]+-*'));
    assert.ok(!matches('feature/a/b', 'feature/*'));
    assert.ok(matches('feature/a/b', 'feature/**'));
    assert.ok(matches('v1', '**'));
    assert.ok(!matches('v1-beta', 'v*', '!*-beta'));
    assert.ok(matches('v1.9', 'v1.9?'));
  });

  it('knows what starts a workflow', () => {
    const push = (on: string, ref: string): boolean =>
      startsOnPush(parseWorkflow(`on: ${on}\njobs: {}`)!, { ref });
    assert.deepEqual(
      [
        push('push', 'refs/tags/v1'),
        push('[push]', 'refs/heads/main'),
        push('{ push: { branches: [main] } }', 'refs/tags/v1'),
        push("{ push: { tags: ['v*'] } }", 'refs/tags/v1'),
        push("{ push: { tags-ignore: ['v*'] } }", 'refs/tags/v1'),
        push('workflow_dispatch', 'refs/tags/v1'),
      ],
      [true, true, false, true, false, false],
    );
    const release = (on: string, activity: string): boolean =>
      startsOnRelease(parseWorkflow(`on: ${on}\njobs: {}`)!, activity);
    assert.deepEqual(
      [
        release('{ release: { types: [published] } }', 'published'),
        release('{ release: { types: [published] } }', 'created'),
        release('release', 'created'),
      ],
      [true, false, true],
    );
    assert.equal(parseWorkflow('on: [\n'), undefined);
  });

  it('makes wheels that unzip finds complete', () => {
    const wheel = smallWheel('budtiktok-0.1.0-py3-none-any.whl');
    assert.equal(wheel.readUInt32LE(0), 0x04034b50);
    const end = wheel.length - 22;
    assert.deepEqual([wheel.readUInt32LE(end), wheel.readUInt16LE(end + 10)], [0x06054b50, 4]);
    assert.equal(wheel.readUInt32LE(wheel.readUInt32LE(end + 16)), 0x02014b50);
  });
});
