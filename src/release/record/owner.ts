import * as l10n from '@vscode/l10n';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { temporaryName } from '../../base/paths';
import { sweepTemporaryFiles } from '../../manifests/plan/writeFiles';
import { ReleaseError } from '../fact';

/** How often the owner shows that it is there. */
const BEAT_MS = 5_000;

/** An owner that has not shown itself for this long is gone. Above any pause of a busy or sleeping computer's timers. */
const GONE_AFTER_MS = 60_000;

/** The program that makes a release in a repository. */
export interface Owner {
  /** Unique for each claim. */
  readonly id: string;
  readonly pid: number;
  readonly hostname: string;
  /** What it makes, for people: "budtiktok 0.2.0". */
  readonly making: string;
}

/** The claim of this program on a repository's releases. */
export interface Claim {
  /** @throws ReleaseError where another program has taken over since */
  check(): Promise<void>;
  /** Ends the claim. */
  release(): Promise<void>;
}

/**
 * Claims a repository's releases, for one program at a time to make or undo them: a lock file that is created
 * exclusively and touched every few seconds. A lock whose owner is gone is taken over.
 *
 * @param folder see `recordFolder`
 * @throws ReleaseError where another program makes a release
 */
export async function claimReleases(folder: string, making: string): Promise<Claim> {
  await mkdir(folder, { recursive: true });
  const file = lockFile(folder);
  const me: Owner = { id: crypto.randomUUID(), pid: process.pid, hostname: os.hostname(), making };
  for (let attempts = 0; !(await create(file, JSON.stringify(me))); attempts++) {
    const other = await readOwner(folder);
    if (other !== undefined) throw takenBy(other);
    if (attempts > 2) throw takenBy(undefined);
    await removeStale(file);
  }
  await sweepTemporaryFiles([file, path.join(folder, 'release.json')]);
  const timer = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, BEAT_MS);
  timer.unref();
  const isMine = async () => (await readLock(file))?.id === me.id;
  return {
    check: async () => {
      if (!(await isMine())) throw takenBy(await readOwner(folder));
    },
    release: async () => {
      clearInterval(timer);
      if (await isMine()) await rm(file, { force: true });
    },
  };
}

/** The program that makes a release in this repository now; undefined where there is none, or it is gone. */
export async function readOwner(folder: string): Promise<Owner | undefined> {
  const file = lockFile(folder);
  const owner = await readLock(file);
  if (owner === undefined) return undefined;
  // Another computer shares the folder: only its lock file can say.
  const isAlive = owner.hostname !== os.hostname() || isRunning(owner.pid);
  return isAlive && (await ageOf(file)) < GONE_AFTER_MS ? owner : undefined;
}

function lockFile(folder: string): string {
  return path.join(folder, 'release.lock');
}

/** Creates a file with its text in one step. @returns false where there is one */
async function create(file: string, text: string): Promise<boolean> {
  const temporary = temporaryName(file);
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await link(temporary, file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // Some file systems, such as exFAT, have no hard links.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error;
    return await writeFile(file, text, { flag: 'wx' }).then(
      () => true,
      () => false,
    );
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * Moves a stale lock aside before it is deleted: of two programs that find it stale, one renames it. The other one may
 * have moved the new lock of the first, and puts it back.
 */
async function removeStale(file: string): Promise<void> {
  const stale = await readLock(file);
  const aside = temporaryName(file);
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const moved = await readLock(aside);
  if (moved?.id !== stale?.id && moved !== undefined) await create(file, JSON.stringify(moved));
  await rm(aside, { force: true });
}

async function readLock(file: string): Promise<Owner | undefined> {
  try {
    const stored = JSON.parse(await readFile(file, 'utf8')) as Partial<Owner> | null;
    const { id, pid, hostname, making } = stored ?? {};
    return typeof id === 'string' &&
      typeof pid === 'number' &&
      typeof hostname === 'string' &&
      typeof making === 'string'
      ? { id, pid, hostname, making }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Milliseconds since a file was touched, by the clock of its file system, which may be that of another computer. */
async function ageOf(file: string): Promise<number> {
  const probe = temporaryName(file);
  try {
    await create(probe, '');
    const [touched, now] = await Promise.all([stat(file), stat(probe)]);
    return now.mtimeMs - touched.mtimeMs;
  } catch {
    // A folder that cannot be written to: the clock of this computer is what is left.
    return await stat(file).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => Infinity,
    );
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

/** Signal 0 asks for the process and sends it nothing. A process of another user exists, though it may not be asked. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function takenBy(owner: Owner | undefined): ReleaseError {
  return new ReleaseError(
    owner === undefined
      ? l10n.t('Another window makes a release in this repository.')
      : l10n.t(
          '{0} is being released in another window (process {1} on {2}).',
          owner.making,
          owner.pid,
          owner.hostname,
        ),
    l10n.t('Wait until it ends, then run Resume Release here.'),
  );
}
