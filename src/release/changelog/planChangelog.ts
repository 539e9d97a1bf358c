import * as l10n from '@vscode/l10n';
import { applyEdits, type TextEdit } from '../../base/text';
import { compareWritten } from '../../versions/writtenVersion';
import type { ReleaseContext } from '../releaseContext';
import { packageTags, previousRelease } from '../releaseTags';
import { packageCommits } from '../workingTree';
import { readConventionalCommit, relevantCommits, subjectOf } from '../commits';
import type { Markup } from './changelogFile';
import { FRAGMENT_COMMANDS, type FragmentTool } from './fragments';
import { type ChangelogRelease, dateSection, insertSection, promoteUnreleased } from './edits';
import { type Changelog, readChangelog } from './readChangelog';
import { hasLineOf, isEmptySection, sectionOf, sectionsOf, textOf } from './section';

/**
 * What is to be done so that a changelog has a section for a version.
 * - `present`: it has one; `notes` is its text, where that can be read
 * - `date`: it has one that is marked as not released, and gets the date
 * - `promote`: "Unreleased" becomes the section; `notes` is its text
 * - `propose`: a section is added; `entry` is proposed and can be changed with {@link withEntry}
 * - `byHand`: only a person can write it; `detail` says why
 */
export type ChangelogPlan =
  | { readonly kind: 'present'; readonly notes: string }
  | { readonly kind: 'date'; readonly notes: string; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'promote'; readonly notes: string; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'propose'; readonly entry: string; readonly edits: readonly TextEdit[] }
  | {
      readonly kind: 'byHand';
      readonly detail: string;
      readonly advice: string;
      /** Set where the section is there, and other changes are unreleased. */
      readonly notes?: string;
    };

/**
 * Plans the section of a release. A repository without a changelog has no plan: it is not forced to keep one.
 *
 * @param commits messages of the commits since the last release, newest first
 */
export function planChangelog(
  text: string,
  markup: Markup,
  release: ChangelogRelease,
  commits: readonly string[],
): ChangelogPlan {
  if (markup !== 'markdown')
    return unlessWritten(
      text,
      release,
      l10n.t('The changelog is written in reStructuredText, which is not edited.'),
    );
  const changelog = readChangelog(text, release);
  const sections = sectionsOf(changelog, release.version.semver, release);
  const [section] = sections;
  if (section !== undefined) {
    const notes = sections.map(found => textOf(changelog, found)).join('\n\n');
    const dated = dateSection(changelog, section, release);
    if (dated !== undefined)
      return proven(changelog, release, { kind: 'date', notes, edits: dated });
    const { unreleased } = changelog;
    return unreleased === undefined || isEmptySection(changelog, unreleased)
      ? { kind: 'present', notes }
      : alsoUnreleased(release, notes);
  }
  if (changelog.unknown !== undefined)
    return byHand(
      release,
      l10n.t(
        'The heading "{0}" is above the newest version and names neither a version nor unreleased changes.',
        changelog.unknown,
      ),
    );
  const tool = fragmentTool(text);
  const promoted = promoteUnreleased(changelog, release);
  if (promoted !== undefined && changelog.unreleased !== undefined) {
    return proven(changelog, release, {
      kind: 'promote',
      notes: textOf(changelog, changelog.unreleased),
      edits: promoted,
    });
  }
  if (tool !== undefined) return fromFragments(tool, release);
  if (isOldestFirst(changelog))
    return byHand(release, l10n.t('The changelog lists its oldest version first.'));
  if (hasOtherSections(changelog))
    return unlessWritten(
      text,
      release,
      l10n.t('No heading of the changelog was read as that of a version.'),
    );
  const level = (changelog.unreleased ?? changelog.versions[0])?.level ?? 2;
  const entry = entryFromCommits(commits, {
    bullet: changelog.bullet,
    level,
  });
  return proven(changelog, release, {
    kind: 'propose',
    entry,
    edits: insertSection(changelog, release, entry),
  });
}

/** The plan that writes the section with another entry than the proposed one. */
export function withEntry(text: string, release: ChangelogRelease, entry: string): ChangelogPlan {
  const changelog = readChangelog(text, release);
  return proven(changelog, release, {
    kind: 'propose',
    entry,
    edits: insertSection(changelog, release, entry),
  });
}

/**
 * Reads the result again: where a code block or a comment is not closed, what follows it would be no section, and a heading
 * below a new section may become one of unreleased changes.
 */
function proven(
  changelog: Changelog,
  release: ChangelogRelease,
  plan: Extract<ChangelogPlan, { edits: unknown }>,
): ChangelogPlan {
  const after = readChangelog(applyEdits(changelog.text, plan.edits), release);
  const added = plan.kind === 'date' ? 0 : 1;
  if (
    after.versions.length === changelog.versions.length + added &&
    sectionOf(after, release.version.semver, release) !== undefined &&
    (after.unreleased === undefined || isEmptySection(after, after.unreleased))
  )
    return plan;
  return byHand(
    release,
    l10n.t(
      'The changelog cannot be edited safely: a section that is added would not be read as one.',
    ),
  );
}

/** What is not edited may have been written by hand already. */
function unlessWritten(text: string, release: ChangelogRelease, detail: string): ChangelogPlan {
  return hasLineOf(text, release.version.semver)
    ? { kind: 'present', notes: '' }
    : byHand(release, detail);
}

function byHand({ version }: ChangelogRelease, detail: string): ChangelogPlan {
  return {
    kind: 'byHand',
    detail,
    advice: l10n.t(
      'Write the section for {0} by hand, and commit it before the release.',
      version.semver,
    ),
  };
}

function alsoUnreleased({ version }: ChangelogRelease, notes: string): ChangelogPlan {
  return {
    kind: 'byHand',
    notes,
    detail: l10n.t(
      'The changelog has a section for {0}, and other changes under Unreleased.',
      version.semver,
    ),
    advice: l10n.t(
      'Move the changes of {0} into its section, or remove the others until the release is made.',
      version.semver,
    ),
  };
}

/** The tool that writes the sections of a changelog from fragments, by the marker that it looks for. */
function fragmentTool(text: string): FragmentTool | undefined {
  return text.includes('<!-- towncrier release notes start -->') ? 'towncrier' : undefined;
}

/** The plan where a tool writes the section from fragments: a second text would say everything twice. */
export function fromFragments(tool: FragmentTool, { version }: ChangelogRelease): ChangelogPlan {
  return {
    kind: 'byHand',
    detail: l10n.t('{0} writes the changelog of this package from fragments.', tool),
    advice: l10n.t(
      'Run "{0}" and commit the result before the release.',
      FRAGMENT_COMMANDS[tool].replace('VERSION', version.semver),
    ),
  };
}

/** By most of the neighbours: a version of an older series may well have come out later. */
function isOldestFirst({ versions }: Changelog): boolean {
  const orders = versions
    .slice(1)
    .map(({ version }, at) => Math.sign(compareWritten(versions[at]?.version ?? version, version)));
  return orders.reduce((sum, order) => sum + order, 0) < 0;
}

/** Whether changes are listed under something that was not read as the heading of a version. */
function hasOtherSections({ text, start, end, unreleased, versions }: Changelog): boolean {
  return (
    unreleased === undefined &&
    versions.length === 0 &&
    /^[ \t]*(?:[-*+][ \t]|\*\*|v?\d+\.\d|##)/m.test(text.slice(start, end))
  );
}

/** The kinds of changes of Keep a Changelog 1.1.0 that commits name, in its order. */
const KINDS = ['Added', 'Changed', 'Fixed', 'Security'] as const;

type Kind = (typeof KINDS)[number];

export interface EntryStyle {
  readonly bullet: string;
  /** Of the heading of the version. */
  readonly level: number;
}

/**
 * Proposes what to write of a release from the commits since the last one, for a person to edit. Conventional commits
 * that users do not notice (docs, ci, chore …) are left out, as are merges and commits that raise the version.
 *
 * @param messages newest first; they are listed oldest first
 * @returns headings and list items with "\n" between the lines; empty where no commit is worth telling
 */
export function entryFromCommits(
  messages: readonly string[],
  { bullet, level }: EntryStyle,
): string {
  const marks = '#'.repeat(Math.min(6, Math.max(3, level + 1)));
  const items = new Map<Kind, string[]>();
  for (const message of relevantCommits(messages).toReversed()) {
    const item = itemOf(message);
    if (item === undefined) continue;
    const list = items.get(item.kind) ?? [];
    items.set(item.kind, list);
    const line = `${bullet} ${item.text}`;
    if (!list.includes(line)) list.push(line);
  }
  return KINDS.flatMap(kind => {
    const list = items.get(kind);
    return list === undefined ? [] : [`${marks} ${kind}\n\n${list.join('\n')}`];
  }).join('\n\n');
}

function itemOf(message: string): { kind: Kind; text: string } | undefined {
  const subject = subjectOf(message);
  const commit = readConventionalCommit(message.trimStart());
  if (commit === undefined) return { kind: 'Changed', text: escaped(subject) };
  const [, scope] = /^[^(:]*\(([^()]*)\)/.exec(subject) ?? [];
  const description = subject.slice(subject.indexOf(': ') + 2).trim();
  const text = escaped(
    scope === undefined || scope === 'deps' ? description : `${scope}: ${description}`,
  );
  if (commit.isBreaking) return { kind: 'Changed', text: `**Breaking:** ${text}` };
  if (scope === 'security' || commit.type === 'security') return { kind: 'Security', text };
  switch (commit.type) {
    case 'feat':
      return { kind: 'Added', text };
    case 'fix':
      return { kind: 'Fixed', text };
    case 'perf':
    case 'revert':
    case 'refactor':
      return commit.type === 'refactor' ? undefined : { kind: 'Changed', text };
    default:
      return undefined;
  }
}

/** A commit message is plain text: `Vec<T>` would be taken for HTML and vanish. Code between backticks stays as it is. */
function escaped(text: string): string {
  return text.replace(/`[^`]*`|</g, found => (found === '<' ? '\\<' : found));
}

/**
 * What the commits since the last release of this package give for its section, where nothing else is known to stand in
 * it; undefined where nothing is to be decided.
 */
export async function proposedEntry(
  context: ReleaseContext,
  tagFormat: string,
): Promise<string | undefined> {
  const { repository, intent } = context;
  const changelog = await context.writtenChangelog();
  if (changelog === undefined || !(await changelog.isOpen())) return undefined;
  const last = previousRelease(
    await packageTags(repository, intent.package, tagFormat, intent.from),
    intent.version,
  );
  const plan = await changelog.plan(await packageCommits(context.tree, last?.tag, 'HEAD'));
  return plan?.kind === 'propose' ? plan.entry : undefined;
}
