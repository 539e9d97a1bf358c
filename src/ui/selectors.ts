import { buildsOf } from '../github/runSummary';
import { agreement, type Package } from '../manifests/package';
import { type FactReport, RELEASE_FACTS } from '../release/engine';
import type { FactId, Observation } from '../release/fact';
import { type ReleaseGroup, releaseGroups } from '../release/members';
import { observedBuilds } from '../release/facts/hosted';
import type {
  HostedState,
  PublishedCratesState,
  PublishedState,
  SeenRelease,
  State,
} from './store';

export function packagesOf({ scans }: State): Package[] {
  return (scans ?? []).flatMap(({ packages }) => packages);
}

/**
 * The packages of the workspace, those that are released together as one. A release that was confirmed for a single
 * package stays one of its own until it is done.
 */
export function groupsOf(state: State): readonly ReleaseGroup[] {
  return (state.scans ?? []).flatMap(({ packages }) => {
    const isOwnRelease = (pkg: Package) => state.releases.get(pkg.manifest)?.intent !== undefined;
    return releaseGroups(packages, (one, other) => haveOneTag(state, one, other)).flatMap(
      ({ lead, members }): ReleaseGroup[] => [
        { lead, members: members.filter(member => !isOwnRelease(member)) },
        ...members.filter(isOwnRelease).map(member => ({ lead: member, members: [] })),
      ],
    );
  });
}

/** Whether the tags of two packages differ in the version alone, as far as they were seen. */
function haveOneTag({ releases }: State, one: Package, other: Package): boolean {
  const [a, b] = [one, other].map(({ manifest }) => {
    const { tag, version = '' } = releases.get(manifest) ?? {};
    return tag?.replaceAll(version, '*');
  });
  return a === undefined || b === undefined ? one.tagFormat === other.tagFormat : a === b;
}

export function isMismatched({ sites }: Package): boolean {
  return agreement(sites).mismatched.length > 0;
}

/** The version of a package, as far as it is known without a question to git. */
export function knownVersion(
  { decidedBy, sites }: Package,
  release: Pick<SeenRelease, 'current'> | undefined,
): string | undefined {
  return decidedBy === 'tag' ? release?.current : agreement(sites).current?.text;
}

/** A release as it is shown: each fact has its newest observation. */
export interface Release extends SeenRelease {
  /** Set while the extension makes it. */
  readonly running?: true;
}

/** The release of a package; undefined until something was seen of it. Equal observations give the same object. */
export function releaseOf(state: State, manifest: string): Release | undefined {
  const running = state.running?.manifest === manifest ? state.running.shown : undefined;
  const seen = state.releases.get(manifest);
  const base = running ?? seen;
  if (base === undefined) return undefined;
  const inputs: Inputs = {
    isRunning: running !== undefined,
    before: seen?.version === base.version ? seen : undefined,
    hosted: base.root === undefined ? undefined : state.hosted.get(base.root),
    published: [manifest, ...base.facts.flatMap(({ member }) => member?.manifest ?? [])].map(
      found => state.published.get(found),
    ),
    crates: state.publishedCrates.get(manifest),
  };
  const known = derived.get(base);
  if (known !== undefined && isSame(known.inputs, inputs)) return known.release;
  const release = derive(base, inputs);
  derived.set(base, { inputs, release });
  return release;
}

/** The releases of all packages that something was seen of. */
export function releasesOf(state: State): ReadonlyMap<string, Release> {
  const manifests = new Set(state.releases.keys());
  if (state.running?.shown !== undefined) manifests.add(state.running.manifest);
  return new Map(
    [...manifests].flatMap(manifest => {
      const release = releaseOf(state, manifest);
      return release === undefined ? [] : [[manifest, release] as const];
    }),
  );
}

/** What a release is derived from, beside its own observation. */
interface Inputs {
  readonly isRunning: boolean;
  /** What was seen before it ran, of the same version. */
  readonly before: SeenRelease | undefined;
  readonly hosted: HostedState | undefined;
  /** Of the package, then of each member that the facts name. */
  readonly published: readonly (PublishedState | undefined)[];
  readonly crates: PublishedCratesState | undefined;
}

const derived = new WeakMap<SeenRelease, { readonly inputs: Inputs; readonly release: Release }>();

function isSame(a: Inputs, b: Inputs): boolean {
  return (
    a.isRunning === b.isRunning &&
    a.before === b.before &&
    a.hosted === b.hosted &&
    a.published.length === b.published.length &&
    a.published.every((seen, at) => seen === b.published[at]) &&
    a.crates === b.crates
  );
}

function derive(base: SeenRelease, inputs: Inputs): Release {
  const { isRunning, before } = inputs;
  const facts =
    isRunning && before !== undefined ? withLaterFacts(base.facts, before.facts) : base.facts;
  return {
    ...base,
    facts: facts.map(fact => ({ ...fact, observation: newest(fact, base, inputs) })),
    ...(isRunning && { running: true as const }),
  };
}

/** Facts that are read from the remote, GitHub or the index. */
const REMOTE_FACTS: readonly FactId[] = [
  'releaseBranch',
  'pullRequest',
  'remoteBranch',
  'remoteTag',
  'hostedRelease',
  'builds',
  'index',
  'crates',
];

/** The newest observation of a fact: of the runs and the index that are watched, of the last look, or of the last answer. */
function newest(
  { id, member, observation }: FactReport,
  { version, commit, remote, facts }: SeenRelease,
  { before, hosted, published, crates }: Inputs,
): Observation {
  const asked = remote ?? before?.remote;
  const askedAt = asked?.seenAt ?? 0;
  if (id === 'builds' && hosted !== undefined && hosted.seenAt >= askedAt) {
    const ofCommit = hosted.ofReleases.filter(({ run }) => run.headSha === commit);
    if (ofCommit.length > 0) {
      const publishing = ofCommit.filter(({ canPublish }) => canPublish === true);
      return observedBuilds(
        buildsOf(
          publishing.map(({ run, rows = [] }) => ({ run, rows })),
          hosted.seenAt,
        ),
      );
    }
  }
  const manifests = facts.flatMap(fact => fact.member?.manifest ?? []);
  const ofIndex = published[member === undefined ? 0 : manifests.indexOf(member.manifest) + 1];
  if (id === 'index' && ofIndex?.version === version && ofIndex.seenAt >= askedAt)
    return ofIndex.observation;
  if (id === 'crates' && crates?.version === version && crates.seenAt >= askedAt)
    return crates.observation;
  // A look without the network does not contradict what the remote answered before.
  if (observation.state === 'unknown' && REMOTE_FACTS.includes(id))
    return (
      asked?.facts.find(fact => fact.id === id && fact.member?.manifest === member?.manifest)
        ?.observation ?? observation
    );
  return observation;
}

/** The facts that the remote, GitHub or the index answer. */
export function remoteFacts({ facts }: Pick<Release, 'facts'>): FactReport[] {
  return facts.filter(({ id }) => REMOTE_FACTS.includes(id));
}

/** Why the remote could not be seen when it was last asked. It is one cause for all facts that are unknown because of it. */
export function offlineCause({ remote }: Pick<Release, 'remote'>): string | undefined {
  const unknown = (remote?.facts ?? []).flatMap(({ id, observation }) =>
    REMOTE_FACTS.includes(id) && observation.state === 'unknown' ? [observation] : [],
  );
  const [first] = unknown;
  return first !== undefined && unknown.filter(({ detail }) => detail === first.detail).length > 1
    ? first.detail
    : undefined;
}

/** The facts of one operation, followed by the known facts that come after them in a release. */
export function withLaterFacts(
  facts: readonly FactReport[],
  known: readonly FactReport[],
): readonly FactReport[] {
  const isLater = ({ id }: FactReport) =>
    facts.every(fact => fact.id !== id) && RELEASE_FACTS.every(fact => fact.id !== id);
  return [...facts, ...known.filter(isLater)];
}
