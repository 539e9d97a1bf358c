import * as l10n from '@vscode/l10n';
import { firstLine } from '../base/text';
import { readChangelog } from './changelog/readChangelog';
import { sectionsOf, textOf } from './changelog/section';
import type { ItemState } from './checklist/state';
import { relevantCommits, subjectOf } from './commits';
import { ownMembers, releasedTags, releasedVersions } from './intent';
import type { ReleaseContext } from './releaseContext';
import { packageTags, previousRelease } from './releaseTags';
import { DEFAULT_SETTINGS } from './settings';
import { packageCommits } from './workingTree';

/** How many commits a pull request lists. */
const MOST_COMMITS = 50;

/** What the pull request of a release says: its notes and its checklist, in Markdown. */
export async function pullRequestText(
  context: ReleaseContext,
  commit: string,
): Promise<{ readonly title: string; readonly body: string }> {
  const { intent, checklist } = context;
  const notes = (await changelogSection(context, commit)) ?? (await commitList(context, commit));
  const items = (await checklist?.()) ?? [];
  const names = [intent.package, ...(intent.members ?? []).map(member => member.package)].join(
    ', ',
  );
  const parts = [
    ownMembers(intent).length > 0
      ? l10n.t('Releases {0}.', releasedVersions(intent).join(', '))
      : intent.from === intent.version
        ? l10n.t('Releases {0} {1}.', names, intent.version)
        : l10n.t('Releases {0} {1}, after {2}.', names, intent.version, intent.from),
    notes,
    ...(items.length === 0
      ? []
      : [[`## ${l10n.t('Checklist')}`, '', ...items.map(checkbox)].join('\n')]),
    l10n.t(
      'Once this is merged, Resume Release in VS Code tags the merged commit as {0}.',
      releasedTags(intent).join(', '),
    ),
  ];
  return {
    title: firstLine(intent.commitMessage),
    body: `${parts.filter(part => part !== '').join('\n\n')}\n`,
  };
}

function checkbox({ item, state }: ItemState): string {
  return `- [${state === 'pass' ? 'x' : ' '}] ${item.title}`;
}

/** What the changelog says of the version in the commit, where it is written in Markdown. */
async function changelogSection(
  { changelog, tree, repository, intent }: ReleaseContext,
  commit: string,
): Promise<string | undefined> {
  if (changelog === undefined || !/\.(?:md|markdown)$/i.test(changelog.file)) return undefined;
  const text = await repository.textAt(commit, changelog.file);
  if (text === undefined) return undefined;
  const owner = { name: intent.package, others: await tree.otherPackages() };
  const read = readChangelog(text, owner);
  const sections = sectionsOf(read, intent.version, owner).map(section => textOf(read, section));
  return sections.length === 0 ? undefined : sections.join('\n\n');
}

async function commitList(
  { tree, repository, intent }: ReleaseContext,
  commit: string,
): Promise<string> {
  const tags = await packageTags(
    repository,
    intent.package,
    DEFAULT_SETTINGS.tagFormat,
    intent.from,
  );
  const messages = await packageCommits(tree, previousRelease(tags, intent.version)?.tag, commit);
  const subjects = relevantCommits(messages)
    .map(subjectOf)
    .filter(subject => subject !== subjectOf(intent.commitMessage))
    .slice(0, MOST_COMMITS);
  return subjects.length === 0
    ? ''
    : [`## ${l10n.t('Changes')}`, '', ...subjects.map(subject => `- ${subject}`)].join('\n');
}
