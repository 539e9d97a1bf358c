import type { Span } from '../base/text';

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
