import type { Answers } from '../manifests/question';
import type { Package } from '../manifests/package';
import type { ReleaseTag } from './releaseTags';
import type { ReleaseGroup } from './members';
import type { RepositoryReader } from './repository';

/** Id of the answer that names the packages which are released with one, in `budtiktok.packages`. */
export const MEMBERS = 'members';

/** A package of the repository that can be released with another one. */
export interface MemberChoice {
  readonly pkg: Package;
  /** Whether it has the version and the tag of the first package. */
  readonly isShared: boolean;
  /** Whether it belongs to the release as far as the repository shows. */
  readonly isSuggested: boolean;
}

/** The names that an answer holds; undefined where the question is open. */
export function chosenMembers(answers: Answers | undefined): ReadonlySet<string> | undefined {
  const answer = answers?.get(MEMBERS);
  return answer === undefined
    ? undefined
    : new Set(answer.split(',').flatMap(name => name.trim() || []));
}

/** The answer that names these packages. */
export function membersAnswer(names: readonly string[]): Answers {
  return new Map([[MEMBERS, names.join(', ')]]);
}

/** How many of the newest tags of each package show whether they are released together. */
const TAGS = 3;

/**
 * The packages of a repository that can be released with the first one of a group: those with its version, and those whose
 * files hold a version of their own. The latter are suggested where their last releases are on the same commits.
 */
export async function memberChoices(
  repository: Pick<RepositoryReader, 'localTag'>,
  packages: readonly Package[],
  { lead, members }: ReleaseGroup,
  tagsOf: (pkg: Package) => Promise<readonly ReleaseTag[]>,
): Promise<readonly MemberChoice[]> {
  const commitsOf = async (pkg: Package) => {
    const newest = (await tagsOf(pkg)).slice(0, TAGS);
    const refs = await Promise.all(newest.map(({ tag }) => repository.localTag(tag)));
    return new Map(newest.map(({ tag }, at) => [tag, refs[at]?.commit]));
  };
  const own = packages.filter(
    pkg => pkg !== lead && !members.includes(pkg) && pkg.decidedBy === 'files',
  );
  const released = own.length === 0 ? new Map<string, string>() : await commitsOf(lead);
  const others = await Promise.all(
    own.map(async pkg => {
      const commits = await commitsOf(pkg);
      const isTogether = [...commits].some(
        ([tag, commit]) =>
          commit !== undefined && !released.has(tag) && [...released.values()].includes(commit),
      );
      return { pkg, isShared: false, isSuggested: isTogether };
    }),
  );
  return [...members.map(pkg => ({ pkg, isShared: true, isSuggested: true })), ...others];
}
