import * as assert from 'node:assert/strict';
import {
  asksForStatus,
  evaluateCondition,
  evaluateData,
  evaluateText,
  reasonInvalidExpression,
  type Contexts,
} from '../../../../src/github/workflows/expression';

const CONTEXTS: Contexts = {
  github: {
    partly: {
      event_name: 'release',
      ref: 'refs/tags/v0.2.0',
      event: { partly: { inputs: null, release: { partly: { prerelease: true } } } },
    },
  },
  inputs: {},
};

describe('evaluateCondition', () => {
  const cases: readonly (readonly [condition: string, expected: boolean | undefined])[] = [
    ["github.event_name == 'release'", true],
    ["github.event_name == 'RELEASE'", true],
    ["${{ github.event_name == 'push' }}", false],
    ["startsWith(github.ref, 'refs/tags/v') && !contains(github.ref, '-')", true],
    ["endsWith(github.ref, '.0')", true],
    ['github.event.release.prerelease', true],
    ['github.event.release.prerelease == false', false],
    ["github.event.inputs.publish == 'yes'", false],
    ['inputs.publish', false],
    ["github.repository == 'owner/name'", undefined],
    ["github.repository == 'owner/name' && github.event_name == 'push'", false],
    ["github.repository == 'owner/name' || github.event_name == 'release'", true],
    ["!(vars.PUBLISH == 'no')", undefined],
    ['always()', true],
    ['failure()', false],
    ['!cancelled() && success()', true],
    ["format('{0}-{1}', 'a', 'b') == 'a-b'", true],
    ['contains(fromJSON(\'["push", "release"]\'), github.event_name)', true],
    ['false', false],
    ['true', true],
    ['', true],
    // A text around ${{ }} is a string, which is true whatever it says.
    ["${{ github.event_name == 'push' }} && false", true],
    ["hashFiles('x') != ''", undefined],
    ['env.X', undefined],
    ["(vars.X || 'a') == 'a'", undefined],
  ];
  for (const [condition, expected] of cases)
    it(`${condition || '(empty)'} is ${String(expected)}`, () =>
      assert.equal(evaluateCondition(condition, CONTEXTS), expected));

  it('answers the status functions by the given status', () => {
    assert.equal(evaluateCondition('success()', {}, { success: false }), false);
    assert.equal(evaluateCondition('failure()', {}, { success: false }), true);
    assert.equal(
      evaluateCondition('success() || failure()', {}, { success: undefined }),
      undefined,
    );
    assert.equal(evaluateCondition('always()', {}, { success: undefined }), true);
    assert.ok(asksForStatus('${{ !cancelled() }}'));
    assert.ok(!asksForStatus("github.ref == 'success'"));
  });
});

describe('evaluateText', () => {
  it('fills in what is known, and nothing else', () => {
    assert.equal(evaluateText('on ${{ github.event_name }}!', CONTEXTS), 'on release!');
    assert.equal(evaluateText('plain', CONTEXTS), 'plain');
    assert.equal(evaluateText("${{ 'a }} b' }}", CONTEXTS), 'a }} b');
    assert.equal(evaluateText('${{ vars.X }}', CONTEXTS), undefined);
    assert.equal(
      evaluateText("${{ vars.X || 'pypi' }}", CONTEXTS),
      undefined,
      'vars.X may not be empty',
    );
    assert.equal(evaluateText('${{ github', CONTEXTS), undefined);
  });

  it('reads values', () => {
    assert.deepEqual(evaluateData('${{ fromJSON(\'{"a": [1, true, null]}\') }}', CONTEXTS), {
      a: [1, true, null],
    });
    assert.equal(evaluateData('x ${{ 1 }}', CONTEXTS), undefined);
  });
});

describe('reasonInvalidExpression', () => {
  it('speaks as GitHub does', () => {
    assert.equal(reasonInvalidExpression("github.event_name == 'push'"), undefined);
    assert.match(reasonInvalidExpression("github.event_name = 'push'") ?? '', /Unexpected symbol/);
    assert.match(reasonInvalidExpression('git.ref') ?? '', /Unrecognized named-value/);
    assert.match(reasonInvalidExpression('starts(github.ref)') ?? '', /Unrecognized function/);
  });
});
