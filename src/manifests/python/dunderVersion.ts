import type { Span } from '../../base/text';
import { readVersion, type WrittenVersion } from '../../versions/writtenVersion';
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

/** What setup.cfg or setup.py says of the version, as far as it can be read without running it. */
export type SetupVersion =
  | { readonly kind: 'literal'; readonly text: string; readonly span: Span }
  | { readonly kind: 'attr' | 'file'; readonly value: string }
  | { readonly kind: 'code' };

/** `[metadata] version` of a setup.cfg: a literal, `attr: pkg.NAME` or `file: VERSION` (setuptools, "Declarative config"). */
export function readSetupCfg(text: string): SetupVersion | undefined {
  const section = /^\[metadata\][ \t]*\r?$/m.exec(text);
  if (section === null) return undefined;
  const start = section.index + section[0].length;
  const next = /^\[/m.exec(text.slice(start));
  const body = text.slice(start, next === null ? undefined : start + next.index);
  const found = /^version[ \t]*[=:][ \t]*([^\r\n#;]*?)[ \t]*(?=$|[\r\n#;])/m.exec(body);
  if (found === null) return undefined;
  const value = found[1] ?? '';
  const indirect = /^(attr|file):[ \t]*(\S+)$/.exec(value);
  if (indirect !== null)
    return { kind: indirect[1] === 'attr' ? 'attr' : 'file', value: indirect[2] ?? '' };
  const at = start + found.index + found[0].indexOf(value, found[0].search(/[=:]/));
  return value === ''
    ? undefined
    : { kind: 'literal', text: value, span: { start: at, end: at + value.length } };
}

/** The argument `version="…"` of a setup.py that has exactly one. */
export function readSetupPy(text: string): SetupVersion | undefined {
  if (!/\bsetup\s*\(/.test(text)) return undefined;
  const found = [
    ...text.matchAll(/^[^#\r\n]*?\bversion[ \t]*=[ \t]*(?:(["'])([^"'\\\r\n]*)\1|[^=\s])/gm),
  ];
  const [only] = found;
  if (only === undefined) return undefined;
  if (found.length > 1 || only[2] === undefined) return { kind: 'code' };
  const end = only.index + only[0].length - 1;
  return { kind: 'literal', text: only[2], span: { start: end - only[2].length, end } };
}

/** The version of a requirement that names exactly one, and where it stands in the requirement. */
export interface Pin {
  readonly written: WrittenVersion;
  readonly span: Span;
}

// PEP 508: name, extras, one "==" or "===" clause, marker.
const PEP_508 =
  /^\s*[A-Za-z0-9][A-Za-z0-9._-]*\s*(?:\[[^\]]*\])?\s*\(?\s*={2,3}\s*([^\s,;()*]+)\s*\)?\s*(?:;.*)?$/s;
const POETRY = /^\s*(?:={2,3})?\s*(\d[^\s,;()*|]*)\s*$/;

/** Reads a requirement such as `demo[fast] == 1.5.0 ; python_version > "3"`, or a bare `1.5.0` of poetry's tables. */
export function exactPin(requirement: string, isPoetry: boolean): Pin | undefined {
  const found = (isPoetry ? POETRY : PEP_508).exec(requirement);
  const text = found?.[1];
  if (text === undefined) return undefined;
  const written = readVersion(text, 'pep440');
  const operator = /={2,3}\s*/.exec(requirement);
  const start = requirement.indexOf(
    text,
    operator === null ? 0 : operator.index + operator[0].length,
  );
  return written.problem === undefined
    ? { written, span: { start, end: start + text.length } }
    : undefined;
}

/** The specifier set of a PEP 508 requirement, without name, extras and marker; empty where it has none. */
export function specifiersOf(requirement: string): string {
  return (
    /^\s*[A-Za-z0-9][A-Za-z0-9._-]*\s*(?:\[[^\]]*\])?\s*\(?([^;()]*)\)?/
      .exec(requirement)?.[1]
      ?.trim() ?? ''
  );
}
