import type { ItemState } from './checklist/state';
import type { Hosting, MemberPublishing, Publishing } from './hosting';
import type { Journal } from './record/journal';
import type { ReleaseContext } from './releaseContext';

/** Where the facts of a release are looked for beside its repository. */
export interface ReleaseSources {
  /** Whether the network may be used to look; without it facts of the remote are unknown. */
  readonly askRemote: boolean;
  /** Where the remote is hosted; undefined where it is no place that shows Releases. */
  readonly hosting?: Hosting | undefined;
  /** The index that the package is published to; undefined where there is none. */
  readonly publishing?: Publishing | undefined;
  /** The other distributions of the release, those that further ones require first. */
  readonly members?: readonly MemberPublishing[] | undefined;
  /** The registries that its crates are published to; undefined where it has none to publish. */
  readonly crates?: Publishing | undefined;
  /** What the release has made so far; undefined where nothing is stored. */
  readonly journal?: Journal | undefined;
  /** Set where this is the part of one member with a version of its own. */
  readonly lead?: ReleaseContext | undefined;
  /** The items of the checklist, which a pull request lists. */
  readonly checklist?: (() => Promise<readonly ItemState[]>) | undefined;
}
