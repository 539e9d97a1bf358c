import * as l10n from '@vscode/l10n';
import type { ReleaseContext } from './releaseContext';
import { short } from './repository';
import { filesOf } from './workingTree';

/** The commit that holds the version X of the package. */
export type ReleaseCommit =
  | { readonly state: 'found'; readonly commit: string }
  | { readonly state: 'missing' }
  | { readonly state: 'conflict'; readonly detail: string; readonly advice: string };

/**
 * Finds the commit that is released: the one that the tag names, else the one that the release made, else the confirmed
 * one, else the one that brought X (and its section of the changelog) into the branch. Commits on top of it do not belong
 * to the release.
 */
export async function findReleaseCommit(context: ReleaseContext): Promise<ReleaseCommit> {
  const { intent, repository, journal } = context;
  const settled = await settledCommit(context);
  if (settled !== undefined) return { state: 'found', commit: settled };
  const head = (await context.head()).commit;
  if (head === undefined) return { state: 'missing' };

  const { commit: made } = journal.made;
  // A user may have taken it off the branch.
  const isMadeHere = made !== undefined && (await repository.contains(head, made)) === true;
  const tagged = await taggedRelease(context, head);
  for (const commit of [tagged, isMadeHere ? made : undefined, intent.commit]) {
    if (
      commit === undefined ||
      (await repository.contains(head, commit)) === undefined ||
      !(await context.saysAt(commit))
    )
      continue;
    if (await repository.contains(head, commit)) return { state: 'found', commit };
    return {
      state: 'conflict',
      detail: l10n.t(
        '{0} holds {1}, but is not part of {2}',
        short(commit),
        context.version.semver,
        intent.branch,
      ),
      advice: l10n.t('Switch to the branch that holds it, or release another version.'),
    };
  }
  const { pkg } = await context.package();
  if (pkg.decidedBy === 'tag' && intent.commit !== undefined) {
    // Every commit would do, but the user confirmed this one.
    return {
      state: 'conflict',
      detail: l10n.t(
        '{0}, which was confirmed as {1}, is not in this clone',
        short(intent.commit),
        context.version.semver,
      ),
      advice: l10n.t('Fetch it, or abandon this release and start again.'),
    };
  }
  if (!(await context.isReadyAt(head))) return { state: 'missing' };
  const parts = [context, ...context.parts];
  const packages = await Promise.all(parts.map(part => part.package()));
  const files = [
    ...packages.flatMap(found => filesOf(found.pkg)),
    ...parts.flatMap(({ changelog }) => changelog?.file ?? []),
  ];
  for (const commit of await repository.commitsOf(files, 50)) {
    const parent = await repository.parent(commit);
    if (parent === undefined || !(await context.isReadyAt(parent)))
      return { state: 'found', commit };
  }
  return { state: 'found', commit: head };
}

/**
 * The commit of a release that goes through a pull request, once it left this clone: the one that was merged, before that
 * the one that was pushed for it. What is checked out here no longer matters.
 */
export async function settledCommit({
  intent,
  journal: { made },
  repository,
}: ReleaseContext): Promise<string | undefined> {
  const commit = intent.pullRequest && (made.merged ?? made.proposed);
  if (commit === undefined) return undefined;
  return (await repository.contains(commit, commit)) === true ? commit : undefined;
}

/** The commit of the tag, if it is in this clone and can be the one of this release. */
export async function taggedRelease(
  context: ReleaseContext,
  head: string,
): Promise<string | undefined> {
  const { intent, repository } = context;
  const tagged = await context.taggedCommit();
  if (tagged === undefined || (await repository.contains(head, tagged)) === undefined)
    return undefined;
  if ((await context.package()).pkg.decidedBy === 'files')
    return (await context.saysAt(tagged)) ? tagged : undefined;
  // The tag decides, so every commit would do: the confirmed one counts, else the one that has the section.
  const isMeant =
    intent.commit === undefined ? await context.isReadyAt(tagged) : tagged === intent.commit;
  return isMeant ? tagged : undefined;
}
