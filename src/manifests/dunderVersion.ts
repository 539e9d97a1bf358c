import type { Span } from '../base/text';

/** Files of a Python package in which its `__version__` is commonly kept. */
export const VERSION_MODULES = [
  '__init__.py',
  '_version.py',
  '__version__.py',
  '__about__.py',
  'version.py',
];

// What must not be read as code: comments, and strings of either length. One that is not closed ends with its line or file.
const OPAQUE =
  /#[^\r\n]*|"""(?:\\[^]|[^\\])*?(?:"""|$)|'''(?:\\[^]|[^\\])*?(?:'''|$)|"(?:\\.|[^"\\\r\n])*"?|'(?:\\.|[^'\\\r\n])*'?/g;

/**
 * The text of a literal assignment such as `__version__ = "…"` or `VERSION: str = '…'` between its quotes. It has to be a
 * whole statement of the module. Versions that are computed (`version("pkg")`) have none, and what stands in a string or
 * a comment is no assignment.
 */
export function findAssignment(
  python: string,
  name: string,
): { readonly text: string; readonly span: Span } | undefined {
  if (!python.includes(name) || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return undefined;
  const assignment = new RegExp(
    `^\\uFEFF?${name}[ \\t]*(?::[^=\\r\\n]+)?=[ \\t]*[uU]?(["'])([^"'\\\\\\r\\n]*)\\1[ \\t]*(?=$|[\\r\\n;#])`,
    'gm',
  );
  let opaque: { start: number; end: number }[] | undefined;
  for (const found of python.matchAll(assignment)) {
    const at = found.index;
    opaque ??= [...python.matchAll(OPAQUE)].map(item => ({
      start: item.index,
      end: item.index + item[0].length,
    }));
    if (opaque.some(({ start, end }) => start < at && at < end)) continue;
    const text = found[2] ?? '';
    const start = at + found[0].lastIndexOf(text + (found[1] ?? ''));
    return { text, span: { start, end: start + text.length } };
  }
  return undefined;
}

/** The text of a literal `__version__`. */
export function findDunderVersion(
  python: string,
): { readonly text: string; readonly span: Span } | undefined {
  return findAssignment(python, '__version__');
}
