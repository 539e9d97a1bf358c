import { execFile } from 'node:child_process';
import * as path from 'node:path';
import type { Package } from '../../manifests/package';

/** What asks a tool whether a lock agrees with its manifests, without a network, by the name of the lock. */
const QUESTIONS: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  'Cargo.lock': ['cargo', 'metadata', '--locked', '--offline', '--format-version', '1'],
  'uv.lock': ['uv', 'lock', '--check', '--offline'],
};

/** What the tool that made a lock says of it. */
export interface LockVerdict {
  /** Absolute path. */
  readonly lock: string;
  /** `unknown`: it stopped for another reason, such as a crate that is not on this computer. */
  readonly state: 'agrees' | 'differs' | 'unknown' | 'notInstalled';
  readonly said: string;
}

/** Asks cargo and uv about the locks of a package. Nothing is written. */
export async function lockVerdicts({ sites }: Package): Promise<LockVerdict[]> {
  const locks = new Set(
    sites.map(({ file }) => file).filter(file => path.basename(file) in QUESTIONS),
  );
  return await Promise.all([...locks].map(ask));
}

function ask(lock: string): Promise<LockVerdict> {
  const [program = '', ...args] = QUESTIONS[path.basename(lock)] ?? [];
  return new Promise(resolve => {
    // Otherwise cargo would keep what it learnt of rustc in the build folder.
    const env = { ...process.env, CARGO_CACHE_RUSTC_INFO: '0' };
    execFile(
      program,
      args,
      { cwd: path.dirname(lock), env, windowsHide: true, maxBuffer: 256 * 1024 * 1024 },
      (error, _stdout, stderr) => {
        const said = error === null ? '' : stderr.trim();
        resolve({
          lock,
          said,
          state:
            error === null
              ? 'agrees'
              : (error as NodeJS.ErrnoException).code === 'ENOENT'
                ? 'notInstalled'
                : isStale(said)
                  ? 'differs'
                  : 'unknown',
        });
      },
    );
  });
}

/** cargo: "cannot update the lock file … because --locked was passed"; uv and cargo before 1.90: "… needs to be updated, but …". */
function isStale(said: string): boolean {
  return /--locked was passed|needs to be updated/.test(said);
}
