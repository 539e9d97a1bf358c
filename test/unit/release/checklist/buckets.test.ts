import * as assert from 'node:assert/strict';
import {
  type Answer,
  type AnswerBook,
  answersOf,
  bucketKey,
  handOver,
  withAnswer,
} from '../../../../src/release/checklist/answers';
const at = (time: number): Answer => ({ outcome: 'pass', at: time });
const NEXT = bucketKey('budtiktok', undefined);
const V2 = bucketKey('budtiktok', '0.2.0');

describe('The answers of the next release', () => {
  const next = withAnswer(withAnswer({}, NEXT, 'cargoTest', at(1)), NEXT, 'documentation', at(2));

  it('become those of the version that is confirmed, and leave none behind', () => {
    const after = handOver(next, 'budtiktok', undefined, '0.2.0');
    assert.deepEqual(answersOf(after, 'budtiktok', '0.2.0'), {
      cargoTest: at(1),
      documentation: at(2),
    });
    assert.deepEqual(answersOf(after, 'budtiktok', undefined), {});
    assert.deepEqual(
      answersOf(after, 'budtiktok', '0.3.0'),
      {},
      'the release after it begins anew',
    );
    assert.equal(
      handOver(after, 'budtiktok', undefined, '0.2.0'),
      after,
      'a second time there is nothing to move',
    );
  });

  it('come back where the release is taken back', () => {
    const back = handOver(
      handOver(next, 'budtiktok', undefined, '0.2.0'),
      'budtiktok',
      '0.2.0',
      undefined,
    );
    assert.deepEqual(answersOf(back, 'budtiktok', undefined), {
      cargoTest: at(1),
      documentation: at(2),
    });
    assert.deepEqual(Object.keys(back), [NEXT]);
  });

  it('are seen by the plan of a version before it is confirmed', () => {
    assert.deepEqual(answersOf(next, 'budtiktok', '0.2.0'), {
      cargoTest: at(1),
      documentation: at(2),
    });
    assert.deepEqual(answersOf(next, 'other', '0.2.0'), {});
  });

  it('give way to newer ones of the version, and the other way round', () => {
    const book: AnswerBook = {
      [NEXT]: { a: at(5), b: at(1) },
      [V2]: { a: at(2), b: at(3), c: at(4) },
    };
    const expected = { a: at(5), b: at(3), c: at(4) };
    assert.deepEqual(answersOf(book, 'budtiktok', '0.2.0'), expected);
    assert.deepEqual(
      answersOf(handOver(book, 'budtiktok', undefined, '0.2.0'), 'budtiktok', '0.2.0'),
      expected,
    );
  });
});
