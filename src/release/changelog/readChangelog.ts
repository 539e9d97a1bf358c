import { BYTE_ORDER_MARK, type Span } from '../../base/text';
import { readVersion, type WrittenVersion } from '../../versions/writtenVersion';

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
  readonly links: readonly LinkReference[];
  /** The character of its list items. */
  readonly bullet: '-' | '*' | '+';
}

interface Line extends Span {
  readonly text: string;
  /** In a code block or a comment. */
  readonly isOpaque: boolean;
}

/** Reads a changelog in Markdown (CommonMark: ATX and setext headings, fenced code, comments, link references). */
export function readChangelog(text: string): Changelog {
  const lines = linesOf(text);
  const links = lines.flatMap(line => (line.isOpaque ? [] : (linkReference(line) ?? [])));
  const headings = lines.flatMap((line, at) => headingAt(lines, line, at) ?? []);
  // The references at the end belong to the whole file, not to its last section.
  const footer = footerStart(lines, links);
  const sections = headings.flatMap((heading, at): Section[] => {
    const title = readTitle(heading.title);
    if (title === undefined) return [];
    const next = headings
      .slice(at + 1)
      .find(other => other.level <= heading.level || readTitle(other.title) !== undefined);
    const end = next === undefined ? Math.max(footer, heading.span.end) : next.span.start;
    return [
      {
        ...title,
        level: heading.level,
        heading: heading.span,
        ...(heading.underline !== undefined && { underline: heading.underline }),
        body: { start: heading.span.end, end },
      },
    ];
  });
  const unreleased = sections.find(({ version }) => version === undefined);
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
    links,
    bullet: (bullets[0] ?? '-') as Changelog['bullet'],
  };
}

/** Whether nothing is written in a section but headings, comments and blank lines. */
export function isEmptySection({ text }: Changelog, { body }: Section): boolean {
  return linesOf(text.slice(body.start, body.end)).every(
    line =>
      /^\s*(?:#{1,6}(?:\s.*)?|<!--.*-->)?$/.test(line.text) ||
      line.isOpaque ||
      /^ {0,3}\[[^\]]+\]:/.test(line.text),
  );
}

interface Heading {
  readonly level: number;
  readonly title: string;
  readonly span: Span;
  readonly underline?: string;
}

function headingAt(lines: readonly Line[], line: Line, at: number): Heading | undefined {
  if (line.isOpaque) return undefined;
  const [, marks, title = ''] =
    /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/.exec(line.text) ?? [];
  if (marks !== undefined)
    return { level: marks.length, title, span: { start: line.start, end: line.end } };
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

function linkReference({ text, start, end }: Line): LinkReference | undefined {
  const [, before, label, url] = /^( {0,3}\[([^\]]+)\]:[ \t]*<?)([^\s>]+)/.exec(text) ?? [];
  if (before === undefined || label === undefined || url === undefined) return undefined;
  return {
    label,
    url: { start: start + before.length, end: start + before.length + url.length },
    line: { start, end },
  };
}

/** Where the block of link references that ends the file begins; the end of the text where there is none. */
function footerStart(lines: readonly Line[], links: readonly LinkReference[]): number {
  let start = lines.at(-1)?.end ?? 0;
  for (const line of lines.toReversed()) {
    const isLink = links.some(link => link.line.start === line.start);
    if (isLink) start = line.start;
    else if (line.text.trim() !== '' && !/^<!--.*-->\s*$/.test(line.text)) break;
  }
  return start;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let fence: string | undefined;
  let isComment = false;
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

/** What the title of a section says. */
export interface SectionTitle {
  /** Absent for the section of what is not released yet. */
  readonly version?: WrittenVersion;
  readonly style: TitleStyle;
}

/** How a changelog writes the titles of its versions, as far as another title can be written like it. */
export interface TitleStyle {
  /** What stands before the version, such as `v`, `Version ` or `budtiktok `. */
  readonly before: string;
  readonly isBracketed: boolean;
  /** The target of an inline link around the version. */
  readonly link?: string;
  /** How the date follows: ` - 2026-01-31` has ` - ` and ``, ` (2026-01-31)` has ` (` and `)`. */
  readonly date?: { readonly before: string; readonly after: string; readonly separator: string };
}

/** Keep a Changelog 1.1.0, for a changelog without a version to learn from. */
export const KEEP_A_CHANGELOG: TitleStyle = {
  before: '',
  isBracketed: true,
  date: { before: ' - ', after: '', separator: '-' },
};

// "[1.0.0] - 2026-01-31", "1.0.0 (2026-01-31)", "v1.0.0", "[1.0.0](…) (2026-01-31)", "Version 1.0", "budtiktok 1.0.0"
const TITLE =
  /^(\[?)((?:(?:version|release)[ \t]+)?(?:[a-z][\w.]*(?:-[a-z][\w.]*)*[-/@ ]v?|v)?)(\d+(?:\.\d+)+[\w.+-]*)(\]?)(?:\(([^()\s]*)\))?(.*)$/i;
const UNRELEASED = /^(\[?)unreleased(?:[ \t]+changes)?(\]?)(?:\(([^()\s]*)\))?(.*)$/i;
const DATE = /^([ \t]*(?:[-–—:,/|][ \t]*)?\(?)(?:\d{4}([-/.])\d{1,2}\2\d{1,2}|releasedate)(\)?)/i;

/** Reads the title of a heading; undefined where it is neither of a version nor of what is not released. */
export function readTitle(text: string): SectionTitle | undefined {
  const title = text.replace(/^(?:<a\b[^>]*>(?:<\/a>)?[ \t]*)+/i, '');
  const [, open, close, link, rest = ''] = UNRELEASED.exec(title) ?? [];
  if (open !== undefined && (open === '') === (close === ''))
    return { style: styleOf('', open, link, rest) };

  const [, bracket = '', before = '', number, closing = '', target, tail = ''] =
    TITLE.exec(title) ?? [];
  if (number === undefined || (bracket === '') !== (closing === '')) return undefined;
  // "3.11 is supported" is no version's title: what follows one is a date, a remark or nothing.
  if (!/^[ \t]*(?:$|[-–—(:,[/|*_~]|\d{4}|[A-Z][a-z]+ \d|\d{1,2} [A-Z])/.test(tail))
    return undefined;
  const semver = readVersion(number, 'semver');
  const version = semver.problem === undefined ? semver : readVersion(number, 'pep440');
  return version.problem === undefined
    ? { version, style: styleOf(before, bracket, target, tail) }
    : undefined;
}

function styleOf(
  before: string,
  bracket: string,
  link: string | undefined,
  tail: string,
): TitleStyle {
  const [, dateBefore, separator = '-', after = ''] = DATE.exec(tail) ?? [];
  return {
    before,
    isBracketed: bracket !== '',
    ...(link !== undefined && { link }),
    ...(dateBefore !== undefined && { date: { before: dateBefore, after, separator } }),
  };
}

/** Writes the title of a version. @param date as `2026-01-31` */
export function writeTitle(
  style: TitleStyle,
  version: string,
  date: string,
  link?: string,
): string {
  const name = style.isBracketed ? `[${style.before}${version}]` : style.before + version;
  const dated =
    style.date === undefined
      ? ''
      : style.date.before + date.replaceAll('-', style.date.separator) + style.date.after;
  return name + (link === undefined ? '' : `(${link})`) + dated;
}

// GitHub and Gitea "…/compare/v0.1.0...HEAD", GitLab "…/-/compare/v0.1.0...HEAD"
const COMPARE = /^(.*\/compare\/)(.+?)(\.{2,3})(.+)$/;
const RELEASE = /^(.*\/(?:releases\/tag|releases|tags|tree)\/)([^/]+)$/;

/** The two ends of a link that compares two states of a repository. */
export interface CompareLink {
  readonly site: string;
  readonly base: string;
  readonly dots: string;
  readonly head: string;
}

export function readCompareLink(url: string): CompareLink | undefined {
  const [, site, base, dots, head] = COMPARE.exec(url) ?? [];
  return site === undefined || base === undefined || dots === undefined || head === undefined
    ? undefined
    : { site, base, dots, head };
}

/**
 * The link of the next version, like that of the one before it: a comparison goes on from its head, the page of a tag
 * becomes that of the new tag. Undefined where the link is of another kind.
 */
export function nextLink(url: string, tag: string): string | undefined {
  const compared = readCompareLink(url);
  if (compared !== undefined) return compared.site + compared.head + compared.dots + tag;
  const [, pages] = RELEASE.exec(url) ?? [];
  return pages === undefined ? undefined : pages + tag;
}
