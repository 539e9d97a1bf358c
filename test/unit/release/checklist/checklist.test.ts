import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { fingerprintOf, readAnswerBook, releaseKey, withAnswer, type Answer, type AnswerBook } from '../../../../src/release/checklist/answers';
import { checklistFor, STANDARD_IDS } from '../../../../src/release/checklist/items';
import { inTheWay, statesOf, type Now } from '../../../../src/release/checklist/state';

const FACTS = { pythonTests: 'crates/budtiktok-python/tests', keepsChangelog: true };
const PASS: Answer = { outcome: 'pass', at: 1, fingerprint: 'f' };

describe('checklistFor', () => {
  it('has the seven items of a careful release', () => {
    const { items, problems } = checklistFor(FACTS, { items: undefined, required: ['cargoTest'] });
    assert.deepEqual(items.map(({ id }) => id), STANDARD_IDS);
    assert.deepEqual(items.map(({ answer }) => ('command' in answer ? answer.command : answer.kind)),
      ['cargo test', 'python -m pytest crates/budtiktok-python/tests', 'fact', 'fact', 'byHand', 'byHand', 'task']);
    assert.deepEqual(items.filter(({ isRequired }) => isRequired).map(({ id }) => id), ['cargoTest']);
    assert.deepEqual(problems, []);
  });

  it('leaves out what the repository does not have', () => {
    const { items } = checklistFor({ keepsChangelog: false }, { items: undefined, required: undefined });
    assert.deepEqual(items.map(({ id }) => id), ['cargoTest', 'versions', 'documentation', 'benchmarks', 'smokeTest']);
    const { problems } = checklistFor({ keepsChangelog: false }, { items: undefined, required: ['changelog'] });
    assert.deepEqual(problems, [], 'an item that does not apply here may still be required elsewhere');
  });

  it('takes items of the user', () => {
    const { items, problems } = checklistFor({ keepsChangelog: false }, {
      items: ['Ask the team', { title: 'Miri passes', id: 'miri', command: 'cargo +nightly miri test', required: true }, { title: 'Größe geprüft' }],
      required: ['ask-the-team'],
    });
    assert.deepEqual(items.slice(5), [
      { id: 'ask-the-team', title: 'Ask the team', answer: { kind: 'byHand' }, isRequired: true },
      { id: 'miri', title: 'Miri passes', answer: { kind: 'command', command: 'cargo +nightly miri test' }, isRequired: true },
      { id: 'größe-geprüft', title: 'Größe geprüft', answer: { kind: 'byHand' }, isRequired: false },
    ]);
    assert.deepEqual(problems, []);
  });

  it('says what is wrong with the settings, and keeps the rest', () => {
    const { items, problems } = checklistFor({ keepsChangelog: false }, {
      items: ['', { title: 1 }, null, { title: 'x', command: '' }, { title: 'y', required: 'yes' }, 'twice', 'Twice!', { title: 'z', id: 'cargoTest' }, 'good'], required: ['nope', 'good'],
    });
    assert.deepEqual(items.slice(5).map(({ id, isRequired }) => [id, isRequired]), [['twice', false], ['good', true]]);
    assert.equal(problems.length, 8);
    assert.match(problems.at(-1) ?? '', /no item "nope"/);
    assert.equal(checklistFor(FACTS, { items: {}, required: 'cargoTest' }).problems.length, 2);
  });

  it('quotes a folder that a shell would take apart', () => {
    const [, tests] = checklistFor({ pythonTests: 'my tests', keepsChangelog: false, python: '.venv/bin/python' }, { items: undefined, required: undefined }).items;
    assert.deepEqual(tests?.answer, { kind: 'command', command: '.venv/bin/python -m pytest "my tests"' });
  });
});

describe('statesOf', () => {
  const { items } = checklistFor(FACTS, { items: undefined, required: [...STANDARD_IDS] });
  const states = (answers: Record<string, Answer>, now: Now) => Object.fromEntries(statesOf(items, answers, now).map(({ item, state }) => [item.id, state]));

  it('is open before anything is answered', () => {
    assert.deepEqual(new Set(Object.values(states({}, { observed: {} }))), new Set(['open']));
  });

  it('trusts an answer while the files are the same', () => {
    const answers = { cargoTest: PASS, pythonTests: { ...PASS, outcome: 'fail' as const }, smokeTest: PASS };
    const { cargoTest, pythonTests, smokeTest } = states(answers, { fingerprint: 'f', observed: {} });
    assert.deepEqual([cargoTest, pythonTests, smokeTest], ['pass', 'fail', 'pass']);
    assert.deepEqual(new Set(Object.values(states(answers, { fingerprint: 'g', observed: {} }))), new Set(['open', 'stale']));
    assert.equal(states(answers, { observed: {} })['cargoTest'], 'stale', 'unknown is not the same');
    assert.equal(states({ cargoTest: { outcome: 'pass', at: 1 } }, { observed: {} })['cargoTest'], 'stale', 'two unknowns are not equal');
  });

  it('keeps what a person ticked', () => {
    assert.equal(states({ documentation: { outcome: 'pass', at: 1, by: 'maintainer' } }, { fingerprint: 'g', observed: {} })['documentation'], 'pass');
  });

  it('follows the facts', () => {
    const of = (state: 'holds' | 'missing' | 'conflict' | 'unknown') => states({ versions: PASS }, { observed: { versions: { state, detail: 'x' } } })['versions'];
    assert.deepEqual([of('holds'), of('missing'), of('conflict'), of('unknown')], ['pass', 'due', 'fail', 'open']);
  });

  it('does not find an answer in what every object has', () => {
    const [state] = statesOf([{ id: 'constructor', title: 'x', answer: { kind: 'byHand' }, isRequired: true }], {}, { observed: {} });
    assert.equal(state?.state, 'open');
  });

  it('is in the way where a required item does not pass', () => {
    const now: Now = { fingerprint: 'f', observed: { versions: { state: 'missing', detail: 'x' }, changelog: { state: 'conflict', detail: 'y' } } };
    const blocking = inTheWay(statesOf(items, { cargoTest: PASS, pythonTests: { ...PASS, fingerprint: 'old' }, documentation: PASS }, now));
    assert.deepEqual(blocking.map(({ item, state }) => [item.id, state]), [['pythonTests', 'stale'], ['changelog', 'fail'], ['benchmarks', 'open'], ['smokeTest', 'open']]);
    assert.deepEqual(inTheWay(statesOf(items.map(item => ({ ...item, isRequired: false })), {}, now)), []);
  });
});

describe('the answers of a checklist', () => {
  const KEY = releaseKey('budtiktok', '0.2.0');

  it('are kept per release, and survive being stored', () => {
    let book: AnswerBook = {};
    book = withAnswer(book, KEY, 'cargoTest', PASS);
    book = withAnswer(book, KEY, 'documentation', { outcome: 'pass', at: 2, by: 'maintainer' });
    book = withAnswer(book, releaseKey('budtiktok', '0.3.0'), 'cargoTest', { outcome: 'fail', at: 3 });
    assert.deepEqual(readAnswerBook(JSON.parse(JSON.stringify(book))), book);
    assert.deepEqual(Object.keys(book[KEY] ?? {}), ['cargoTest', 'documentation']);
    book = withAnswer(withAnswer(book, KEY, 'cargoTest', undefined), KEY, 'documentation', undefined);
    assert.deepEqual(Object.keys(book), ['budtiktok 0.3.0']);
  });

  it('forget old releases', () => {
    let book: AnswerBook = {};
    for (let patch = 0; patch < 30; patch++) book = withAnswer(book, `x 0.0.${patch}`, 'a', PASS);
    assert.equal(Object.keys(book).length, 20);
    assert.ok(book['x 0.0.29'] !== undefined && book['x 0.0.9'] === undefined);
  });

  it('leave out what is none', () => {
    for (const stored of [undefined, null, 1, 'x', [], {}, { [KEY]: 1 }, { [KEY]: { a: null, b: {}, c: { outcome: 'maybe', at: 1 }, d: { outcome: 'pass', at: 'x' } } }]) {
      assert.deepEqual(readAnswerBook(stored), {});
    }
    assert.deepEqual(readAnswerBook({ [KEY]: { a: { ...PASS, more: 1 }, b: { outcome: 'pass', at: 1, by: 1 } } }), { [KEY]: { a: PASS } });
    fc.assert(fc.property(fc.jsonValue(), stored => {
      const read = readAnswerBook(stored);
      assert.deepEqual(readAnswerBook(read), read);
    }));
  });
});

describe('fingerprintOf', () => {
  it('is the same in any order, and another for any change', () => {
    const files = fc.uniqueArray(fc.tuple(fc.string(), fc.string()), { selector: ([path]) => path, minLength: 1 });
    fc.assert(fc.property(files, fc.nat(), (files, at) => {
      assert.equal(fingerprintOf(files), fingerprintOf(files.toReversed()));
      const changed = files.map(([path, content], index) => [path, index === at % files.length ? `${content}!` : content] as const);
      assert.notEqual(fingerprintOf(files), fingerprintOf(changed));
    }));
    assert.notEqual(fingerprintOf([['a', 'b']]), fingerprintOf([['ab', '']]));
  });
});
