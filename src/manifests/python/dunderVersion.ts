import type { Span } from '../../base/text';
import { readVersion, type WrittenVersion } from '../../versions/writtenVersion';
/** Files of a Python package in which its `__version__` is commonly kept. */
export const VERSION_MODULES = [
  '__init__.py',
  '_version.py',
  '__version__.py',
  '__about__.py',
  '_about.py',
  'about.py',
  '__meta__.py',
  '__pkginfo__.py',
  'version.py',
];

// What must not be read as code: comments, and strings of either length. One that is not closed ends with its line or file.
const OPAQUE =
  /#[^\r\n]*|"""(?:\\[^]|[^\\])*?(?:"""|$)|'''(?:\\[^]|[^\\])*?(?:'''|$)|"(?:\\.|[^"\\\r\n])*"?|'(?:\\.|[^'\\\r\n])*'?/g;

/** A literal in Python: its version and the characters that hold it. */
export interface Literal {
  readonly text: string;
  readonly span: Span;
  /** `(1, 5, 3)`: the text is `1.5.3`, and the span holds `1, 5, 3`. */
  readonly form?: 'tuple';
  /** Whether the statement is indented, as in a condition. */
  readonly isNested: boolean;
}

const NUMBERS = /^(\d+)[ \t]*,[ \t]*(\d+)[ \t]*,[ \t]*(\d+)$/;

/**
 * The literals that a module assigns to a name: `NAME = "…"`, annotated, chained (`a = NAME = "…"`), in parentheses, in
 * triple quotes, indented, and tuples of three numbers. Each is a whole statement. A computed version
 * (`version("pkg")`) has none, and what a string or a comment holds is no assignment.
 */
export function findAssignments(python: string, name: string): readonly Literal[] {
  if (!python.includes(name) || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return [];
  const assignment = new RegExp(
    `^\\uFEFF?[ \\t]*(?:[A-Za-z_]\\w*[ \\t]*=[ \\t]*){0,8}?${name}[ \\t]*(?::[^=\\r\\n]+)?=[ \\t]*(?:[A-Za-z_]\\w*[ \\t]*=[ \\t]*){0,8}` +
      `(?:(\\([ \\t]*)?[uU]?("""|'''|["'])([^"'\\\\\\r\\n]*)\\2[ \\t]*(\\))?|(\\([ \\t]*)([\\d, \\t]+)\\))[ \\t]*(?=$|[\\r\\n;#])`,
    'gm',
  );
  let opaque: { start: number; end: number }[] | undefined;
  let next = 0;
  const literals: Literal[] = [];
  for (const found of python.matchAll(assignment)) {
    const at = found.index;
    opaque ??= [...python.matchAll(OPAQUE)].map(item => ({
      start: item.index,
      end: item.index + item[0].length,
    }));
    while ((opaque[next]?.end ?? Infinity) <= at) next++;
    if ((opaque[next]?.start ?? Infinity) < at) continue;
    const isNested = /^\uFEFF?[ \t]/.test(found[0]);
    const [whole, opened, quotes = '', text, closed, tuple, items = ''] = found;
    if (tuple !== undefined) {
      const trimmed = items.trim();
      const numbers = NUMBERS.exec(trimmed);
      if (numbers === null) continue;
      const start = at + whole.lastIndexOf(trimmed);
      const span = { start, end: start + trimmed.length };
      literals.push({ text: numbers.slice(1).join('.'), span, form: 'tuple', isNested });
    } else if (text !== undefined && (opened === undefined) === (closed === undefined)) {
      const start = at + whole.lastIndexOf(text + quotes);
      literals.push({ text, span: { start, end: start + text.length }, isNested });
    }
  }
  return literals;
}

/** The first literal string that a module assigns to a name at its top level. */
export function findAssignment(python: string, name: string): Literal | undefined {
  return findAssignments(python, name).find(
    ({ form, isNested }) => form === undefined && !isNested,
  );
}

/** The literals of `__version__` and of the tuples beside it. */
export function findVersionLiterals(python: string): readonly Literal[] {
  return [
    ...findAssignments(python, '__version__'),
    ...['version_info', '__version_info__', 'VERSION_INFO', 'version_tuple', '__version_tuple__']
      .flatMap(name => findAssignments(python, name))
      .filter(({ form, isNested }) => form === 'tuple' && !isNested),
  ];
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
  const found = /^version[ \t]*[=:]([^\r\n#;]*)/m.exec(body);
  if (found === null) return undefined;
  const written = found[1] ?? '';
  const value = written.trim();
  const indirect = /^(attr|file):[ \t]*(\S+)$/.exec(value);
  if (indirect !== null)
    return { kind: indirect[1] === 'attr' ? 'attr' : 'file', value: indirect[2] ?? '' };
  const lead = written.length - written.trimStart().length;
  const at = start + found.index + found[0].length - written.length + lead;
  return value === ''
    ? undefined
    : { kind: 'literal', text: value, span: { start: at, end: at + value.length } };
}

/**
 * The argument `version="…"` of a setup.py that has exactly one; also `version=NAME` of a name that the file sets, and the
 * text of a file that is read as a whole.
 */
export function readSetupPy(text: string): SetupVersion | undefined {
  if (!/\bsetup\s*\(/.test(text)) return undefined;
  const found = [
    ...text.matchAll(
      /^[^#\r\n\u2028\u2029]*?\bversion[ \t]*=[ \t]*(?:(["'])([^"'\\\r\n]*)\1|[^=\s])/gm,
    ),
  ];
  const [only] = found;
  if (only === undefined) return undefined;
  const end = only.index + only[0].length - 1;
  if (found.length === 1 && only[2] !== undefined)
    return { kind: 'literal', text: only[2], span: { start: end - only[2].length, end } };
  const call = text.slice(text.search(/\bsetup\s*\(/));
  const [argument, ...more] = call.matchAll(
    /[(,\s]version[ \t]*=[ \t]*(?:([A-Za-z_]\w*)[ \t]*(?=[,)\r\n])|open\((["'])([\w./-]+)\2[^()\r\n]*\)\.read\(\)(?:\.r?strip\(\))?)?/g,
  );
  if (argument === undefined || more.length > 0) return { kind: 'code' };
  const [, name, , file] = argument;
  if (file !== undefined) return { kind: 'file', value: file };
  const assigned = name === undefined ? undefined : findAssignment(text, name);
  return assigned === undefined
    ? { kind: 'code' }
    : { kind: 'literal', text: assigned.text, span: assigned.span };
}

/** The name of the distribution, where setup.cfg or setup.py holds it as a literal. */
export function readSetupName(text: string): string | undefined {
  return (
    /^\[metadata\][^[]*?^name[ \t]*[=:][ \t]*([\w.-]+)[ \t]*$/m.exec(text)?.[1] ??
    /\bsetup\s*\((?:[^#]*?[\s,(])?name[ \t]*=[ \t]*(["'])([\w.-]+)\1/.exec(text)?.[2]
  );
}

/** The version of a requirement that names exactly one, and where it is in the requirement. */
export interface Pin {
  readonly written: WrittenVersion;
  readonly span: Span;
}

// PEP 508: name, extras, one "==" or "===" clause, marker.
const PEP_508 =
  /^\s*[A-Za-z0-9][A-Za-z0-9._-]*\s*(?:\[[^\]]*\]\s*)?(?:\(\s*)?={2,3}\s*([^\s,;()*]+)\s*(?:\)\s*)?(?:;.*)?$/s;
const POETRY = /^\s*(?:={2,3}\s*)?(\d[^\s,;()*|]*)\s*$/;

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

/** The packages that a setup.py names as literals, below the folders of its `package_dir`. */
export function readSetupPackages(text: string): readonly string[] {
  const literals = (list: string) =>
    [...list.matchAll(/(["'])([\w./-]*)\1/g)].map(found => found[2] ?? '');
  const own = literals(setupArgument(text, 'name', /[,\r\n]/))
    .slice(0, 1)
    .map(name => name.replace(/[-.]/g, '_'));
  const names = [
    ...literals(setupArgument(text, 'packages', ']')),
    ...own.flatMap(name => [name, name.toLowerCase()]),
  ];
  // {"": "src"}: the folder below which all packages are.
  const dirs = literals(setupArgument(text, 'package_dir', '}'));
  const roots = dirs.filter((_, index) => index % 2 === 1 && dirs[index - 1] === '');
  return [...new Set(names)].flatMap(name =>
    (roots.length === 0 ? ['', 'src', 'python'] : roots).map(root =>
      [root, ...name.split('.')].filter(part => part !== '').join('/'),
    ),
  );
}

/** The text of an argument of `setup()` up to what ends it. */
function setupArgument(text: string, name: string, end: string | RegExp): string {
  for (const { 0: found, index } of text.matchAll(new RegExp(`\\b${name}[ \\t]*=`, 'g'))) {
    const line = text.slice(text.lastIndexOf('\n', index) + 1, index);
    if (line.includes('#')) continue;
    const rest = text.slice(index + found.length, index + found.length + 10_000);
    return rest.split(end, 1)[0] ?? '';
  }
  return '';
}
