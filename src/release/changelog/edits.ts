import type { TextEdit } from '../../base/text';
import type { ReleaseVersion } from '../../versions/releaseVersion';
import { isSemVer } from '../../versions/semver';
import {
  type Changelog,
  type Section,
  type SectionOwner,
  type VersionSection,
} from './readChangelog';
import { isEmptySection, isOfAnother } from './section';
import {
  KEEP_A_CHANGELOG,
  nameIn,
  nextLink,
  readCompareLink,
  writeDate,
  writeTitle,
} from './titles';

/** The version that gets a section. */
export interface ChangelogRelease extends SectionOwner {
  readonly version: ReleaseVersion;
  /** Name of its tag, for links. */
  readonly tag: string;
  /** As `2026-01-31`. */
  readonly date: string;
}

/**
 * Gives what is written under "Unreleased" to a version: its heading is put in between, and the section of what is
 * not released stays, empty. Nothing that is there changes, but for where the link of "Unreleased" begins to compare.
 *
 * @returns undefined where there is no such section, or nothing in it
 */
export function promoteUnreleased(
  changelog: Changelog,
  release: ChangelogRelease,
): TextEdit[] | undefined {
  const { unreleased } = changelog;
  if (unreleased === undefined || isEmptySection(changelog, unreleased)) return undefined;
  const { lineEnd } = changelog;
  return [
    ...withoutPlannedVersion(changelog, unreleased),
    insertion(unreleased.heading.end, lineEnd + lineEnd + headingOf(changelog, release)),
    ...linkEdits(changelog, release),
  ];
}

/** Takes the planned version out of a heading such as "[Unreleased] (1.2.0)": the new section has it. */
function withoutPlannedVersion({ text }: Changelog, { heading, underline }: Section): TextEdit[] {
  if (underline !== undefined) return [];
  const found = /[ \t]{1,8}(?:[-–—:][ \t]{0,8})?[([]?v?\d+\.\d[\w.+-]*[)\]]?[ \t]*$/.exec(
    text.slice(heading.start, heading.end),
  );
  return found === null ? [] : [{ start: heading.start + found.index, end: heading.end, text: '' }];
}

/**
 * Adds a section for a version before the newest one.
 *
 * @param entry its text, with "\n" between its lines
 */
export function insertSection(
  changelog: Changelog,
  release: ChangelogRelease,
  entry: string,
): TextEdit[] {
  const {
    lineEnd,
    text,
    unreleased,
    versions: [newest],
  } = changelog;
  const body =
    entry.trim() === '' ? '' : lineEnd + lineEnd + entry.trim().replace(/\r?\n/g, lineEnd);
  const section = headingOf(changelog, release) + body;
  // After "Unreleased" and its template of empty headings, wherever that stands.
  const next = newest?.heading.start ?? unreleased?.body.end;
  if (next !== undefined && next < changelog.end)
    return [
      insertion(beforeAnchor(text, next), section + lineEnd + lineEnd),
      ...linkEdits(changelog, release),
    ];

  const part = text.slice(0, changelog.end);
  const written = part.trimEnd();
  const gap =
    written === '' || written === '\uFEFF'
      ? ''
      : missingLineEnds(part.slice(written.length), lineEnd);
  const after = changelog.end < text.length ? lineEnd + lineEnd : lineEnd;
  return [insertion(changelog.end, gap + section + after), ...linkEdits(changelog, release)];
}

/**
 * Puts the date into the heading of a section that stands there already, in place of a word that says that it is not
 * released.
 *
 * @returns undefined where the heading has no such word
 */
export function dateSection(
  { text }: Changelog,
  { heading, style }: Section,
  { date }: Pick<ChangelogRelease, 'date'>,
): TextEdit[] | undefined {
  const found = UNDATED.exec(text.slice(heading.start, heading.end));
  if (found === null) return undefined;
  const start = heading.start + found.index;
  return [
    {
      start,
      end: start + found[0].length,
      text: writeDate(style.date?.format ?? 'YYYY-MM-DD', date),
    },
  ];
}

// "## [0.2.0] - Unreleased", "0.2.0 (unreleased)" as zest.releaser has it, "## 0.2.0 - YYYY-MM-DD", "ReleaseDate" of cargo-release
const UNDATED =
  /(?<=[\s(])(?:unreleased|not released(?: yet)?|tbd|releasedate|(?:yyyy|xxxx)([-/.])(?:mm|xx)\1(?:dd|xx))(?=[\s)]|$)/i;

function headingOf(changelog: Changelog, release: ChangelogRelease): string {
  const { unreleased, text } = changelog;
  const newest = modelOf(changelog, release);
  const model: Section | undefined = newest ?? unreleased;
  const style =
    newest?.style ??
    (unreleased === undefined
      ? KEEP_A_CHANGELOG
      : { ...KEEP_A_CHANGELOG, isBracketed: unreleased.style.isBracketed });
  const title = writeTitle(
    style,
    spelt(changelog, release),
    release.date,
    inlineLink(changelog, release),
  );
  if (model?.underline !== undefined) {
    return (
      title + changelog.lineEnd + (model.underline[0] ?? '-').repeat(Math.max(title.length, 3))
    );
  }
  // As "Unreleased" where its text becomes this section: headings under it are one level deeper.
  const like = unreleased ?? model;
  const indent = like === undefined ? '' : (/^ */.exec(text.slice(like.heading.start))?.[0] ?? '');
  return `${indent}${'#'.repeat(like?.level ?? 2)} ${title}`;
}

/** What the new section is written like: the newest one of the package, else that of another under the name of this one. */
function modelOf({ versions }: Changelog, release: ChangelogRelease): VersionSection | undefined {
  const [newest] = versions;
  const own = versions.find(section => !isOfAnother(section, release));
  if (own !== undefined || newest === undefined || release.name === undefined) return own ?? newest;
  const { before, isBracketed, date } = newest.style;
  return {
    ...newest,
    style: {
      before: before.replace(nameIn(newest.style), release.name),
      isBracketed,
      ...(date && { date }),
    },
  };
}

/** The version in the spelling of the file: PEP 440 where one of its versions can only be read as that. */
function spelt({ versions }: Changelog, { version }: ChangelogRelease): string {
  return versions.some(({ version: { text } }) => !isSemVer(text) && /[a-z]/i.test(text))
    ? version.pep440
    : version.semver;
}

function inlineLink(changelog: Changelog, release: ChangelogRelease): string | undefined {
  const { unreleased } = changelog;
  const { tag } = release;
  const newest = modelOf(changelog, release);
  const compared =
    unreleased?.style.link === undefined ? undefined : readCompareLink(unreleased.style.link);
  if (compared !== undefined) return compared.site + compared.base + compared.dots + tag;
  return newest?.style.link === undefined ? undefined : nextLink(newest.style.link, tag);
}

/** What makes "Unreleased" compare from the new tag on, and gives the new version a link where the others have one. */
function linkEdits(changelog: Changelog, release: ChangelogRelease): TextEdit[] {
  const { text, lineEnd, links, unreleased } = changelog;
  const { tag } = release;
  const newest = modelOf(changelog, release);
  const edits: TextEdit[] = [];

  if (unreleased?.style.link !== undefined) {
    const start = text.indexOf(unreleased.style.link, unreleased.heading.start);
    edits.push(...rebased(unreleased.style.link, start, tag));
  }
  const named = (label: string) =>
    links.find(link => link.label.toLowerCase() === label.toLowerCase());
  const label = (newest?.style.before ?? '') + spelt(changelog, release);
  const open = named('unreleased');
  const openUrl = open === undefined ? undefined : text.slice(open.url.start, open.url.end);
  if (open !== undefined && openUrl !== undefined)
    edits.push(...rebased(openUrl, open.url.start, tag));

  const before =
    newest === undefined ? undefined : named(newest.style.before + newest.version.text);
  const model = before === undefined ? undefined : text.slice(before.url.start, before.url.end);
  const compared = openUrl === undefined ? undefined : readCompareLink(openUrl);
  const url =
    compared !== undefined
      ? compared.site + compared.base + compared.dots + tag
      : model === undefined
        ? undefined
        : nextLink(model, tag);
  if (url === undefined || named(label) !== undefined) return edits;
  const line = `[${label}]: ${url}`;
  if (open !== undefined) edits.push(insertion(open.line.end, lineEnd + line));
  else if (before !== undefined) edits.push(insertion(before.line.start, line + lineEnd));
  return edits;
}

/** Replaces where a comparison begins. */
function rebased(url: string, start: number, tag: string): TextEdit[] {
  const compared = readCompareLink(url);
  if (compared === undefined) return [];
  const at = start + compared.site.length;
  return [{ start: at, end: at + compared.base.length, text: tag }];
}

/** Where something is put before a heading: before the anchors that stand on the lines above and belong to it. */
function beforeAnchor(text: string, heading: number): number {
  const above =
    /(?:^|(?<=\n))(?:[ \t]*<a\b[^>\r\n]*>(?:<\/a>)?[ \t]*\r?\n(?:[ \t]*\r?\n)*)+$/i.exec(
      text.slice(0, heading),
    );
  return above === null ? heading : above.index;
}

/** What is missing to a blank line after text that ends with these blanks. */
function missingLineEnds(blanks: string, lineEnd: string): string {
  return lineEnd.repeat(Math.max(0, 2 - (blanks.match(/\n/g)?.length ?? 0)));
}

function insertion(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}
