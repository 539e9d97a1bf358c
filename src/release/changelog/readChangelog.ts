import { footerStart, linkReference } from './linkReferences';
import { normalizedName } from '../../base/names';
import { BYTE_ORDER_MARK, type Span, withoutTrailing } from '../../base/text';
import { nameIn, readTitle, type SectionTitle } from './titles';

/** A heading of a changelog and the text under it, up to the next one of the same or a higher level. */
export interface Section extends SectionTitle {
  /** 1 to 6. */
  readonly level: number;
  /** The heading's line or lines (a setext heading has an underline), without the line end. */
  readonly heading: Span;
  /** The underline of a setext heading, such as `-----`. */
  readonly underline?: string;
  /** What stands under it, without the heading. Ends before the link references at the end of the file. */
  readonly body: Span;
}

export type VersionSection = Section & Required<Pick<SectionTitle, 'version'>>;

/** A link reference definition, `[0.1.0]: https://…` (CommonMark 4.7). */
export interface LinkReference {
  readonly label: string;
  readonly url: Span;
  /** The whole line without its end. */
  readonly line: Span;
}

/** A Markdown changelog, read for its places and never written back as a whole. */
export interface Changelog {
  readonly text: string;
  readonly lineEnd: '\n' | '\r\n';
  readonly unreleased?: Section;
  /** In the order of the file. */
  readonly versions: readonly VersionSection[];
  /**
   * The title of a heading above the first section, of the level of versions and with list items under it, that names
   * neither a version nor unreleased changes.
   */
  readonly unknown?: string;
  /** The part of this package, in a file with a part for each package; else the whole text. */
  readonly start: number;
  readonly end: number;
  readonly links: readonly LinkReference[];
  /** The character of its list items. */
  readonly bullet: '-' | '*' | '+';
}

/** Whose sections are looked for where several packages keep one changelog. */
export interface SectionOwner {
  /** Name of the package. */
  readonly name?: string;
  /** Names of the other packages of the repository. */
  readonly others?: readonly string[];
}

export interface Line extends Span {
  readonly text: string;
  /** In a code block or a comment. */
  readonly isOpaque: boolean;
}

/**
 * Reads a changelog in Markdown (CommonMark: ATX and setext headings, fenced code, comments, link references).
 *
 * A heading begins a section where it names unreleased changes or a version of this package, at the level at which the
 * file keeps its versions. "Python 3.13" and other headings between two versions belong to the section above them.
 */
export function readChangelog(text: string, owner: SectionOwner = {}): Changelog {
  const lines = linesOf(text);
  const links = lines.flatMap(line => (line.isOpaque ? [] : (linkReference(line) ?? [])));
  const all = lines.flatMap((line, at) => headingAt(lines, line, at) ?? []);
  const { headings, start, end } = ownPart(all, owner, text.length);
  // The references at the end belong to the whole file, not to its last section.
  const footer = Math.min(footerStart(lines, links), end);
  const titles = sectionTitles(headings, owner);
  const sections = headings.flatMap((heading, at): Section[] => {
    const title = titles.get(heading);
    if (title === undefined) return [];
    let after = at + 1;
    const isPart = (other: Heading | undefined) =>
      other !== undefined && other.level >= heading.level && !titles.has(other);
    while (isPart(headings[after])) after++;
    const next = headings[after];
    return [
      {
        ...title,
        level: heading.level,
        heading: heading.span,
        ...(heading.underline !== undefined && { underline: heading.underline }),
        body: {
          start: heading.span.end,
          end: next?.span.start ?? Math.max(footer, heading.span.end),
        },
      },
    ];
  });
  const unreleased = sections.find(({ version }) => version === undefined);
  const unknown = unknownHeading(text, headings, sections);
  const bullets = lines.flatMap(line =>
    line.isOpaque ? [] : (/^ {0,3}([-*+])[ \t]/.exec(line.text)?.[1] ?? []),
  );
  return {
    text,
    lineEnd: text.includes('\r\n') ? '\r\n' : '\n',
    ...(unreleased !== undefined && { unreleased }),
    versions: sections.flatMap(section =>
      section.version === undefined ? [] : [{ ...section, version: section.version }],
    ),
    ...(unknown !== undefined && { unknown }),
    start,
    end,
    links,
    bullet: (bullets[0] ?? '-') as Changelog['bullet'],
  };
}

/** The headings of the part that is headed by the package's own name, where the file has a part for each package. */
function ownPart(
  all: readonly Heading[],
  { name, others = [] }: SectionOwner,
  length: number,
): { readonly headings: readonly Heading[]; readonly start: number; readonly end: number } {
  const packages = new Set(others.map(normalizedName));
  const titleOf = ({ title }: Heading) => normalizedName(title.replace(/[`*_]/g, '').trim());
  const parts = all.filter(heading => packages.has(titleOf(heading)));
  const [first] = parts;
  if (name === undefined || first === undefined) return { headings: all, start: 0, end: length };
  const own = all.find(
    heading => titleOf(heading) === normalizedName(name) && heading.level === first.level,
  );
  if (own === undefined) {
    const before = all.filter(({ span }) => span.start < first.span.start);
    return { headings: before, start: 0, end: first.span.start };
  }
  const after = all.filter(({ span }) => span.start > own.span.start);
  const next = after.find(({ level }) => level <= own.level);
  const end = next?.span.start ?? length;
  return { headings: after.filter(({ span }) => span.start < end), start: own.span.end, end };
}

/** Which headings begin a section, and what they say. */
function sectionTitles(
  headings: readonly Heading[],
  { name = '', others = [] }: SectionOwner,
): ReadonlyMap<Heading, SectionTitle> {
  const read = headings.flatMap(heading => {
    const title = readTitle(heading.title);
    return title === undefined
      ? []
      : [{ heading, title, name: normalizedName(nameIn(title.style)) }];
  });
  const known = new Set([name, ...others].map(normalizedName));
  known.add('');
  const versions = read.filter(({ title }) => title.version !== undefined);
  let accepted = versions.filter(found => known.has(found.name));
  if (accepted.length === 0) {
    // The distribution may be called otherwise than the project: one name heads all versions then.
    const common = mostFrequent(versions.map(found => found.name));
    accepted = versions.filter(found => found.name === common);
  }
  const level = mostFrequent(accepted.map(({ heading }) => heading.level).sort((a, b) => a - b));
  // standard-version writes "### [1.0.1](…)" for a patch and "## [1.1.0](…)" for a minor version.
  const sections = accepted.filter(
    ({ heading, title: { style } }) =>
      heading.level === level ||
      style.isBracketed ||
      style.link !== undefined ||
      style.date !== undefined,
  );
  const [newest] = sections;
  const open = read.filter(
    ({ heading, title }) =>
      title.version === undefined &&
      (title.isWeak === undefined ||
        newest === undefined ||
        (heading.level <= newest.heading.level && heading.span.start < newest.heading.span.start)),
  );
  return new Map([...sections, ...open].map(({ heading, title }) => [heading, title]));
}

/** The first of the values that occur most often. */
function mostFrequent<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let most: readonly [T, number] | undefined;
  for (const entry of counts) if (most === undefined || entry[1] > most[1]) most = entry;
  return most?.[0];
}

/** Headings that introduce a changelog. */
const INTRODUCTION =
  /^(?:about|contents|table of contents|toc|format|legend|types of changes|guiding principles|overview|introduction|notes?|versioning|policy|conventions|how to)\b/i;

function unknownHeading(
  text: string,
  headings: readonly Heading[],
  sections: readonly Section[],
): string | undefined {
  const [first] = sections;
  if (first === undefined) return undefined;
  return headings.find(({ level, title, span }, at) => {
    if (level !== first.level || span.start >= first.heading.start) return false;
    const next = headings[at + 1];
    const body = text.slice(span.end, next?.span.start ?? first.heading.start);
    return !INTRODUCTION.test(title) && /^ {0,3}[-*+][ \t]+\S/m.test(body);
  })?.title;
}

interface Heading {
  readonly level: number;
  readonly title: string;
  readonly span: Span;
  readonly underline?: string;
}

/** The title of a heading without the blanks around it and the `#` that may close it (CommonMark, "ATX headings"). */
function withoutClosing(text: string): string {
  const title = withoutTrailing(text, ' \t').replace(/^[ \t]+/, '');
  const open = withoutTrailing(title, '#');
  return open === '' || /[ \t]$/.test(open) ? withoutTrailing(open, ' \t') : title;
}

function headingAt(lines: readonly Line[], line: Line, at: number): Heading | undefined {
  if (line.isOpaque) return undefined;
  const [, marks, rest = ''] = /^ {0,3}(#{1,6})(?![^ \t])(.*)$/.exec(line.text) ?? [];
  if (marks !== undefined)
    return {
      level: marks.length,
      title: withoutClosing(rest),
      span: { start: line.start, end: line.end },
    };
  const under = lines[at + 1];
  if (
    under === undefined ||
    under.isOpaque ||
    !/^ {0,3}[^\s>#*+-]/.test(line.text) ||
    !/^ {0,3}(?:={2,}|-{2,})[ \t]*$/.test(under.text)
  )
    return undefined;
  return {
    level: under.text.includes('=') ? 1 : 2,
    title: line.text.trim(),
    span: { start: line.start, end: under.end },
    underline: under.text.trim(),
  };
}

/** The lines of a text, with what is in code blocks and comments marked. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let fence: string | undefined;
  let isComment = false;
  // It matches wherever it begins: a line ends with a line end or with the text.
  // eslint-disable-next-line regexp/no-super-linear-move
  for (const found of text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)) {
    const [whole, written = '', lineEnd] = found;
    if (whole === '' && found.index === text.length && lines.length > 0) break;
    // A byte order mark is no part of the first line.
    const start = found.index + (found.index === 0 && written.startsWith(BYTE_ORDER_MARK) ? 1 : 0);
    const content = text.slice(start, found.index + written.length);
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(content) ?? [];
    const wasOpaque = fence !== undefined || isComment;
    if (fence !== undefined) {
      if (mark?.startsWith(fence) === true && content.trim() === mark) fence = undefined;
    } else if (isComment) {
      isComment = !content.includes('-->');
    } else if (mark !== undefined) {
      fence = mark;
    } else {
      isComment = content.lastIndexOf('<!--') > content.lastIndexOf('-->');
    }
    lines.push({
      text: content,
      start,
      end: start + content.length,
      isOpaque: wasOpaque || (fence !== undefined && mark !== undefined),
    });
    if (lineEnd === '') break;
  }
  return lines;
}
