import type { Claim } from './owner';
import type { RecordFile } from './recordFile';
import type { Made, ReleaseRecord } from './releaseRecord';

/** Fields to store; undefined removes one. */
export type MadeChanges = { readonly [Name in keyof Made]?: Made[Name] | undefined };

/** What a release has made so far. Facts read it to know what belongs to the release, and add to it. */
export interface Journal {
  readonly made: Made;
  /** Stores what is about to be made or was made, before it returns. */
  note(changes: MadeChanges): Promise<void>;
  /** @throws ReleaseError where another program has taken the release over */
  check(): Promise<void>;
}

/** A journal that ends with the program: for looks, and for edits of files alone. */
export class MemoryJournal implements Journal {
  #made: Made;

  constructor({ made = {} }: Partial<Pick<ReleaseRecord, 'made'>> = {}) {
    this.#made = made;
  }

  get made(): Made {
    return this.#made;
  }

  note(changes: MadeChanges): Promise<void> {
    this.#made = merge(this.#made, changes);
    return Promise.resolve();
  }

  check(): Promise<void> {
    return Promise.resolve();
  }
}

/** The journal of a release that this program has claimed. */
export class StoredJournal implements Journal {
  #record: ReleaseRecord;

  constructor(
    record: ReleaseRecord,
    private readonly file: RecordFile,
    private readonly claim: Claim,
  ) {
    this.#record = record;
  }

  get made(): Made {
    return this.#record.made;
  }

  async note(changes: MadeChanges): Promise<void> {
    await this.claim.check();
    this.#record = { ...this.#record, made: merge(this.#record.made, changes) };
    await this.file.put(this.#record);
  }

  check(): Promise<void> {
    return this.claim.check();
  }
}

/** The journal of a member with a version of its own: everything but its tag is that of the release. */
export class MemberJournal implements Journal {
  /** @param tag name of the tag of the member */
  constructor(
    private readonly lead: Journal,
    private readonly tag: string,
  ) {}

  get made(): Made {
    const { made } = this.lead;
    return merge(made, { tag: undefined, tagging: undefined, ...made.tags?.[this.tag] });
  }

  async note(changes: MadeChanges): Promise<void> {
    const { tag, tagging, ...shared } = changes;
    const { tags } = this.lead.made;
    const own = {
      ...('tag' in changes && { tag }),
      ...('tagging' in changes && { tagging }),
    };
    await this.lead.note({
      ...shared,
      ...(Object.keys(own).length > 0 && {
        tags: { ...tags, [this.tag]: merge(tags?.[this.tag] ?? {}, own) },
      }),
    });
  }

  check(): Promise<void> {
    return this.lead.check();
  }
}

function merge(made: Made, changes: MadeChanges): Made {
  return Object.fromEntries(
    Object.entries({ ...made, ...changes }).filter(([, value]) => value !== undefined),
  );
}
