import assert from 'node:assert/strict';
import { type FakeInput, ui } from '../../fakes/editor';
import * as vscode from 'vscode';
import { Dialog, follow, type Step } from '../../../src/ui/pick/dialog';

/** Lets the steps that follow from the last call run. */
const settled = () => new Promise(resolve => setImmediate(resolve));

function visible(): FakeInput {
  assert.ok(ui.visible, 'an input is open');
  return ui.visible;
}

const list = (title: string, remaining: number, then: (value: string) => Step): Step => {
  return async dialog =>
    follow(
      await dialog.pick({
        title,
        placeholder: '',
        items: [{ label: 'information' }, { label: 'a', value: 'a' }, { label: 'b', value: 'b' }],
        ...dialog.position(remaining),
      }),
      then,
    );
};

describe('A dialog of several steps', () => {
  beforeEach(() => ui.reset());

  it('is one input from the first list to the last, also while something is read', async () => {
    let answer: (text: string) => void = () => undefined;
    const read = new Promise<string>(resolve => (answer = resolve));
    const chosen: string[] = [];
    const run = Dialog.run(
      list('version', 1, version => async dialog => {
        chosen.push(await dialog.busy('plan', 'Looking at the remote…', () => read));
        return list(
          'plan',
          0,
          () => () => Promise.resolve(undefined),
        )(dialog).then(step => {
          chosen.push(version);
          return step;
        });
      }),
    );
    await settled();
    const first = visible();
    assert.deepEqual([first.step, first.totalSteps], [1, 2]);
    first.choose('b');
    await settled();
    assert.equal(visible(), first, 'the same list');
    assert.ok(first.busy);
    assert.ok(first.ignoreFocusOut);
    assert.deepEqual(first.labels, ['Looking at the remote…']);
    assert.equal(ui.gaps, 0, 'keys never go to the editor');
    answer('read');
    await settled();
    assert.equal(visible(), first);
    assert.equal(first.busy, false);
    assert.deepEqual([first.title, first.step, first.totalSteps], ['plan', 2, 2]);
    first.choose('a');
    await run;
    assert.deepEqual(chosen, ['read', 'b']);
    assert.equal(ui.visible, undefined);
  });

  it('shows an input box before the list goes, and the list again after Back', async () => {
    const box: Step = async dialog =>
      follow(
        await dialog.enter({
          title: 'custom',
          prompt: '',
          value: '0.1.0',
          read: text => (text === '' ? { reason: 'empty' } : { value: text, remark: `is ${text}` }),
          ...dialog.position(1),
        }),
        () => () => Promise.resolve(undefined),
      );
    const run = Dialog.run(list('version', 1, () => box));
    await settled();
    assert.deepEqual(visible().buttons, [], 'the first step has no step before it');
    visible().choose('a');
    await settled();
    assert.equal(visible().kind, 'box');
    assert.deepEqual([visible().step, visible().totalSteps], [2, 3]);
    visible().type('');
    assert.equal(visible().validationMessage?.message, 'empty');
    visible().enter();
    await settled();
    visible().type('1.0.0');
    assert.equal(visible().validationMessage?.message, 'is 1.0.0');
    visible().back();
    await settled();
    assert.equal(visible().title, 'version');
    assert.equal(ui.gaps, 0);
    visible().escape();
    await run;
  });

  it('ends at Escape, whichever step is open', async () => {
    const run = Dialog.run(list('one', 1, () => list('two', 0, () => assert.fail())));
    await settled();
    visible().choose('a');
    await settled();
    visible().escape();
    await run;
    assert.equal(ui.visible, undefined);
  });

  it('gives up what it waits for at Escape', async () => {
    let isCancelled = false;
    const run = Dialog.run(async dialog => {
      await dialog.busy(
        'plan',
        'Looking…',
        () => new Promise<void>(() => undefined),
        () => (isCancelled = true),
      );
      return undefined;
    });
    await settled();
    visible().escape();
    await assert.rejects(run, vscode.CancellationError);
    assert.ok(isCancelled);
  });

  it('does not take a row of information for an answer', async () => {
    let chosen = '';
    const run = Dialog.run(
      list('one', 0, value => () => {
        chosen = value;
        return Promise.resolve(undefined);
      }),
    );
    await settled();
    assert.deepEqual(
      visible().activeItems,
      [visible().items[1]],
      'the first row that can be chosen',
    );
    visible().choose('information');
    await settled();
    visible().choose('a');
    await run;
    assert.equal(chosen, 'a');
  });

  it('adds what is known later and keeps the active row', async () => {
    const dialog = new Dialog();
    const rows = (detail: string) =>
      ['a', 'b'].map(label => ({ label, value: label, detail: `${label} ${detail}` }));
    const answer = dialog.pick({
      title: '',
      placeholder: '',
      items: rows('unknown'),
      later: Promise.resolve(rows('taken')),
    });
    const open = visible();
    open.activeItems = [open.items[1]!];
    await settled();
    assert.equal(open.items[1]?.detail, 'b taken');
    assert.deepEqual(open.activeItems, [open.items[1]]);
    open.choose('b');
    assert.deepEqual(await answer, { kind: 'picked', value: 'b' });
    dialog.dispose();
  });

  it('takes the focus back after an editor was opened beneath', async () => {
    const run = Dialog.run(
      list('one', 1, () => async dialog => {
        dialog.takeFocus();
        return list('two', 0, () => () => Promise.resolve(undefined))(dialog);
      }),
    );
    await settled();
    const first = visible();
    first.choose('a');
    await settled();
    assert.notEqual(visible(), first, 'a new input takes the focus');
    assert.equal(ui.gaps, 0);
    visible().choose('a');
    await run;
  });
});
