import { BYTE_ORDER_MARK, type Span } from '../../base/text';
import { readTitle, type SectionTitle } from './heading';

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
