import * as l10n from '@vscode/l10n';
import { type Fact, type FactMember, type Observation, ReleaseError } from '../fact';
import {
  type Builds,
  fulfils,
  type HostedRelease,
  type MemberPublishing,
  type Publishing,
} from '../hosting';
import type { ReleaseVersion } from '../../versions/releaseVersion';
import type { ReleaseContext } from '../releaseContext';
/** Fact 8: a Release with our notes exists for the tag; published, or a draft where that was asked for. */
export const hostedRelease: Fact = {
  id: 'hostedRelease',

  title: () => l10n.t('GitHub Release'),

  async observe({ hosting, intent }): Promise<Observation> {
    if (hosting === undefined) return NOT_HOSTED();
    if (hosting.state === 'unknown') return hosting;
    const found = await hosting.host.release(intent.tag);
    if (found === undefined)
      return { state: 'missing', detail: l10n.t('Publish the Release {0}', intent.tag) };
    const { publication } = intent;
    if (found.draft && publication?.draft !== true)
      return { state: 'missing', detail: l10n.t('Publish the draft of {0}', intent.tag) };
    if (publication !== undefined && !fulfils(found, publication) && !found.immutable) {
      return {
        state: 'missing',
        detail: l10n.t('Put the notes into the Release {0} that exists', intent.tag),
      };
    }
    return { state: 'holds', detail: describe(found) };
  },

  async make({ hosting, intent }) {
    if (hosting?.state !== 'seen')
      throw new ReleaseError(l10n.t('GitHub could not be asked.'), hosting?.advice ?? '');
    if (intent.publication === undefined)
      throw new ReleaseError(
        l10n.t('The release notes have not been written.'),
        l10n.t('Run Publish GitHub Release… and publish from the notes.'),
      );
    await hosting.host.publish(intent.tag, intent.publication);
  },
};

const NOT_HOSTED = (): Observation => ({
  state: 'unknown',
  detail: l10n.t('the remote is not on GitHub'),
  advice: l10n.t('Publish the release where the repository is hosted.'),
});

function describe({ draft, prerelease, immutable, byWorkflow }: HostedRelease): string {
  const what = draft
    ? l10n.t('draft')
    : prerelease
      ? l10n.t('published as pre-release')
      : l10n.t('published');
  if (immutable) return l10n.t('{0}, immutable', what);
  return byWorkflow ? l10n.t('{0} by a workflow', what) : what;
}

/** Fact 9: a run of the publishing workflow exists for the release commit, and each platform job of it succeeded. */
export const builds: Fact = {
  id: 'builds',

  title: () => l10n.t('Platform builds'),

  async observe(context): Promise<Observation> {
    const { hosting } = context;
    if (hosting?.state !== 'seen') {
      return (
        hosting ?? {
          state: 'unknown',
          detail: l10n.t('the remote is not on GitHub'),
          advice: l10n.t('See where the repository builds.'),
        }
      );
    }
    const found = await context.releaseCommit();
    if (found.state !== 'found')
      return { state: 'missing', detail: l10n.t('Started by the release') };
    return observedBuilds(await context.builds(hosting.host, found.commit));
  },

  make: () =>
    Promise.reject(
      new ReleaseError(
        l10n.t('No workflow run was started for this release.'),
        l10n.t('Start one with Run Release Workflow….'),
      ),
    ),
};

/** How the builds are shown as a fact. A failed build is a conflict: whether to run it again is for a person to say. */
export function observedBuilds({ state, detail, advice = '' }: Builds): Observation {
  switch (state) {
    case 'none':
      return { state: 'missing', detail };
    case 'running':
      return { state: 'inProgress', detail };
    case 'failed':
      return { state: 'conflict', detail, advice };
    case 'done':
      return { state: 'holds', detail };
  }
}

const INDEX_WORDS: Pick<PublishedWords, 'verify' | 'notMade'> = {
  verify: () =>
    l10n.t('Run Verify on PyPI to compare its files with those that the workflow builds.'),
  notMade: () =>
    new ReleaseError(
      l10n.t('Files reach the package index from the workflow alone.'),
      l10n.t('Start it with Run Release Workflow…, then run Verify on PyPI.'),
    ),
};

/**
 * Fact 10: the package index serves every file that the builds were to put there. It is seen, and never made from here.
 * Where the release has several distributions, each has a fact of its own.
 */
export const index: Fact = publishedFact('index', {
  title: ({ publishing, members, intent }) =>
    members.length === 0 ? onIndex(publishing) : onIndex(publishing, intent.package),
  publishing: context => context.publishing,
  first: ({ members }) => members.filter(({ isRequired }) => isRequired),
  ...INDEX_WORDS,
});

/** The same of another distribution of the release. */
export function indexOf(member: FactMember): Fact {
  const own = ({ members }: ReleaseContext) =>
    members.find(({ manifest }) => manifest === member.manifest);
  return {
    ...publishedFact('index', {
      title: context => onIndex(own(context)?.publishing, member.name),
      publishing: context => own(context)?.publishing,
      version: context => own(context)?.version,
      first: () => [],
      ...INDEX_WORDS,
    }),
    member: { name: member.name, manifest: member.manifest },
  };
}

function onIndex(publishing: Publishing | undefined, distribution?: string): string {
  const name = publishing?.name ?? 'PyPI';
  return distribution === undefined
    ? l10n.t('On {0}', name)
    : l10n.t('On {0}: {1}', name, distribution);
}

/**
 * What was seen of a distribution that requires others at their exact version. Before those are there, pip cannot install
 * it, and a job that uploads it last has not begun.
 */
async function afterOthers(
  seen: Observation,
  first: readonly MemberPublishing[],
  context: ReleaseContext,
  commit: string,
): Promise<Observation> {
  if (seen.state === 'unknown' || first.length === 0) return seen;
  const open: string[] = [];
  for (const { name, publishing, version } of first) {
    const other =
      publishing.state === 'seen'
        ? await context.published(publishing.index, commit, version)
        : undefined;
    if (other?.state !== 'holds') open.push(name);
  }
  if (open.length === 0) return seen;
  return seen.state === 'holds'
    ? {
        state: 'inProgress',
        detail: l10n.t('there; pip cannot install it before {0}', open.join(', ')),
      }
    : { state: 'missing', detail: l10n.t('Comes after {0}', open.join(', ')) };
}

/** Fact 11: the registries serve every crate of the release. It is seen, and never made from here. */
export const crates: Fact = publishedFact('crates', {
  title: context => l10n.t('On {0}', context.crates?.name ?? 'crates.io'),
  publishing: context => context.crates,
  first: () => [],
  verify: () => l10n.t('Run Verify on PyPI, which looks at the crates as well.'),
  notMade: () =>
    new ReleaseError(
      l10n.t('The release itself publishes no crate.'),
      l10n.t('Start the workflow with Run Release Workflow…, or run Publish Crates.'),
    ),
});

interface PublishedWords {
  title(context: ReleaseContext): string;
  publishing(context: ReleaseContext): Publishing | undefined;
  /** Its version, where that is not the one of the release. */
  version?(context: ReleaseContext): ReleaseVersion | undefined;
  /** The distributions that have to be there before. */
  first(context: ReleaseContext): readonly MemberPublishing[];
  /** What to do where it was not looked at. */
  verify(): string;
  notMade(): ReleaseError;
}

function publishedFact(id: 'index' | 'crates', words: PublishedWords): Fact {
  return {
    id,
    title: context => words.title(context),

    async observe(context): Promise<Observation> {
      const { hosting } = context;
      const publishing = words.publishing(context);
      if (publishing === undefined) {
        return {
          state: 'unknown',
          detail: l10n.t('published to no package index'),
          advice: l10n.t('Look where the package is published.'),
        };
      }
      if (publishing.state === 'unknown')
        return { state: 'unknown', detail: publishing.detail, advice: publishing.advice };
      const found = await context.releaseCommit();
      if (found.state !== 'found') return AWAITED();
      // Asked before an upload can have happened, an index may remember for long that there was none.
      if (hosting?.state !== 'seen') {
        return {
          state: 'unknown',
          detail: l10n.t('{0} has not been asked', publishing.name),
          advice: words.verify(),
        };
      }
      if ((await context.builds(hosting.host, found.commit)).state !== 'done') return AWAITED();
      const seen = await context.published(
        publishing.index,
        found.commit,
        words.version?.(context),
      );
      return await afterOthers(seen, words.first(context), context, found.commit);
    },

    make: () => Promise.reject(words.notMade()),
  };
}

const AWAITED = (): Observation => ({
  state: 'missing',
  detail: l10n.t('Uploaded once the platform builds have succeeded'),
});
