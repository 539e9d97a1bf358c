import * as path from 'node:path';
import type { FileReader } from '../../manifests/fileReader';
import { findChangelog, type Markup } from './changelogFile';

/** The changelog of a package: the nearest one, from its folder up to the top folder of the repository. */
export async function nearestChangelog(folder: string, top: string, reader: Pick<FileReader, 'list'>): Promise<{ readonly file: string; readonly markup: Markup } | undefined> {
  for (let dir = folder; ; dir = path.dirname(dir)) {
    const entries = await reader.list(dir);
    const found = findChangelog(entries.filter(({ isDirectory }) => !isDirectory).map(({ name }) => name));
    if (found !== undefined) return { file: path.join(dir, found.name), markup: found.markup };
    if (dir === top || dir === path.dirname(dir)) return undefined;
  }
}
