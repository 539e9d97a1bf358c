import type { IndexVerdict } from '../release/check';
import type { Observation } from '../release/fact';
import type { PublishedIndex } from '../release/publishing';
import type { ReleaseVersion } from '../versions/releaseVersion';
import { availability } from './availability';
import type { ExpectedFiles } from './expectedFiles';
import type { IndexClient } from './indexClient';
import type { Clock } from '../base/clock';
import { look, watch, type Liveness } from './liveness';
import { observed, type Reading } from './observed';
import { placeRows, type PlaceRow } from './placeRows';
import { availabilityVerdict } from './verdict';

/** What was seen at one look, in words. */
export interface Look {
  readonly version: ReleaseVersion;
  readonly state: Liveness['state'];
  readonly observation: Observation;
  readonly places: readonly PlaceRow[];
}

/** The files of one Python distribution on one index, beside those that its workflow builds. */
export class PublishedFiles implements PublishedIndex {
  /**
   * @param expectedAt what the workflow of a commit puts on the index
   * @param seen told about every look
   */
  constructor(
    private readonly client: IndexClient,
    private readonly name: string,
    private readonly expectedAt: (commit: string) => Promise<ExpectedFiles>,
    private readonly seen: (seen: Look) => void = () => undefined,
    private readonly now: () => number = Date.now,
  ) {}

  async observe(commit: string, version: ReleaseVersion): Promise<Observation> {
    return (await this.look(commit, version)).observation;
  }

  /** @throws the reason of `signal` where it was aborted */
  async look(commit: string, version: ReleaseVersion, signal?: AbortSignal): Promise<Look> {
    const expected = await this.expectedAt(commit);
    const liveness = await look(
      this.client,
      { name: this.name, version: version.pep440, expected },
      signal,
    );
    return this.#tell(version, liveness, expected, 'once');
  }

  /**
   * Looks again and again once the upload may have begun, until pip sees everything or the patience is at its end.
   *
   * @returns what was seen last, no longer as something that is on its way
   * @throws the reason of `signal` where it was aborted
   */
  async watch(
    commit: string,
    version: ReleaseVersion,
    clock: Clock,
    signal?: AbortSignal,
  ): Promise<Look> {
    const expected = await this.expectedAt(commit);
    const last = await watch({
      client: this.client,
      sought: { name: this.name, version: version.pep440, expected },
      clock,
      mayHaveUploaded: () => true,
      seen: liveness => void this.#tell(version, liveness, expected, 'awaited'),
      ...(signal !== undefined && { signal }),
    });
    return this.#tell(version, last, expected, 'timedOut');
  }

  /** Whether a version can be published. */
  async available(version: ReleaseVersion): Promise<IndexVerdict> {
    const { client, name } = this;
    return availabilityVerdict(
      await availability(client, name, version.pep440),
      name,
      version.pep440,
      client.index.name,
    );
  }

  #tell(
    version: ReleaseVersion,
    liveness: Liveness,
    expected: ExpectedFiles,
    waiting: Reading['waiting'],
  ): Look {
    const seen: Look = {
      version,
      state: liveness.state,
      observation: observed(liveness, { expected, waiting, now: this.now() }),
      places: 'comparison' in liveness ? placeRows(liveness.comparison) : [],
    };
    this.seen(seen);
    return seen;
  }
}
