import { appendFileSync, readFileSync } from 'node:fs';

/** What one window measured. */
export interface Measured {
  readonly what: string;
  /** Milliseconds, or bytes of a heap. */
  readonly value: number;
}

/** Hands what a window measured to the bench, which starts the window with BUDTIKTOK_TIMES. */
export function record(what: string, value: number): void {
  const { BUDTIKTOK_TIMES: file = '' } = process.env;
  appendFileSync(file, `${JSON.stringify({ what, value } satisfies Measured)}\n`);
}

export function recorded(file: string): Measured[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Measured);
}
