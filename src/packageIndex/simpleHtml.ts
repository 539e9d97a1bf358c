import type { IndexFile, ProjectFiles } from './model';

const ANCHOR = /<a\b((?:[^>"']|"[^"]*"|'[^']*')*)>([^<]*)<\/a\s*>/gi;
const META = /<meta\b((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
const ATTRIBUTE = /([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

/**
 * Reads a project page of the Simple API in HTML (PEP 503, 592, 629, 792). Sizes and upload times are not in it.
 *
 * @param base the address of the page, which links are relative to
 * @throws Error where it is no HTML, or of a major version that this code does not know
 */
export function readSimpleHtml(html: string, base: string): ProjectFiles {
  const text = html.replace(/<!--[^]*?-->/g, '');
  if (!/<(?:!doctype|html|body|a|h1|title)\b/i.test(text)) throw new Error('no HTML');
  const meta = new Map(
    [...text.matchAll(META)].map(([, tag = '']) => {
      const attributes = attributesOf(tag);
      return [attributes.get('name') ?? '', attributes.get('content') ?? ''];
    }),
  );
  const apiVersion = meta.get('pypi:repository-version');
  if (apiVersion !== undefined && !apiVersion.startsWith('1.'))
    throw new Error(`repository-version ${apiVersion}`);
  const status = meta.get('pypi:project-status');
  return {
    files: [...text.matchAll(ANCHOR)].flatMap(([, tag = '', shown = '']) =>
      fileOf(attributesOf(tag), unescaped(shown).trim(), base),
    ),
    ...(status !== undefined && { status }),
  };
}

function fileOf(
  attributes: ReadonlyMap<string, string>,
  fileName: string,
  base: string,
): IndexFile[] {
  const href = attributes.get('href');
  // A page may link to other things, such as its parent folder; a distribution has a name with an extension.
  if (href === undefined || !/^[^/\\]+\.\w+$/.test(fileName)) return [];
  const url = addressOf(href, base);
  const [, sha256] = /^#sha256=([0-9a-f]{64})$/i.exec(url?.hash ?? '') ?? [];
  const yankedReason = attributes.get('data-yanked');
  const requiresPython = attributes.get('data-requires-python');
  if (url !== undefined) url.hash = '';
  return [
    {
      fileName,
      ...(url !== undefined && { url: url.href }),
      ...(sha256 !== undefined && { sha256: sha256.toLowerCase() }),
      yanked: yankedReason !== undefined,
      ...(yankedReason !== undefined && yankedReason !== '' && { yankedReason }),
      ...(requiresPython !== undefined && requiresPython !== '' && { requiresPython }),
    },
  ];
}

function addressOf(href: string, base: string): URL | undefined {
  try {
    return new URL(href, base);
  } catch {
    return undefined;
  }
}

function attributesOf(tag: string): Map<string, string> {
  return new Map(
    [...tag.matchAll(ATTRIBUTE)].map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      unescaped(double ?? single ?? bare ?? ''),
    ]),
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
};

function unescaped(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
