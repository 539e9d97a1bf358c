import * as l10n from '@vscode/l10n';
import { applyEdits, type TextEdit } from '../../base/text';
import { compareWritten } from '../../versions/writtenVersion';
import type { ReleaseContext } from '../releaseContext';
import { releaseTags } from '../releaseTags';
import { readConventionalCommit } from '../suggestBump';
import type { Markup } from './changelogFile';
import { type ChangelogRelease, dateSection, insertSection, promoteUnreleased } from './edits';
import { type Changelog, readChangelog } from './readChangelog';
import { hasLineOf, sectionOf, textOf } from './section';

/**
 * What is to be done so that a changelog has a section for a version.
 * - `present`: it has one; `notes` is what stands in it, where that can be read
 * - `date`: it has one that is marked as not released, and gets the date
 * - `promote`: "Unreleased" becomes the section; `notes` is what stands in it
 * - `propose`: a section is added; `entry` is proposed and can be changed with {@link withEntry}
 * - `byHand`: only a person can write it; `detail` says why
 */
export type ChangelogPlan =
  | { readonly kind: 'present'; readonly notes: string }
  | { readonly kind: 'date'; readonly notes: string; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'promote'; readonly notes: string; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'propose'; readonly entry: string; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'byHand'; readonly detail: string; readonly advice: string };

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
  const changelog = readChangelog(text);
  const section = sectionOf(changelog, release.version.semver, release);
  const notes = section && textOf(changelog, section);
  const dated = section && dateSection(changelog, section, release);
  if (notes !== undefined && dated !== undefined)
    return proven(changelog, release, { kind: 'date', notes, edits: dated });
  if (notes !== undefined) return { kind: 'present', notes };

  const promoted = promoteUnreleased(changelog, release);
  if (promoted !== undefined && changelog.unreleased !== undefined) {
    return proven(changelog, release, {
      kind: 'promote',
      notes: textOf(changelog, changelog.unreleased),
      edits: promoted,
    });
  }
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
    version: release.version.semver,
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
  const changelog = readChangelog(text);
  return proven(changelog, release, {
    kind: 'propose',
    entry,
    edits: insertSection(changelog, release, entry),
  });
}

/** Reads the result again: where a code block or a comment is not closed, what follows it would be no section. */
function proven(
  changelog: Changelog,
  release: ChangelogRelease,
  plan: Extract<ChangelogPlan, { edits: unknown }>,
): ChangelogPlan {
  const after = readChangelog(applyEdits(changelog.text, plan.edits));
  const added = plan.kind === 'date' ? 0 : 1;
  if (
    after.versions.length === changelog.versions.length + added &&
    sectionOf(after, release.version.semver, release) !== undefined
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

/** By most of the neighbours: a version of an older series may well have come out later. */
function isOldestFirst({ versions }: Changelog): boolean {
  const orders = versions
    .slice(1)
    .map(({ version }, at) => Math.sign(compareWritten(versions[at]?.version ?? version, version)));
  return orders.reduce((sum, order) => sum + order, 0) < 0;
}

/** Whether changes are listed under something that was not read as the heading of a version. */
function hasOtherSections({ text, unreleased, versions }: Changelog): boolean {
  return (
    unreleased === undefined &&
    versions.length === 0 &&
    /^[ \t]*(?:[-*+][ \t]|\*\*|v?\d+\.\d|##)/m.test(text)
  );
}

/** The kinds of changes of Keep a Changelog 1.1.0 that commits tell of, in its order. */
const KINDS = ['Added', 'Changed', 'Fixed', 'Security'] as const;

type Kind = (typeof KINDS)[number];

export interface EntryStyle {
  /** The version that is being released, to know the commits that raise it. */
  readonly version: string;
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
  { version, bullet, level }: EntryStyle,
): string {
  const marks = '#'.repeat(Math.min(6, Math.max(3, level + 1)));
  const items = new Map<Kind, string[]>();
  for (const message of messages.toReversed()) {
    const item = itemOf(message, version);
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

function itemOf(message: string, version: string): { kind: Kind; text: string } | undefined {
  const subject = (message.trimStart().split(/\r?\n/, 1)[0] ?? '').trim();
  if (
    subject === '' ||
    /^(?:Merge\b|fixup! |squash! |amend! )/.test(subject) ||
    subject.includes(version) ||
    /\bbump\b.*\bversions?\b/i.test(subject)
  )
    return undefined;
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
  const [last] = releaseTags(await repository.tags(), intent.package, tagFormat);
  const plan = await changelog.plan(await repository.messages(last?.tag, 'HEAD'));
  return plan?.kind === 'propose' ? plan.entry : undefined;
}
