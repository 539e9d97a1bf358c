/**
 * Is loaded into every Node that the tests start, the extension host among them (NODE_OPTIONS, see startCanaryWatch). Notes
 * each token of the tests that this process writes to its output or to a file, or passes as an argument of a program.
 */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { CANARIES, REPORT_VARIABLE, WATCHED } from './canary';

const report = process.env[REPORT_VARIABLE];
/** Set while a finding is written, which is no leak itself. */
let isNoting = false;

function note(place: string, value: unknown): void {
  if (report === undefined || isNoting) return;
  const text =
    typeof value === 'string'
      ? value
      : value instanceof Uint8Array
        ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1')
        : '';
  for (const canary of CANARIES) {
    if (!text.includes(canary)) continue;
    isNoting = true;
    fs.appendFileSync(report, `${canary} in ${place} of process ${process.pid}\n`);
    isNoting = false;
  }
}

/** Calls `before` with the arguments of each call of a function. */
function watch<T extends object>(
  owner: T,
  names: readonly (keyof T)[],
  before: (name: string, args: readonly unknown[]) => void,
): void {
  for (const name of names) {
    const original = owner[name];
    if (typeof original !== 'function') continue;
    const watched = function (this: unknown, ...args: unknown[]): unknown {
      before(String(name), args);
      return Reflect.apply(original, this, args);
    };
    // What else a function has, such as its promisified form, stays.
    Object.defineProperties(watched, Object.getOwnPropertyDescriptors(original));
    Object.assign(owner, { [name]: watched });
  }
}

if (report !== undefined) {
  Object.assign(globalThis, { [WATCHED]: true });
  const program = ([first, second]: readonly unknown[]) => {
    for (const word of [first, ...(Array.isArray(second) ? (second as readonly unknown[]) : [])])
      note('the arguments of a program', word);
  };
  // Every asynchronous way to start a program ends in this method.
  const { prototype } = childProcess.ChildProcess as unknown as { prototype: { spawn: unknown } };
  watch(prototype, ['spawn'], (_, [options]) => {
    const { file, args } = options as { file?: unknown; args?: unknown };
    program([file, args]);
  });
  watch(childProcess, ['spawnSync', 'execFileSync', 'execSync'], (_, args) => program(args));
  watch(process.stdout, ['write'], (_, [text]) => note('the output', text));
  watch(process.stderr, ['write'], (_, [text]) => note('the output', text));
  const write = (_: string, [file, content]: readonly unknown[]) =>
    note(`the file ${typeof file === 'string' ? file : '…'}`, content);
  watch(
    fs,
    ['writeFile', 'writeFileSync', 'appendFile', 'appendFileSync', 'write', 'writeSync'],
    write,
  );
  watch(fs.promises, ['writeFile', 'appendFile'], write);
}
