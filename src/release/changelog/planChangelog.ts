import * as l10n from '@vscode/l10n';
import { applyEdits, type TextEdit } from '../../base/text';
import { compareWritten } from '../../versions/writtenVersion';
import type { Markup } from './changelogFile';
import { dateSection, insertSection, promoteUnreleased, type ChangelogRelease } from './edits';
import { entryFromCommits } from './entry';
import { readChangelog, type Changelog } from './readChangelog';
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
