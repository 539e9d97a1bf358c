import * as l10n from '@vscode/l10n';

/**
 * Whether a ref name passes a filter of patterns. Later patterns win: `!pattern` takes out what earlier ones let in, and a
 * later positive pattern lets it in again. Source: GitHub docs, "Filter pattern cheat sheet".
 * @param name a branch or tag without `refs/heads/` or `refs/tags/`, or a path
 */
export function matchesFilter(patterns: readonly string[], name: string): boolean {
  return decidingPattern(patterns, name)?.startsWith('!') === false;
}

/** The last of the patterns that says something about a name, or undefined. */
export function decidingPattern(patterns: readonly string[], name: string): string | undefined {
  return patterns.findLast(pattern => expression(pattern.replace(/^!/, ''))?.test(name) === true);
}

/** What is wrong with a pattern, or undefined. GitHub refuses a workflow with a pattern that it cannot read. */
export function reasonInvalidPattern(pattern: string): string | undefined {
  const body = pattern.replace(/^!/, '');
  if (body === '') return l10n.t('The pattern "{0}" is empty.', pattern);
  if (/^[?+]/.test(body))
    return l10n.t(
      'The pattern "{0}" begins with "{1}", which repeats the character before it.',
      pattern,
      body.charAt(0),
    );
  return expression(body) === undefined
    ? l10n.t('"{0}" is no pattern that GitHub can read.', pattern)
    : undefined;
}

/** The regular expression of a pattern without its `!`; undefined where it is malformed. */
function expression(pattern: string): RegExp | undefined {
  let result = '';
  for (let at = 0; at < pattern.length;) {
    const rest = pattern.slice(at);
    const [text, source] = rest.startsWith('**/')
      ? ['**/', '(?:.*/)?']
      : rest.startsWith('**')
        ? ['**', '.*']
        : rest.startsWith('*')
          ? ['*', '[^/]*']
          : one(rest);
    if (source === undefined) return undefined;
    at += text.length;
    const repeat = /^[?+]/.exec(pattern.slice(at))?.[0] ?? '';
    at += repeat.length;
    result += repeat === '' ? source : `(?:${source})${repeat}`;
  }
  return /^[?+]/.test(pattern) ? undefined : new RegExp(`^${result}$`, 's');
}

/** One character at the start of a pattern: a class, an escaped one, or itself. */
function one(rest: string): readonly [text: string, source: string | undefined] {
  if (rest.startsWith('[')) {
    const set = /^\[([^\]]+)\]/.exec(rest);
    if (set === null) return [rest, undefined];
    const members = (set[1] ?? '').replace(/[\\^[\]]/g, '\\$&');
    // A range that runs backwards.
    const backwards = [...members.matchAll(/(.)-(.)/g)].some(([, from = '', to = '']) => from > to);
    return backwards ? [rest, undefined] : [set[0], `[${members}]`];
  }
  const text =
    rest.startsWith('\\') && rest.length > 1
      ? rest.slice(0, 2)
      : String.fromCodePoint(rest.codePointAt(0) ?? 0);
  return [
    text,
    text
      .slice(text.length > 1 && text.startsWith('\\') ? 1 : 0)
      .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
  ];
}
