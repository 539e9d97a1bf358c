import * as l10n from '@vscode/l10n';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { messageOf, UserFacingError } from '../../base/errors';
import { temporaryName } from '../../base/paths';
import type { Intent } from '../intent';
import { type Made, readRecord, type ReleaseRecord } from './releaseRecord';

/** The record of a release could not be written, or a later version of this extension wrote it. */
export class RecordError extends UserFacingError<'notWritten' | 'later'> {
  override readonly name = 'RecordError';
}

/** Raised by one when a later version could not read the file any more. */
const SCHEMA = 1;

/**
 * The folder in which a repository keeps its releases: `budtiktok` in the git directory that all its worktrees share, so
 * that every window, profile and worktree sees the same. Found without git, as gitrepository-layout(5) describes it.
 *
 * @param root the top folder of the working tree
 */
export async function recordFolder(root: string): Promise<string> {
  const dotGit = path.join(root, '.git');
  const isFolder = await stat(dotGit).then(found => found.isDirectory());
  // Worktrees and submodules have a file with the path of their git directory.
  const gitDir = isFolder
    ? dotGit
    : path.resolve(root, (await readFile(dotGit, 'utf8')).replace(/^gitdir:/, '').trim());
  const common = await readFile(path.join(gitDir, 'commondir'), 'utf8').catch(() => '.');
  return path.join(path.resolve(gitDir, common.trim()), 'budtiktok');
}

/**
 * The records of a repository's releases, in one JSON file. It is replaced as a whole, so that no reader sees half of it.
 * Only the owner of the releases writes it: see {@link claimReleases}.
 */
export class RecordFile {
  readonly #file: string;

  constructor(private readonly folder: string) {
    this.#file = path.join(folder, 'release.json');
  }

  /** @returns none where the file is missing, or is not one that this version can read */
  async read(): Promise<readonly ReleaseRecord[]> {
    const text = await readFile(this.#file, 'utf8').catch(() => '');
    const stored = parse(text);
    if (stored?.schema !== SCHEMA || !Array.isArray(stored.releases)) return [];
    return stored.releases.map(readRecord).filter(record => record !== undefined);
  }

  /** The release of the package with this manifest (path below the top folder, with "/"). */
  async of(manifest: string): Promise<ReleaseRecord | undefined> {
    return (await this.read()).find(({ intent }) => intent.manifest === manifest);
  }

  /** Stores a release in place of the one that was stored of its package. */
  async put(record: ReleaseRecord): Promise<void> {
    const others = (await this.read()).filter(
      ({ intent }) => intent.manifest !== record.intent.manifest,
    );
    await this.#write([...others, record]);
  }

  /**
   * Stores a confirmed release. What an interrupted release of the same version had made stays known.
   * @param base the commit that is checked out
   */
  async confirm(intent: Intent, base: string | undefined): Promise<ReleaseRecord> {
    const stored = await this.of(intent.manifest);
    const made: Made = stored?.intent.version === intent.version ? stored.made : {};
    const from = made.commit === undefined ? base : (stored?.base ?? base);
    const record = { intent, made, ...(from !== undefined && { base: from }) };
    await this.put(record);
    return record;
  }

  /** Forgets the release of a package. */
  async remove(manifest: string): Promise<void> {
    const records = await this.read();
    const rest = records.filter(({ intent }) => intent.manifest !== manifest);
    if (rest.length === records.length) return;
    if (rest.length === 0) await rm(this.#file, { force: true });
    else await this.#write(rest);
  }

  /** @throws RecordError */
  async #write(releases: readonly ReleaseRecord[]): Promise<void> {
    const schema = parse(await readFile(this.#file, 'utf8').catch(() => ''))?.schema;
    if (typeof schema === 'number' && schema > SCHEMA)
      throw new RecordError(
        'later',
        l10n.t('A later version of this extension has written {0}.', this.#file),
        l10n.t('Update this extension: the release that is recorded there would be lost.'),
      );
    const temporary = temporaryName(this.#file);
    try {
      await mkdir(this.folder, { recursive: true });
      const handle = await open(temporary, 'wx');
      try {
        await handle.writeFile(`${JSON.stringify({ schema: SCHEMA, releases }, undefined, 2)}\n`);
        // The bytes have to be on the disk before the rename makes them the file.
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, this.#file);
    } catch (error) {
      throw new RecordError(
        'notWritten',
        l10n.t('{0} could not be written: {1}', this.#file, messageOf(error)),
        l10n.t('Without it nothing goes on. Make the file writable, then run Resume Release.'),
        { cause: error },
      );
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }
}

function parse(text: string): { schema?: unknown; releases?: unknown } | undefined {
  try {
    return (JSON.parse(text) ?? undefined) as { schema?: unknown; releases?: unknown } | undefined;
  } catch {
    return undefined;
  }
}
