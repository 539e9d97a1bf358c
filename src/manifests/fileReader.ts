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
  list(dir: string): Promise<readonly { readonly name: string; readonly isDirectory: boolean }[]>;
}

/** A file whose bytes are not UTF-8: it could not be written back unchanged, so it is not read. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';
}

export const disk: FileReader = {
  async read(file) {
    let bytes: Buffer;
    try {
      bytes = await readFile(file);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    return decode(file, bytes);
  },

  async list(dir) {
    const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
    const kept = await Promise.all(entries.map(async entry => {
      // A linked manifest is read and written through its link; a linked folder could lead round in circles.
      if (entry.isSymbolicLink() && await isDirectory(path.join(dir, entry.name))) return undefined;
      return { name: entry.name, isDirectory: entry.isDirectory() };
    }));
    return kept.filter(entry => entry !== undefined);
  },
};

/** @throws EncodingError where the bytes are not UTF-8 */
export function decode(file: string, bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (text.includes('\uFFFD') && !Buffer.from(text, 'utf8').equals(bytes)) throw new EncodingError(file);
  return text;
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

async function isDirectory(file: string): Promise<boolean> {
  return await stat(file).then(found => found.isDirectory(), () => false);
}
