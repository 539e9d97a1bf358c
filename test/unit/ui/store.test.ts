import * as assert from 'node:assert/strict';
import { Store } from '../../../src/ui/store';

describe('Store', () => {
  it('tells listeners about changes, and only about changes', () => {
    const store = new Store({ a: 1, b: 'x' });
    const seen: unknown[] = [];
    const subscription = store.onDidChange((value, before) => seen.push([before.a, value.a]));
    store.update({ a: 2 });
    store.update({ a: 2, b: 'x' });
    store.update({ b: 'y' });
    subscription.dispose();
    store.update({ a: 3 });
    assert.deepEqual(seen, [
      [1, 2],
      [2, 2],
    ]);
    assert.deepEqual(store.value, { a: 3, b: 'y' });
  });

  it('bears listeners that leave while they are notified', () => {
    const store = new Store({ a: 1 });
    let count = 0;
    const first = store.onDidChange(() => first.dispose());
    store.onDidChange(() => count++);
    store.update({ a: 2 });
    assert.equal(count, 1);
  });
});
