import { ChildProcess } from 'node:child_process';
import fs from 'node:fs/promises';
import { writeFileSync } from 'node:fs';

/**
 * Counts the moments in which this program can be killed, and kills it in one of them: before and after each process that
 * it starts, each write of a file and each request. Import it before anything else. Moments inside git are counted by the
 * hooks of {@link installCuttingHooks}.
 */
const { CUT_AT = '', CUT_COUNT = '' } = process.env;
let count = 0;

function moment(): void {
  count++;
  if (CUT_COUNT !== '') writeFileSync(CUT_COUNT, String(count));
  // The whole group, as when a computer loses its power.
  if (String(count) === CUT_AT) process.kill(-process.pid, 'SIGKILL');
}

interface Spawning {
  spawn: (this: ChildProcess, options: unknown) => number;
}

if (CUT_AT !== '' || CUT_COUNT !== '') {
  const prototype = ChildProcess.prototype as unknown as Spawning;
  const spawn = prototype.spawn;
  prototype.spawn = function (options) {
    moment();
    this.once('close', moment);
    return spawn.call(this, options);
  };
  const writes = fs as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const name of ['rename', 'writeFile', 'link', 'open', 'rm']) {
    const write = writes[name]!;
    writes[name] = async (...args) => {
      moment();
      const result = await write(...args);
      moment();
      return result;
    };
  }
  const request = globalThis.fetch;
  globalThis.fetch = async (...args) => {
    moment();
    const response = await request(...args);
    moment();
    return response;
  };
}
