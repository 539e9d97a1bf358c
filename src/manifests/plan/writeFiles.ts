import * as l10n from '@vscode/l10n';
import { open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { messageOf, UserFacingError } from '../../base/errors';
import { isTemporaryOf, temporaryName } from '../../base/paths';
import { isMissing } from '../scan/fileReader';
import type { FileChange } from './versionPlan';

/** Files could not be written. All of them are as they were before, except where `unrestored` names one. */
export class WriteError extends UserFacingError<
  'changed' | 'missing' | 'readOnly' | 'outside' | 'failed'
> {
  override readonly name = 'WriteError';

  constructor(
    reason: WriteError['reason'],
    readonly file: string,
    message: string,
    readonly unrestored: readonly string[] = [],
  ) {
    super(reason, message);
  }
}

interface Prepared {
  readonly change: FileChange;
  /** The file itself, where the path is a symbolic link. */
  readonly target: string;
  readonly before: Buffer;
  readonly mode: number;
  readonly temporary: string;
}

/**
 * Writes all files or none. Each is first written beside its target and then renamed over it, so that no reader ever
 * sees half a file; links are written through, modes are kept. A rename that fails puts the earlier files back.
 *
 * @param top the folder that all files have to stand in, links followed: the top of the repository
 * @throws WriteError where a file has changed since the plan was made, is gone, is read-only, stands outside of `top`, or
 * cannot be written
 */
export async function writeFiles(changes: readonly FileChange[], top?: string): Promise<void> {
  const prepared: Prepared[] = [];
  try {
    const inside = top === undefined ? undefined : await realpath(top);
    for (const change of changes) {
      const item = await prepare(change, inside);
      const same = prepared.find(({ target }) => target === item.target);
      if (same === undefined) prepared.push(item);
      // Two names of one file: both have to mean the same text.
      else if (same.change.after !== change.after)
        throw failed(
          change.file,
          new Error(l10n.t('it is the same file as {0}.', same.change.file)),
        );
    }
    for (const { temporary, change, mode } of prepared)
      await writeNew(change.file, temporary, change.after, mode);
    await replaceAll(prepared);
  } finally {
    await Promise.all(prepared.map(({ temporary }) => rm(temporary, { force: true })));
  }
}

/** No write takes this long: what is older was left by a program that was killed. */
const LEFT_AFTER_MS = 60_000;

/** Removes the temporary files that {@link writeFiles} left beside these files when its program was killed. */
export async function sweepTemporaryFiles(files: readonly string[]): Promise<void> {
  const folders = new Map<string, string[]>();
  for (const file of files) {
    const folder = path.dirname(file);
    folders.set(folder, [...(folders.get(folder) ?? []), path.basename(file)]);
  }
  for (const [folder, targets] of folders) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (!targets.some(target => isTemporaryOf(target, name))) continue;
      const file = path.join(folder, name);
      const info = await stat(file).catch(() => undefined);
      if (info !== undefined && Date.now() - info.mtimeMs > LEFT_AFTER_MS)
        await rm(file, { force: true });
    }
  }
}

async function prepare(change: FileChange, top: string | undefined): Promise<Prepared> {
  const { file } = change;
  const name = path.basename(file);
  try {
    const target = await realpath(file);
    // A link or a path in a manifest may lead anywhere, and a repository may come from anyone.
    if (top !== undefined && !target.startsWith(top.endsWith(path.sep) ? top : top + path.sep)) {
      throw new WriteError(
        'outside',
        file,
        l10n.t(
          '{0} leads to {1}, which is outside of the repository. Nothing was written.',
          name,
          target,
        ),
      );
    }
    const [before, { mode }] = await Promise.all([readFile(target), stat(target)]);
    if (!before.equals(Buffer.from(change.before, 'utf8'))) {
      throw new WriteError(
        'changed',
        file,
        l10n.t(
          '{0} has changed since the plan was made. Nothing was written: make the plan again.',
          name,
        ),
      );
    }
    // A rename would replace a read-only file without asking; the mode is what its owner said.
    if ((mode & 0o222) === 0) {
      throw new WriteError(
        'readOnly',
        file,
        l10n.t(
          '{0} is read-only. Nothing was written: make the file writable and try again.',
          name,
        ),
      );
    }
    return { change, target, before, mode, temporary: temporaryName(target) };
  } catch (error) {
    if (error instanceof WriteError) throw error;
    if (isMissing(error)) {
      throw new WriteError(
        'missing',
        file,
        l10n.t('{0} is no longer there. Nothing was written: make the plan again.', name),
      );
    }
    throw failed(file, error);
  }
}

/** @param file the file that it will replace, which an error names */
async function writeNew(
  file: string,
  temporary: string,
  text: string,
  mode: number,
): Promise<void> {
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      // The mode given to open() loses what the umask forbids; a replaced file keeps its own.
      await handle.chmod(mode);
      await handle.writeFile(text, 'utf8');
      // The bytes have to be on the disk before the rename makes them the file.
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw failed(file, error);
  }
}

async function replaceAll(prepared: readonly Prepared[]): Promise<void> {
  const replaced: Prepared[] = [];
  for (const item of prepared) {
    try {
      await rename(item.temporary, item.target);
      replaced.push(item);
    } catch (error) {
      const unrestored: string[] = [];
      for (const done of replaced) {
        await restore(done).catch(() => unrestored.push(done.change.file));
      }
      throw failed(item.change.file, error, unrestored);
    }
  }
}

async function restore({ change, target, temporary, before, mode }: Prepared): Promise<void> {
  await writeNew(change.file, temporary, before.toString('utf8'), mode);
  await rename(temporary, target);
}

function failed(file: string, error: unknown, unrestored: readonly string[] = []): WriteError {
  const reason = messageOf(error);
  const state =
    unrestored.length === 0
      ? l10n.t('No file was changed.')
      : l10n.t(
          'These files hold the new version and could not be put back: {0}.',
          unrestored.join(', '),
        );
  return new WriteError(
    'failed',
    file,
    l10n.t('{0} could not be written: {1} {2}', path.basename(file), reason, state),
    unrestored,
  );
}
