import type { Span } from './text';

/** Files of a Python package in which its `__version__` is commonly kept. */
export const VERSION_MODULES = ['__init__.py', '_version.py', '__version__.py', '__about__.py', 'version.py'];

// What must not be read as code: comments, and strings of either length. One that is not closed ends with its line or file.
const OPAQUE = /#[^\r\n]*|"""(?:\\[^]|[^\\])*?(?:"""|$)|'''(?:\\[^]|[^\\])*?(?:'''|$)|"(?:\\.|[^"\\\r\n])*"?|'(?:\\.|[^'\\\r\n])*'?/g;

// `__version__ = "…"` or `__version__: str = "…"` as a whole statement of the module.
const ASSIGNMENT = /^\uFEFF?__version__[ \t]*(?::[^=\r\n]+)?=[ \t]*[uU]?(["'])([^"'\\\r\n]*)\1[ \t]*(?=$|[\r\n;#])/gm;

/**
 * The text of a literal `__version__` between its quotes. Versions that are computed (`version("pkg")`) have none, and
 * what stands in a string or a comment is no assignment.
 */
export function findDunderVersion(python: string): { readonly text: string; readonly span: Span } | undefined {
  if (!python.includes('__version__')) return undefined;
  const opaque = [...python.matchAll(OPAQUE)].map(found => ({ start: found.index, end: found.index + found[0].length }));
  for (const found of python.matchAll(ASSIGNMENT)) {
    const at = found.index;
    if (opaque.some(({ start, end }) => start < at && at < end)) continue;
    const text = found[2] ?? '';
    const start = at + found[0].lastIndexOf(text + (found[1] ?? ''));
    return { text, span: { start, end: start + text.length } };
  }
  return undefined;
}
