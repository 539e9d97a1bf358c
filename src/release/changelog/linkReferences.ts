import type { Line, LinkReference } from './readChangelog';

/** The link reference that a line defines (CommonMark, "Link reference definitions"), or undefined. */
export function linkReference({ text, start, end }: Line): LinkReference | undefined {
  const [, before, label, url] = /^( {0,3}\[([^\]]+)\]:[ \t]*<?)([^\s>]+)/.exec(text) ?? [];
  if (before === undefined || label === undefined || url === undefined) return undefined;
  return {
    label,
    url: { start: start + before.length, end: start + before.length + url.length },
    line: { start, end },
  };
}

/** Where the block of link references that ends the file begins; the end of the text where there is none. */
export function footerStart(lines: readonly Line[], links: readonly LinkReference[]): number {
  const starts = new Set(links.map(({ line }) => line.start));
  let start = lines.at(-1)?.end ?? 0;
  for (const line of lines.toReversed()) {
    if (starts.has(line.start)) start = line.start;
    else if (line.text.trim() !== '' && !/^<!--.*-->\s*$/.test(line.text)) break;
  }
  return start;
}
