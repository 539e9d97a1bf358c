import { agreement, type Package } from '../../manifests/package';
import { type Member, type OwnRelease } from '../../release/intent';
import { chosenMembers, type MemberChoice, memberChoices } from '../../release/memberChoice';
import { type ReleaseGroup, releaseGroups, requiredBy } from '../../release/members';
import { ownRelease } from '../../release/prepareIntent';
import { packageTagFormat, packageTags } from '../../release/releaseTags';
import { fillTemplate } from '../../release/settings';
import type { ReleaseVersion } from '../../versions/releaseVersion';
import { packageSettings } from '../configuration';
import type { Session } from './sessions';

/** A package with a version of its own that is released in the same run. */
export interface OwnMember {
  readonly pkg: Package;
  readonly version: ReleaseVersion;
}

/** The packages that are released with one at a version: those of its version and tag, and those with their own. */
export async function membersOf(
  session: Session,
  version: ReleaseVersion,
  own: readonly OwnMember[],
): Promise<readonly Member[]> {
  const { pkg, tree } = session;
  const { packages } = await tree.index.scan();
  if (packages.length < 2) return [];
  const group = await groupOf(session, packages, version);
  const chosen = chosenMembers(answersOf(session));
  const shared = group.members.filter(({ name }) => chosen?.has(name) ?? true);
  const leadFormat = await formatOf(session, pkg);
  const first = requiredBy(
    pkg,
    own.map(member => member.pkg),
  );
  return [
    ...shared.map(({ manifest, name }) => ({ manifest: tree.relative(manifest), package: name })),
    ...(await Promise.all(
      own.map(async member => ({
        manifest: tree.relative(member.pkg.manifest),
        package: member.pkg.name,
        own: await ownOf(session, member, leadFormat, first.includes(member.pkg)),
      })),
    )),
  ];
}

/** The packages that can be released with one, and those that were chosen once; undefined where nothing was. */
export async function choicesOf(session: Session): Promise<{
  readonly choices: readonly MemberChoice[];
  readonly chosen: ReadonlySet<string> | undefined;
}> {
  const { tree, repository } = session;
  const { packages } = await tree.index.scan();
  if (packages.length < 2) return { choices: [], chosen: undefined };
  const group = await groupOf(session, packages, undefined);
  const chosen = chosenMembers(answersOf(session));
  const tags = tagsOnce(session);
  const tagsOf = (pkg: Package) =>
    packageTags(tags, pkg.name, packageSettings(pkg).tagFormat, currentText(pkg)).catch(() => []);
  // Suggestions are for the question, which is asked once.
  const choices = await memberChoices(
    repository,
    packages,
    group,
    chosen === undefined ? tagsOf : () => Promise.resolve([]),
  );
  return { choices, chosen };
}

async function groupOf(
  session: Session,
  packages: readonly Package[],
  version: ReleaseVersion | undefined,
): Promise<ReleaseGroup> {
  const repository = tagsOnce(session);
  const tags = new Map(
    await Promise.all(
      packages.map(async found => {
        const format = await formatOf({ repository }, found, version);
        const tag = version === undefined ? format : fillTemplate(format, found.name, version);
        return [found, tag] as const;
      }),
    ),
  );
  const groups = releaseGroups(packages, (one, other) => tags.get(one) === tags.get(other));
  return (
    groups.find(({ lead }) => lead.manifest === session.pkg.manifest) ?? {
      lead: session.pkg,
      members: [],
    }
  );
}

type Tagged = Pick<Session['repository'], 'tags'>;

/** The tags of a repository, asked for once: a repository of many packages has one list. */
function tagsOnce({ repository }: Session): Tagged {
  let tags: ReturnType<Tagged['tags']> | undefined;
  return { tags: () => (tags ??= repository.tags()) };
}

async function formatOf(
  { repository }: { readonly repository: Tagged },
  pkg: Package,
  version?: ReleaseVersion,
): Promise<string> {
  const current = currentText(pkg) ?? version?.semver;
  return await packageTagFormat(repository, packageSettings(pkg).tagFormat, pkg.name, current);
}

async function ownOf(
  { repository }: Session,
  { pkg, version }: OwnMember,
  leadFormat: string,
  isFirst: boolean,
): Promise<OwnRelease> {
  const from = currentText(pkg) ?? version.semver;
  const own = await ownRelease(
    repository,
    packageSettings(pkg),
    { name: pkg.name, version, from },
    leadFormat,
  );
  return { ...own, ...(isFirst && { isFirst }) };
}

function answersOf({ pkg, tree }: Session) {
  return tree.index.settings.packages.get(pkg.name)?.answers;
}

function currentText({ sites }: Package): string | undefined {
  return agreement(sites).current?.text;
}
