import * as path from 'node:path';
import { composeNotes } from '../../github/notes';
import { generatedNotes } from '../../github/releases';
import { nearestChangelog } from '../../release/changelog/changelogFile';
import { relevantCommits, subjectOf } from '../../release/commits';
import { releasedVersions } from '../../release/intent';
import { packageTags, previousRelease } from '../../release/releaseTags';
import { packageCommits } from '../../release/workingTree';
import { packageSettings } from '../configuration';
import type { HostedPackage } from '../services/hostedPackage';
import type { Services } from '../services/services';

/** The first text of the notes of a release: changelog, what GitHub proposes, or the commits since the last release. */
export async function firstNotes(
  { github: gitHub, log }: Services,
  { session, intent, address }: HostedPackage,
): Promise<string> {
  const { repository, pkg } = session;
  const { tagFormat } = packageSettings(pkg);
  const previous = previousRelease(
    await packageTags(repository, intent.package, tagFormat, intent.from),
    intent.version,
  )?.tag;
  const messages = await packageCommits(session.tree, previous, intent.tag).catch(() => []);
  const subjects = relevantCommits(messages)
    .map(subjectOf)
    .filter(subject => subject !== subjectOf(intent.commitMessage));
  const client = await gitHub.silentClient(address);
  const generated = await (
    client === undefined ? undefined : generatedNotes(client, intent.tag, intent.branch, previous)
  )?.catch((error: unknown) => {
    // The commits do as well; anyone who wants GitHub's notes sees in the log why they are not there.
    log.warn('GitHub proposed no notes.', error instanceof Error ? error.message : String(error));
    return undefined;
  });
  return composeNotes({
    changelog: await changelogOf(session, intent),
    generated,
    commits: subjects,
    packages: releasedVersions(intent),
  });
}

/** What the changelog of the package says of the version in the commit that is released. */
async function changelogOf(
  { tree, repository }: HostedPackage['session'],
  { tag, package: name, version }: HostedPackage['intent'],
): Promise<string | undefined> {
  const found = await nearestChangelog(
    tree.index.reader,
    path.dirname(tree.manifest),
    repository.root,
  );
  if (found?.markup !== 'markdown') return undefined;
  // A tag that was pushed from elsewhere need not be here.
  const text =
    (await repository.textAt(`refs/tags/${tag}`, found.file)) ??
    (await tree.index.reader.read(found.file));
  const { changelogSection } = await import('../../github/notes');
  return text === undefined
    ? undefined
    : changelogSection(text, version, { name, others: await tree.otherPackages() });
}
