import type { Intent } from '../intent';
import { type Journal, StoredJournal } from './journal';
import { claimReleases, type Owner, readOwner } from './owner';
import { RecordFile, recordFolder } from './recordFile';
import type { ReleaseRecord } from './releaseRecord';

/** A confirmed release that this program makes, changes or takes back. */
export interface ClaimedRelease {
  readonly journal: Journal;
  /** Ends the claim of this program; the record stays. Safe to repeat. */
  release(): Promise<void>;
}

/** The releases of one repository that were confirmed and are not done. Manifests are paths below its top folder, with "/". */
export class StoredReleases {
  private constructor(
    private readonly folder: string,
    private readonly file: RecordFile,
  ) {}

  /** @param root the top folder of a working tree */
  static async of(root: string): Promise<StoredReleases> {
    const folder = await recordFolder(root);
    return new StoredReleases(folder, new RecordFile(folder));
  }

  async record(manifest: string): Promise<ReleaseRecord | undefined> {
    return await this.file.of(manifest);
  }

  /** The program that makes a release in this repository now. */
  async owner(): Promise<Owner | undefined> {
    return await readOwner(this.folder);
  }

  /**
   * Claims the repository and stores a confirmed release in it.
   * @param base the commit that is checked out
   * @throws ReleaseError where another program makes a release in the repository
   */
  async confirm(intent: Intent, base: string | undefined): Promise<ClaimedRelease> {
    return await this.#claimed(intent, () => this.file.confirm(intent, base));
  }

  /** Claims the stored release of a package; undefined where there is none. @throws ReleaseError */
  async claim(manifest: string): Promise<ClaimedRelease | undefined> {
    const record = await this.file.of(manifest);
    return record && (await this.#claimed(record.intent, () => Promise.resolve(record)));
  }

  /** Forgets the release of a package. @throws ReleaseError where another program makes a release in the repository */
  async forget(manifest: string): Promise<void> {
    const claimed = await this.claim(manifest);
    if (claimed === undefined) return;
    try {
      await this.file.remove(manifest);
    } finally {
      await claimed.release();
    }
  }

  async #claimed(intent: Intent, read: () => Promise<ReleaseRecord>): Promise<ClaimedRelease> {
    const claim = await claimReleases(this.folder, `${intent.package} ${intent.version}`);
    try {
      return {
        journal: new StoredJournal(await read(), this.file, claim),
        release: () => claim.release(),
      };
    } catch (error) {
      await claim.release();
      throw error;
    }
  }
}
