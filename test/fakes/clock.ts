import type { Clock } from '../../src/base/clock';

/** Time that passes when a test says so; it is that of a fake GitHub too, when both have the same `time`. */
export class FakeClock implements Clock {
  readonly #timers = new Set<{ readonly at: number; readonly call: () => void }>();

  /** @param time milliseconds since 1970 */
  constructor(private readonly time: { now: number } = { now: 0 }) {}

  now(): number {
    return this.time.now;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.time.now + ms, call };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Milliseconds until the next call; undefined where nothing is going to happen. */
  get next(): number | undefined {
    const [first] = this.#inOrder();
    return first === undefined ? undefined : first.at - this.time.now;
  }

  /** Lets time pass. @param settled resolves when what a call has begun is over: that takes no time */
  async advance(ms: number, settled: () => Promise<void>): Promise<void> {
    const end = this.time.now + ms;
    await settled();
    for (
      let [first] = this.#inOrder();
      first !== undefined && first.at <= end;
      [first] = this.#inOrder()
    ) {
      this.#timers.delete(first);
      this.time.now = Math.max(this.time.now, first.at);
      first.call();
      await settled();
    }
    this.time.now = end;
  }

  #inOrder(): { readonly at: number; readonly call: () => void }[] {
    return [...this.#timers].sort((a, b) => a.at - b.at);
  }
}
