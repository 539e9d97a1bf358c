/** State that many look at and that changes as a whole: plain data, replaced and never changed in place. */
export class Store<T extends object> {
  #value: T;
  readonly #listeners = new Set<(value: T, before: T) => void>();

  constructor(initial: T) {
    this.#value = initial;
  }

  get value(): T {
    return this.#value;
  }

  /** Replaces the given fields and tells everybody, unless nothing has changed. */
  update(fields: Partial<T>): void {
    const before = this.#value;
    const keys = Object.keys(fields) as (keyof T)[];
    if (keys.every(key => before[key] === fields[key])) return;
    this.#value = { ...before, ...fields };
    for (const listener of [...this.#listeners]) listener(this.#value, before);
  }

  onDidChange(listener: (value: T, before: T) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }
}
