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

/** Where lines go: the terminal, or inside a host, whose console leads nowhere, the results of the suite. */
const output = globalThis as { budtiktokOutput?: (line: string) => void };

export function say(line: string): void {
  (output.budtiktokOutput ?? console.log)(line);
}

export function row(what: string, value: number, beside = ''): void {
  say(`  ${what.padEnd(52)} ${value.toFixed(1).padStart(8)} ms  ${beside}`);
}
