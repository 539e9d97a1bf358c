import * as l10n from '@vscode/l10n';
import type { Clock } from '../base/clock';
import { IndexFailure } from '../packageIndex/packageIndex';
import type { CrateVerdict } from '../release/check';
import type { Observation } from '../release/fact';
import type { PublishedIndex } from '../release/hosting';
import type { PackageState } from '../release/workingTree';
import type { ReleaseVersion } from '../versions/releaseVersion';
import type { CargoConfig } from './cargoConfig';
import { crateAvailability, crateVerdict, unreadLines } from './crateAvailability';
import { crateProblems } from './crateProblems';
import { type CrateRegistry, registryTitle } from './crateRegistry';
import { type PublishingStep, type SelectedCrates, selectedCrates } from './expectedCrates';
import type { CrateVersions } from './indexLines';
import { type MemberCrate, memberCrates, publishable } from './memberCrates';
import { nextFreeVersion } from './nextFree';
import {
  type CrateRow,
  type CratesReading,
  type ExpectedCrates,
  lookAtCrates,
  observedCrates,
  watchCrates,
} from './publishedCrates';
import type { SparseIndex } from './sparseIndex';

/** Where the crates of a release are read from. A commit of undefined is the working tree. */
export interface CrateSources {
  /** Top folder of the repository. */
  readonly root: string;
  /** The steps that publish crates when the release is made. */
  stepsAt(commit: string | undefined): Promise<readonly PublishingStep[]>;
  stateAt(commit: string | undefined): Promise<PackageState | undefined>;
  config(): Promise<CargoConfig>;
  clientOf(registry: CrateRegistry): SparseIndex;
  /** Versions that the Python index serves; empty where the package is not on it. @throws IndexFailure */
  pythonVersions?(): Promise<readonly string[]>;
}

/** What was seen of the crates at one look. */
export interface CratesLook {
  readonly version: ReleaseVersion;
  readonly observation: Observation;
  readonly rows: readonly CrateRow[];
}

/** The crates of one release on their registries. */
export class ReleaseCrates implements PublishedIndex {
  /** @param seen is called with every look */
  constructor(
    private readonly sources: CrateSources,
    private readonly seen: (look: CratesLook) => void = () => undefined,
    private readonly now: () => number = Date.now,
  ) {}

  /** What the files say now; undefined where the release publishes no crate. */
  async selected(): Promise<
    (SelectedCrates & { readonly members: readonly MemberCrate[] }) | undefined
  > {
    return await this.#selectedAt(undefined);
  }

  /** The registries that the crates go to, as one title. */
  static titleOf({ crates }: SelectedCrates): string {
    const names = new Set(crates.map(({ registry }) => registryTitle(registry)));
    return names.size === 0 ? 'crates.io' : [...names].join(', ');
  }

  async observe(commit: string, version: ReleaseVersion): Promise<Observation> {
    return (await this.look(commit, version)).observation;
  }

  async look(commit: string, version: ReleaseVersion): Promise<CratesLook> {
    const expected = await this.#expected(commit, version);
    return this.#put(version, await lookAtCrates(expected), expected, 'once');
  }

  /**
   * Looks until the registries serve every crate, or the time is over.
   *
   * @throws IndexFailure, or the reason of `signal` where it was aborted
   */
  async watch(
    commit: string,
    version: ReleaseVersion,
    clock: Clock,
    signal?: AbortSignal,
  ): Promise<CratesLook> {
    const expected = await this.#expected(commit, version);
    const rows = await watchCrates(
      expected,
      clock,
      rows => void this.#put(version, rows, expected, 'awaited'),
      signal,
    );
    return this.#put(version, rows, expected, 'timedOut');
  }

  /** What keeps the crates from being published as this version, or that nothing does. */
  async verdicts(version: ReleaseVersion): Promise<readonly CrateVerdict[]> {
    const selected = await this.selected();
    if (selected === undefined) return [];
    const problems = crateProblems(selected, selected.members);
    const { crates } = await this.#expectedOf(selected, version);
    const asked = await Promise.all(
      crates.map(async ({ crate, version, client }) => {
        const found = await crateAvailability(client, crate, version);
        const verdict = crateVerdict(found, crate, version, client);
        return { verdict, isTaken: found.state === 'taken' };
      }),
    );
    const next = asked.some(({ isTaken }) => isTaken)
      ? await this.#nextFree(crates, selected.unread, version)
      : '';
    const open = [
      ...problems,
      ...asked.flatMap(({ verdict, isTaken }) =>
        verdict.state === 'ok'
          ? []
          : [isTaken && next !== '' ? { ...verdict, advice: next } : verdict],
      ),
    ];
    if (open.length > 0) return open;
    const [only] = asked;
    if (only !== undefined && asked.length === 1) return [only.verdict];
    const title = ReleaseCrates.titleOf(selected);
    if (asked.length > 1)
      return [
        {
          state: 'ok',
          detail: l10n.t(
            '{0} of {0} crates are free on {1} at {2}',
            asked.length,
            title,
            version.semver,
          ),
        },
      ];
    return [
      {
        state: 'warning',
        detail: l10n.t('Which crates {0} publishes is not known', selected.unread.join(', ')),
        advice: l10n.t('Look at the crates on the registry before the release.'),
      },
    ];
  }

  /** Advice that names the next version which no registry has; empty where that is not known. @throws IndexFailure */
  async nextFree(version: ReleaseVersion): Promise<string> {
    const { crates, unread } =
      (await this.selected()) ?? ({ crates: [], unread: [] } satisfies Partial<SelectedCrates>);
    const expected = await this.#expectedOf({ crates, unread }, version);
    return await this.#nextFree(expected.crates, unread, version);
  }

  async #nextFree(
    crates: ExpectedCrates['crates'],
    unread: readonly string[],
    version: ReleaseVersion,
  ): Promise<string> {
    // A step that was not read may publish a crate that has the version.
    if (unread.length > 0) return '';
    try {
      const taken = await Promise.all([
        ...crates.map(async ({ crate, client }) => {
          const { versions, unread } = await client.crate(crate).catch(emptyWhereNotFound);
          if (unread > 0) throw unreadLines(client, crate);
          return versions.map(found => found.version);
        }),
        this.sources.pythonVersions?.() ?? [],
      ]);
      const next = nextFreeVersion(version, taken.flat());
      return l10n.t('Release {0}: the next version that is free on all of them.', next.semver);
    } catch (error) {
      if (error instanceof IndexFailure) return '';
      throw error;
    }
  }

  async #selectedAt(
    commit: string | undefined,
  ): Promise<(SelectedCrates & { readonly members: readonly MemberCrate[] }) | undefined> {
    const state = await this.sources.stateAt(commit);
    if (state === undefined) return undefined;
    const members = memberCrates(state.index, state.pkg.crates);
    if (publishable(members).length === 0) return undefined;
    const steps = await this.sources.stepsAt(commit);
    const { defaultRegistry } = await this.sources.config();
    if (steps.length > 0)
      return { ...selectedCrates(steps, members, this.sources.root, defaultRegistry), members };
    // A crate alone is a release of crates, whichever account publishes it; a wheel need not be.
    if (state.pkg.python) return undefined;
    const crates = publishable(members).map(crate => ({
      crate,
      registry: crate.registries?.[0] ?? defaultRegistry,
      isCertain: true,
    }));
    return { crates, unread: [], strangers: [], forbidden: [], members };
  }

  async #expected(commit: string, version: ReleaseVersion): Promise<ExpectedCrates> {
    const selected = await this.#selectedAt(commit);
    return selected === undefined
      ? { crates: [], unread: [] }
      : await this.#expectedOf(selected, version);
  }

  async #expectedOf(
    { crates, unread }: Pick<SelectedCrates, 'crates' | 'unread'>,
    version: ReleaseVersion,
  ): Promise<ExpectedCrates> {
    const config = await this.sources.config();
    return {
      crates: crates.map(({ crate, registry, isCertain }) => ({
        crate: crate.name,
        version: version.semver,
        client: this.sources.clientOf(config.registry(registry)),
        ...(!isCertain && { isOptional: true }),
      })),
      unread,
    };
  }

  #put(
    version: ReleaseVersion,
    rows: readonly CrateRow[],
    { unread }: ExpectedCrates,
    waiting: CratesReading['waiting'],
  ): CratesLook {
    const observation = observedCrates(rows, { unread, waiting, now: this.now() });
    const look = { version, observation, rows };
    this.seen(look);
    return look;
  }
}

/** A new crate has no versions. */
function emptyWhereNotFound(error: unknown): Pick<CrateVersions, 'versions' | 'unread'> {
  if (error instanceof IndexFailure && error.reason === 'notFound')
    return { versions: [], unread: 0 };
  throw error;
}

/** How a failure of cargo's configuration is shown. @throws what is no such failure */
export function configVerdict(error: unknown): CrateVerdict {
  if (!(error instanceof IndexFailure)) throw error;
  return {
    state: 'unknown',
    detail: error.message.replace(/\.$/, ''),
    advice: error.advice,
  };
}
