import { ChildProcess } from 'node:child_process';
import fs from 'node:fs/promises';
import { appendFileSync } from 'node:fs';
import * as path from 'node:path';

/**
 * Counts the moments in which this program can be killed, and kills it in one of them: before and after each process that
 * it starts, each write of a file and each request. With CUT_FAULT the step that begins there fails instead. Import it
 * before anything else. Moments inside git are counted by the hooks of {@link installCuttingHooks}.
 */
const { CUT_AT = '', CUT_COUNT = '', CUT_FAULT = 'kill' } = process.env;
let count = 0;

/** @param step what begins now, or "done". @returns whether it has to fail */
function moment(step: string): boolean {
  count++;
  if (CUT_COUNT !== '') appendFileSync(CUT_COUNT, `${step}\n`);
  if (String(count) !== CUT_AT) return false;
  // The whole group, as when a computer loses its power.
  if (CUT_FAULT === 'kill') process.kill(-process.pid, 'SIGKILL');
  return true;
}

const done = () => void moment('done');

interface Spawning {
  spawn: (this: ChildProcess, options: SpawnOptions) => number;
}

interface SpawnOptions {
  file: string;
  args: string[];
}

function failing({ file, args }: SpawnOptions): Pick<SpawnOptions, 'file' | 'args'> {
  const script = CUT_FAULT === 'lost' ? '"$0" "$@" > /dev/null' : ':';
  const message = 'fatal: unable to create threaded lstat: Resource temporarily unavailable';
  return {
    file: '/bin/sh',
    args: ['sh', '-c', `${script}; echo "${message}" >&2; exit 128`, file, ...args.slice(1)],
  };
}

function diskFull(call: string, file: string): Error {
  const message = `ENOSPC: no space left on device, ${call} '${file}'`;
  return Object.assign(new Error(message), { code: 'ENOSPC', syscall: call, path: file });
}

if (CUT_AT !== '' || CUT_COUNT !== '') {
  const prototype = ChildProcess.prototype as unknown as Spawning;
  const spawn = prototype.spawn;
  prototype.spawn = function (options) {
    const fails = moment(
      `run ${path.basename(options.file)} ${options.args.slice(1, 3).join(' ')}`,
    );
    this.once('close', done);
    return spawn.call(this, fails ? { ...options, ...failing(options) } : options);
  };
  const writes = fs as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const name of ['rename', 'writeFile', 'link', 'open', 'rm']) {
    const write = writes[name]!;
    writes[name] = async (...args) => {
      const file = String(args[0]);
      const isDeletion = name === 'rm';
      if (moment(`${isDeletion ? 'delete' : 'write'} ${name} ${path.basename(file)}`)) {
        if (name === 'writeFile') await write(file, String(args[1]).slice(0, 10));
        throw diskFull(name, file);
      }
      const result = await write(...args);
      done();
      if (name === 'open') cutInside(result as fs.FileHandle, file);
      return result;
    };
  }
  const request = globalThis.fetch;
  globalThis.fetch = async (...args) => {
    const [input, options] = args;
    const url = input instanceof Request ? input.url : String(input);
    const fails = moment(`request ${options?.method ?? 'GET'} ${new URL(url).pathname}`);
    if (fails && CUT_FAULT === 'refuse')
      return new Response('{"message":"Bad gateway"}', UNAVAILABLE);
    const response = await request(...args);
    if (fails) throw new TypeError('fetch failed', { cause: new Error('read ECONNRESET') });
    done();
    return response;
  };
}

const UNAVAILABLE = { status: 502, headers: { 'content-type': 'application/json' } };

/** A file is opened empty: its text is written by the handle. */
function cutInside(handle: fs.FileHandle, file: string): void {
  const write = handle.writeFile.bind(handle);
  handle.writeFile = async (...args) => {
    if (moment(`write text ${path.basename(file)}`)) {
      await write(String(args[0]).slice(0, 10));
      throw diskFull('write', file);
    }
    await write(...args);
    done();
  };
}
