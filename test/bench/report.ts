/** How long something takes, in milliseconds. */
export async function milliseconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function ratio(value: number, floor: number): string {
  return `${(value / floor).toFixed(1)} ×`;
}

const said: string[] = [];

/** Prints a line and keeps it for the file of results. */
export function say(line: string): void {
  said.push(line);
  console.log(line);
}

/** All lines so far. */
export function report(): string {
  return said.join('\n');
}

export function row(what: string, value: number, beside = ''): void {
  say(`  ${what.padEnd(52)} ${value.toFixed(1).padStart(8)} ms  ${beside}`.trimEnd());
}

/** An aim: the most that a value may be. */
export interface Aim {
  readonly limit: number;
  /** How the limit comes about, for people. */
  readonly of: string;
}

/** A row with its aim, and whether it is met. */
export function within(what: string, value: number, unit: string, aim?: Aim): void {
  const verdict =
    aim === undefined
      ? ''
      : aim.limit === Infinity
        ? aim.of
        : value <= aim.limit
          ? `aim: ${aim.of}: met`
          : `aim: ${aim.of}: MISSED by ${(value - aim.limit).toFixed(1)} ${unit}`;
  say(`    ${what.padEnd(58)} ${value.toFixed(1).padStart(8)} ${unit}  ${verdict}`.trimEnd());
}
