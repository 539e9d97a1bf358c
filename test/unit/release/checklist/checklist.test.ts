import * as fc from 'fast-check';
import * as assert from 'node:assert/strict';
import {
  type Answer,
  type AnswerBook,
  fingerprintOf,
  readAnswerBook,
  releaseKey,
  withAnswer,
} from '../../../../src/release/checklist/answers';
import {
  type ChecklistFacts,
  checklistFor,
  type ChecklistSettings,
  STANDARD_IDS,
} from '../../../../src/release/checklist/items';
import { shellText } from '../../../../src/release/checklist/pythonTests';
import { inTheWay, type Now, statesOf, stateWord } from '../../../../src/release/checklist/state';
const FACTS: ChecklistFacts = {
  hasCrate: true,
  hasWheel: true,
  pythonTests: 'crates/budtiktok-python/tests',
  changelog: 'markdown',
};
const CRATE: ChecklistFacts = { hasCrate: true, hasWheel: true };
const SETTINGS: ChecklistSettings = { items: undefined, required: undefined, commands: undefined };
const PASS: Answer = { outcome: 'pass', at: 1, fingerprint: 'f' };
const CARGO: Answer = { ...PASS, command: 'cargo test' };
const PYTEST: Answer = { ...PASS, command: 'python -m pytest crates/budtiktok-python/tests' };

/** The items by their ids: command lines as they are, everything else by its kind. */
function answers(
  facts: ChecklistFacts,
  settings: Partial<ChecklistSettings> = {},
): Record<string, string> {
  return Object.fromEntries(
    checklistFor(facts, { ...SETTINGS, ...settings }).items.map(({ id, answer }) => [
      id,
      'command' in answer ? answer.command : answer.kind,
    ]),
  );
}

describe('checklistFor', () => {
  it('has the seven items of a careful release', () => {
    const { items, problems } = checklistFor(FACTS, { ...SETTINGS, required: ['cargoTest'] });
    assert.deepEqual(answers(FACTS), {
      cargoTest: 'cargo test',
      pythonTests: 'python -m pytest crates/budtiktok-python/tests',
      versions: 'fact',
      changelog: 'fact',
      documentation: 'byHand',
      benchmarks: 'byHand',
      smokeTest: 'task',
    });
    assert.deepEqual(
      items.map(({ id }) => id),
      STANDARD_IDS,
    );
    assert.deepEqual(
      items.filter(({ isRequired }) => isRequired).map(({ id }) => id),
      ['cargoTest'],
    );
    assert.deepEqual(problems, []);
  });

  it('leaves out what the repository does not have', () => {
    assert.deepEqual(Object.keys(answers(CRATE)), [
      'cargoTest',
      'versions',
      'documentation',
      'benchmarks',
      'smokeTest',
    ]);
    const { problems } = checklistFor(CRATE, { ...SETTINGS, required: ['changelog'] });
    assert.deepEqual(
      problems,
      [],
      'an item that does not apply here may still be required elsewhere',
    );
    assert.deepEqual(answers({ hasCrate: false, hasWheel: false }), {
      versions: 'fact',
      documentation: 'byHand',
      benchmarks: 'byHand',
      smokeTest: 'byHand',
    });
  });

  it('leaves to a person what is not read', () => {
    assert.equal(answers({ ...CRATE, changelog: 'restructuredText' })['changelog'], 'byHand');
  });

  it('takes items of the user', () => {
    const { items, problems } = checklistFor(CRATE, {
      ...SETTINGS,
      items: [
        'Ask the team',
        { title: 'Miri passes', id: 'miri', command: 'cargo +nightly miri test', required: true },
        { title: 'Größe geprüft', command: ' ./size ' },
      ],
      required: ['ask-the-team'],
    });
    assert.deepEqual(items.slice(5), [
      { id: 'ask-the-team', title: 'Ask the team', answer: { kind: 'byHand' }, isRequired: true },
      {
        id: 'miri',
        title: 'Miri passes',
        answer: {
          kind: 'command',
          command: 'cargo +nightly miri test',
          folder: 'repository',
          needs: 'cargo',
        },
        isRequired: true,
      },
      {
        id: 'größe-geprüft',
        title: 'Größe geprüft',
        answer: { kind: 'command', command: './size', folder: 'repository' },
        isRequired: false,
      },
    ]);
    assert.deepEqual(problems, []);
  });

  it('runs what the user wants to be run instead', () => {
    const commands = {
      cargoTest: 'cargo test --workspace',
      pythonTests: 'uv run pytest',
      benchmarks: 'cargo bench',
    };
    const { items, problems } = checklistFor(CRATE, { ...SETTINGS, commands });
    assert.deepEqual(
      items.flatMap(({ id, answer }) => ('command' in answer ? [[id, answer]] : [])),
      [
        [
          'cargoTest',
          { kind: 'command', command: 'cargo test --workspace', folder: 'cargo', needs: 'cargo' },
        ],
        ['pythonTests', { kind: 'command', command: 'uv run pytest', folder: 'repository' }],
        [
          'benchmarks',
          { kind: 'command', command: 'cargo bench', folder: 'repository', needs: 'cargo' },
        ],
      ],
    );
    assert.deepEqual(problems, []);
    assert.equal(
      answers({ hasCrate: false, hasWheel: false }, { commands: { cargoTest: 'make test' } })[
        'cargoTest'
      ],
      'make test',
      'who says how to test has something to test',
    );
  });

  it('says what is wrong with the settings, and keeps the rest', () => {
    const { items, problems } = checklistFor(CRATE, {
      items: [
        '',
        { title: 1 },
        null,
        { title: 'x', command: '' },
        { title: 'y', required: 'yes' },
        'twice',
        'Twice!',
        { title: 'z', id: 'cargoTest' },
        'good',
      ],
      required: ['nope', 'good'],
      commands: { nope: 'x', versions: 'x', benchmarks: ' ', documentation: 1, cargoTest: 'make' },
    });
    assert.deepEqual(
      items.slice(5).map(({ id, isRequired }) => [id, isRequired]),
      [
        ['twice', false],
        ['good', true],
      ],
    );
    assert.deepEqual(
      items.flatMap(({ answer }) => ('command' in answer ? [answer.command] : [])),
      ['make'],
    );
    assert.equal(problems.length, 12);
    assert.match(problems.at(-1) ?? '', /no item "nope"/);
    assert.equal(
      checklistFor(FACTS, { items: {}, required: 'cargoTest', commands: ['cargo test'] }).problems
        .length,
      3,
    );
  });

  it('quotes what a shell would take apart', () => {
    assert.equal(
      answers({ ...CRATE, pythonTests: 'my tests', python: '.venv/bin/python' })['pythonTests'],
      '.venv/bin/python -m pytest "my tests"',
    );
    assert.equal(shellText('/a b/$x`"\\', 'linux'), '"/a b/\\$x\\`\\"\\\\"');
    assert.equal(shellText('C:\\Python\\python.exe', 'win32'), 'C:\\Python\\python.exe');
    assert.equal(
      shellText('C:\\Program Files\\python.exe', 'win32'),
      '"C:\\Program Files\\python.exe"',
    );
  });
});

describe('statesOf', () => {
  const { items } = checklistFor(FACTS, { ...SETTINGS, required: [...STANDARD_IDS] });
  const states = (answers: Record<string, Answer>, now: Now) =>
    Object.fromEntries(statesOf(items, answers, now).map(({ item, state }) => [item.id, state]));

  it('is open before anything is answered', () => {
    assert.deepEqual(new Set(Object.values(states({}, { observed: {} }))), new Set(['open']));
  });

  it('trusts an answer while the files are the same', () => {
    const answers = {
      cargoTest: CARGO,
      pythonTests: { ...PYTEST, outcome: 'fail' as const },
      smokeTest: PASS,
    };
    const { cargoTest, pythonTests, smokeTest } = states(answers, {
      fingerprint: 'f',
      observed: {},
    });
    assert.deepEqual([cargoTest, pythonTests, smokeTest], ['pass', 'fail', 'pass']);
    assert.deepEqual(
      new Set(Object.values(states(answers, { fingerprint: 'g', observed: {} }))),
      new Set(['open', 'stale']),
    );
    assert.equal(
      states(answers, { observed: {} })['cargoTest'],
      'stale',
      'unknown is not the same',
    );
    assert.equal(
      states({ cargoTest: { outcome: 'pass', at: 1, command: 'cargo test' } }, { observed: {} })[
        'cargoTest'
      ],
      'stale',
      'two unknowns are not equal',
    );
  });

  it('says what has changed since', () => {
    const since = (answer: Answer, fingerprint?: string) =>
      statesOf(
        items,
        { cargoTest: answer },
        { ...(fingerprint !== undefined && { fingerprint }), observed: {} },
      )[0];
    assert.deepEqual(
      [
        since(CARGO, 'g'),
        since(CARGO),
        since({ ...CARGO, command: 'true' }, 'f'),
        since(PASS, 'f'),
      ].map(state => [state?.state, state?.since]),
      [
        ['stale', 'files'],
        ['stale', 'unknown'],
        ['stale', 'command'],
        ['stale', 'command'],
      ],
    );
    assert.equal(since(CARGO, 'f')?.since, undefined);
    assert.equal(
      stateWord(since({ ...CARGO, command: 'true' }, 'f')!),
      'stale: the command has changed since',
    );
  });

  it('keeps what a person ticked', () => {
    assert.equal(
      states(
        { documentation: { outcome: 'pass', at: 1, by: 'maintainer' } },
        { fingerprint: 'g', observed: {} },
      )['documentation'],
      'pass',
    );
    assert.equal(
      states({ documentation: PASS }, { fingerprint: 'f', observed: {} })['documentation'],
      'open',
      'a machine judged it when it was asked to',
    );
  });

  it('follows the facts', () => {
    const of = (state: 'holds' | 'missing' | 'conflict' | 'unknown') =>
      states({ versions: PASS }, { observed: { versions: { state, detail: 'x' } } })['versions'];
    assert.deepEqual(
      [of('holds'), of('missing'), of('conflict'), of('unknown')],
      ['pass', 'due', 'fail', 'open'],
    );
  });

  it('does not find an answer in what every object has', () => {
    const [state] = statesOf(
      [{ id: 'constructor', title: 'x', answer: { kind: 'byHand' }, isRequired: true }],
      {},
      { observed: {} },
    );
    assert.equal(state?.state, 'open');
  });

  it('is in the way where a required item does not pass', () => {
    const now: Now = {
      fingerprint: 'f',
      observed: {
        versions: { state: 'missing', detail: 'x' },
        changelog: { state: 'conflict', detail: 'y' },
      },
    };
    const blocking = inTheWay(
      statesOf(
        items,
        {
          cargoTest: CARGO,
          pythonTests: { ...PYTEST, fingerprint: 'old' },
          documentation: { outcome: 'pass', at: 1 },
        },
        now,
      ),
    );
    assert.deepEqual(
      blocking.map(({ item, state }) => [item.id, state]),
      [
        ['pythonTests', 'stale'],
        ['changelog', 'fail'],
        ['benchmarks', 'open'],
        ['smokeTest', 'open'],
      ],
    );
    assert.deepEqual(
      inTheWay(
        statesOf(
          items.map(item => ({ ...item, isRequired: false })),
          {},
          now,
        ),
      ),
      [],
    );
  });
});

describe('the answers of a checklist', () => {
  const KEY = releaseKey('budtiktok', '0.2.0');

  it('are kept per release, and survive being stored', () => {
    let book: AnswerBook = {};
    book = withAnswer(book, KEY, 'cargoTest', CARGO);
    book = withAnswer(book, KEY, 'documentation', { outcome: 'pass', at: 2, by: 'maintainer' });
    book = withAnswer(book, releaseKey('budtiktok', '0.3.0'), 'cargoTest', {
      outcome: 'fail',
      at: 3,
    });
    assert.deepEqual(readAnswerBook(JSON.parse(JSON.stringify(book))), book);
    assert.deepEqual(Object.keys(book[KEY] ?? {}), ['cargoTest', 'documentation']);
    book = withAnswer(
      withAnswer(book, KEY, 'cargoTest', undefined),
      KEY,
      'documentation',
      undefined,
    );
    assert.deepEqual(Object.keys(book), ['budtiktok 0.3.0']);
  });

  it('forget old releases', () => {
    let book: AnswerBook = {};
    for (let patch = 0; patch < 30; patch++) book = withAnswer(book, `x 0.0.${patch}`, 'a', PASS);
    assert.equal(Object.keys(book).length, 20);
    assert.ok(book['x 0.0.29'] !== undefined && book['x 0.0.9'] === undefined);
  });

  it('leave out what is none', () => {
    for (const stored of [
      undefined,
      null,
      1,
      'x',
      [],
      {},
      { [KEY]: 1 },
      {
        [KEY]: { a: null, b: {}, c: { outcome: 'maybe', at: 1 }, d: { outcome: 'pass', at: 'x' } },
      },
    ]) {
      assert.deepEqual(readAnswerBook(stored), {});
    }
    assert.deepEqual(
      readAnswerBook({ [KEY]: { a: { ...PASS, more: 1 }, b: { outcome: 'pass', at: 1, by: 1 } } }),
      { [KEY]: { a: PASS } },
    );
    fc.assert(
      fc.property(fc.jsonValue(), stored => {
        const read = readAnswerBook(stored);
        assert.deepEqual(readAnswerBook(read), read);
      }),
    );
  });
});

describe('fingerprintOf', () => {
  it('is the same in any order, and another for any change', () => {
    const files = fc.uniqueArray(fc.tuple(fc.string(), fc.string()), {
      selector: ([path]) => path,
      minLength: 1,
    });
    fc.assert(
      fc.property(files, fc.nat(), (files, at) => {
        assert.equal(fingerprintOf(files), fingerprintOf(files.toReversed()));
        const changed = files.map(
          ([path, content], index) =>
            [path, index === at % files.length ? `${content}!` : content] as const,
        );
        assert.notEqual(fingerprintOf(files), fingerprintOf(changed));
      }),
    );
    assert.notEqual(fingerprintOf([['a', 'b']]), fingerprintOf([['ab', '']]));
  });
});
