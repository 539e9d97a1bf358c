import * as path from 'node:path';
import { messageOf } from '../../base/errors';
import { ProgramRefused, runProgram } from '../../base/processes';
import type { Package } from '../../manifests/package';
import { findGitRoot } from '../../manifests/scan/scanRoot';

/** Which call asks a tool whether a lock agrees with its manifests, by the name of the lock. */
const QUESTIONS: ReadonlyMap<string, 'checkCargoLock' | 'checkUvLock'> = new Map([
  ['Cargo.lock', 'checkCargoLock'],
  ['uv.lock', 'checkUvLock'],
]);

/** What the tool that made a lock says of it. */
export interface LockVerdict {
  /** Absolute path. */
  readonly lock: string;
  /** `unknown`: it stopped for another reason, such as a crate that is not on this computer. */
  readonly state: 'agrees' | 'differs' | 'unknown' | 'notInstalled';
  readonly said: string;
}

/** Asks cargo and uv about the locks of a package. Nothing is written. */
export async function lockVerdicts({ sites }: Package, isTrusted: boolean): Promise<LockVerdict[]> {
  const locks = new Set(sites.map(({ file }) => file));
  const asked = [...locks].map(async lock => {
    const call = QUESTIONS.get(path.basename(lock));
    return call === undefined ? [] : [await ask(lock, call, isTrusted)];
  });
  return (await Promise.all(asked)).flat();
}

async function ask(
  lock: string,
  call: 'checkCargoLock' | 'checkUvLock',
  isTrusted: boolean,
): Promise<LockVerdict> {
  const cwd = path.dirname(lock);
  try {
    const { code, stderr } = await runProgram(call, {
      args: [],
      cwd,
      workspace: (await findGitRoot(cwd)) ?? cwd,
      isTrusted,
      // Otherwise cargo would keep what it learnt of rustc in the build folder.
      env: { CARGO_CACHE_RUSTC_INFO: '0' },
    });
    const said = code === 0 ? '' : stderr.toString('utf8').trim();
    return { lock, said, state: code === 0 ? 'agrees' : isStale(said) ? 'differs' : 'unknown' };
  } catch (error) {
    const isMissing = error instanceof ProgramRefused && error.reason === 'notFound';
    return { lock, said: messageOf(error), state: isMissing ? 'notInstalled' : 'unknown' };
  }
}

/** cargo: "cannot update the lock file … because --locked was passed"; uv and cargo before 1.90: "… needs to be updated, but …". */
function isStale(said: string): boolean {
  return /--locked was passed|needs to be updated/.test(said);
}
