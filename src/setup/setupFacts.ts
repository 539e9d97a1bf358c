import type { RepositoryAddress } from '../github/address';
import type { Reading } from '../github/client';
import type { RepositorySettings } from '../github/repositorySettings';
import type { ReleaseQuestion } from '../github/workflows/analyzeTriggers';
import type { ParsedWorkflow } from '../github/workflows/parseWorkflow';
import type { ProjectFacts } from '../github/workflows/workflowProblems';
import type { Need } from '../maturin/missing';
import type { Tools } from '../maturin/tools';
import type { PackageIndex } from '../packageIndex/packageIndex';
import type { WrittenVersion } from '../versions/writtenVersion';

/** An answer from the network; `unasked` until the first request. */
export type Asked<T> = Reading<T> | { readonly state: 'unasked' };

/** Where a package is released to. */
type Remote =
  | { readonly kind: 'gitHub'; readonly address: RepositoryAddress }
  | { readonly kind: 'elsewhere'; readonly remote: string; readonly url: string }
  /** Git cannot be asked, there is no remote, or there are several. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** What an index says about the name of a package. */
export interface NameOnIndex {
  readonly index: PackageIndex;
  /** The versions that it serves; undefined where it has no project of that name. */
  readonly versions: Asked<readonly string[] | undefined>;
}

/** Everything that was seen, from which {@link setupItems} says how a package is set up. */
export interface SetupFacts {
  readonly name: string;
  /** A package without Python is built by no workflow that is known here, and goes to no index. */
  readonly python: boolean;
  readonly remote: Remote;
  readonly workflows: readonly ParsedWorkflow[];
  readonly project: ProjectFacts;
  readonly question: Omit<ReleaseQuestion, 'unreadable'>;
  /** The branch on which workflows are started by hand. */
  readonly branch: string;
  /** `signedOut` without a session. */
  readonly settings: Asked<RepositorySettings> | { readonly state: 'signedOut' };
  /** PyPI or the index of the settings first. */
  readonly names: readonly NameOnIndex[];
  /** Versions that this repository has tagged; undefined where git cannot be asked. */
  readonly tagged: readonly WrittenVersion[] | undefined;
  /** What was found for building here, and what that needs; undefined where nothing is built. */
  readonly computer:
    | { readonly tools: Tools; readonly needs: readonly Need[]; readonly platform: NodeJS.Platform }
    | undefined;
}
