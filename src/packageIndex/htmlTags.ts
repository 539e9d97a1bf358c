/** A tag of a page: `<a href="x">` or `</a>`. */
interface Tag {
  readonly isEnd: boolean;
  /** What is between its name and its `>`. */
  readonly content: string;
  readonly start: number;
  /** The place after its `>`. */
  readonly end: number;
}

/** The tags of a name, in order. Each character is read once: a tag that isn't closed is the last one. */
export function* tagsOf(html: string, name: string): Generator<Tag, void> {
  for (let start = html.indexOf('<'); start !== -1;) {
    const isEnd = html.charAt(start + 1) === '/';
    const from = start + (isEnd ? 2 : 1);
    const after = from + name.length;
    if (html.slice(from, after).toLowerCase() === name && !/\w/.test(html.charAt(after))) {
      const close = closeOf(html, after);
      if (close === -1) return;
      yield { isEnd, content: html.slice(after, close), start, end: close + 1 };
      start = html.indexOf('<', close + 1);
    } else start = html.indexOf('<', start + 1);
  }
}

/** Where the `>` of a tag is, which may be in the quotes of a value before; -1 where it is not closed. */
function closeOf(html: string, start: number): number {
  for (let at = start; at < html.length; at++) {
    const char = html.charAt(at);
    if (char === '>') return at;
    if (char !== '"' && char !== "'") continue;
    at = html.indexOf(char, at + 1);
    if (at === -1) return -1;
  }
  return -1;
}

/** A page without its comments. One that isn't closed goes to the end of the page. */
export function withoutComments(html: string): string {
  let result = '';
  let at = 0;
  for (let open = html.indexOf('<!--'); open !== -1; open = html.indexOf('<!--', at)) {
    result += html.slice(at, open);
    const close = html.indexOf('-->', open + 4);
    if (close === -1) return result;
    at = close + 3;
  }
  return result + html.slice(at);
}
