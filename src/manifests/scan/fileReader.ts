import * as l10n from '@vscode/l10n';
import { readdir, readFile, stat } from 'node:fs/promises';
import * as path from 'node:path';

/** What the manifests are read from: the disk, the disk under unsaved editors, or a commit. */
export interface FileReader {
  /**
   * The text of a file with its byte order mark, or undefined where there is no such file.
   * @throws where a file is there and cannot be read as UTF-8 text
   */
  read(file: string): Promise<string | undefined>;
  /** The entries of a folder; empty where it cannot be listed. Links to folders are not followed. */
  list(dir: string): Promise<readonly Entry[]>;
}

/** An entry of a folder. */
export interface Entry {
  readonly name: string;
  readonly isDirectory: boolean;
  /** Whether it is a symbolic link to a file. */
  readonly isLink?: boolean;
}

/** A file whose bytes are not UTF-8: it could not be written back unchanged, so it is not read. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';
}

const MEGABYTE = 1024 * 1024;

/**
 * In bytes, far beyond all files of the kind that are known. Parsing what is larger would take minutes.
 * Locks are scanned, and data files are searched; manifests and modules are parsed.
 */
function largest(file: string): number {
  return ['.toml', '.py'].includes(path.extname(file)) ? 2 * MEGABYTE : 16 * MEGABYTE;
}

export const disk: FileReader = {
  async read(file) {
    let bytes: Buffer;
    try {
      // Reading from a pipe or a device need never end.
      const found = await stat(file);
      if (!found.isFile())
        throw new Error(l10n.t('It is a folder, a pipe or a device, and no file.'));
      if (found.size > largest(file)) {
        throw new Error(
          l10n.t(
            'It has {0} MB, and {1} MB are read at most.',
            Math.ceil(found.size / MEGABYTE),
            largest(file) / MEGABYTE,
          ),
        );
      }
      bytes = await readFile(file);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    return decode(file, bytes);
  },

  async list(dir) {
    const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
    const links = entries.filter(entry => entry.isSymbolicLink());
    // A linked manifest is read and written through its link; a linked folder could lead round in circles.
    const folders = new Set(
      links.length === 0
        ? []
        : await Promise.all(
            links.map(async ({ name }) =>
              (await isDirectory(path.join(dir, name))) ? name : undefined,
            ),
          ),
    );
    return (folders.size === 0 ? entries : entries.filter(({ name }) => !folders.has(name))).map(
      entry => ({
        name: entry.name,
        isDirectory: entry.isDirectory(),
        isLink: entry.isSymbolicLink(),
      }),
    );
  },
};

/** @throws EncodingError where the bytes are not UTF-8 */
export function decode(file: string, bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (text.includes('\uFFFD') && !Buffer.from(text, 'utf8').equals(bytes))
    throw new EncodingError(file);
  return text;
}

export function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOENT' || error.code === 'ENOTDIR')
  );
}

async function isDirectory(file: string): Promise<boolean> {
  return await stat(file).then(
    found => found.isDirectory(),
    () => false,
  );
}
