import { tagsOf, withoutComments } from './htmlTags';
import type { IndexFile, ProjectFiles, VersionFiles } from './packageIndex';

/**
 * Reads a project page of the Simple API in JSON (PEP 691, 700, 792; "Simple repository API").
 *
 * @throws Error where it is not one, or of a major version that this code does not know
 */
export function readSimpleJson(text: string): ProjectFiles {
  const page = record(JSON.parse(text));
  const apiVersion = record(page['meta'])['api-version'];
  if (typeof apiVersion !== 'string' || !apiVersion.startsWith('1.'))
    throw new Error(`api-version ${String(apiVersion)}`);
  if (!Array.isArray(page['files'])) throw new Error('no files');
  const versions = Array.isArray(page['versions'])
    ? page['versions'].filter(item => typeof item === 'string')
    : undefined;
  const status = optionalText(optionalRecord(page['project-status'])?.['status']);
  return {
    files: page['files'].map(item => simpleFile(record(item))),
    ...(versions !== undefined && { versions }),
    ...(status !== undefined && { status }),
  };
}

/**
 * Reads PyPI's `/pypi/{name}/{version}/json` (PyPI documentation, "JSON API").
 *
 * @throws Error where it is not one
 */
export function readVersionJson(text: string): VersionFiles {
  const page = record(JSON.parse(text));
  const version = record(page['info'])['version'];
  if (typeof version !== 'string' || !Array.isArray(page['urls']))
    throw new Error('no version or files');
  return {
    version,
    files: page['urls'].map(item => {
      const file = record(item);
      return indexFile(file, {
        sha256: optionalRecord(file['digests'])?.['sha256'],
        uploaded: file['upload_time_iso_8601'],
        requiresPython: file['requires_python'],
        yanked: file['yanked'] === true,
        yankedReason: file['yanked_reason'],
      });
    }),
  };
}

function simpleFile(file: Record<string, unknown>): IndexFile {
  const yanked = file['yanked'];
  return indexFile(file, {
    sha256: optionalRecord(file['hashes'])?.['sha256'],
    uploaded: file['upload-time'],
    requiresPython: file['requires-python'],
    // PEP 691: false, true, or the reason; an empty reason is a yank as well.
    yanked: yanked === true || typeof yanked === 'string',
    yankedReason: yanked,
  });
}

interface Named {
  readonly sha256: unknown;
  readonly uploaded: unknown;
  readonly requiresPython: unknown;
  readonly yanked: boolean;
  readonly yankedReason: unknown;
}

function indexFile(file: Record<string, unknown>, named: Named): IndexFile {
  const fileName = optionalText(file['filename']);
  if (fileName === undefined) throw new Error('a file without a name');
  const url = optionalText(file['url']);
  const sha256 = optionalText(named.sha256)?.toLowerCase();
  const uploadedAt = Date.parse(optionalText(named.uploaded) ?? '');
  const yankedReason = optionalText(named.yankedReason);
  const requiresPython = optionalText(named.requiresPython);
  return {
    fileName,
    ...(url !== undefined && { url }),
    ...(typeof file['size'] === 'number' && { size: file['size'] }),
    ...(sha256 !== undefined && { sha256 }),
    ...(!Number.isNaN(uploadedAt) && { uploadedAt }),
    yanked: named.yanked,
    ...(named.yanked && yankedReason !== undefined && { yankedReason }),
    ...(requiresPython !== undefined && { requiresPython }),
  };
}

function record(value: unknown): Record<string, unknown> {
  const found = optionalRecord(value);
  if (found === undefined) throw new Error('not an object');
  return found;
}

function optionalRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const ATTRIBUTE = /([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

/**
 * Reads a project page of the Simple API in HTML (PEP 503, 592, 629, 792). Sizes and upload times are not in it.
 *
 * @param base the address of the page, which links are relative to
 * @throws Error where it is no HTML, or of a major version that this code does not know
 */
export function readSimpleHtml(html: string, base: string): ProjectFiles {
  const text = withoutComments(html);
  if (!/<(?:!doctype|html|body|a|h1|title)\b/i.test(text)) throw new Error('no HTML');
  const meta = new Map(
    [...tagsOf(text, 'meta')].map(({ content }) => {
      const attributes = attributesOf(content);
      return [attributes.get('name') ?? '', attributes.get('content') ?? ''];
    }),
  );
  const apiVersion = meta.get('pypi:repository-version');
  if (apiVersion !== undefined && !apiVersion.startsWith('1.'))
    throw new Error(`repository-version ${apiVersion}`);
  const status = meta.get('pypi:project-status');
  const files = anchorsOf(text).flatMap(({ tag, shown }) => fileOf(attributesOf(tag), shown, base));
  if (files.length === 0 && apiVersion === undefined && !isIndexPage(text))
    throw new Error('no page of a simple index');
  return { files, ...(status !== undefined && { status }) };
}

/** The links of a page, with the text that is shown, which may be inside further tags. */
function anchorsOf(html: string): readonly { readonly tag: string; readonly shown: string }[] {
  const anchors: { tag: string; shown: string }[] = [];
  let open: { readonly tag: string; readonly end: number } | undefined;
  for (const { isEnd, content: tag, start, end } of tagsOf(html, 'a')) {
    if (!isEnd) open = { tag, end };
    else if (open !== undefined) {
      const shown = unescaped(html.slice(open.end, start).replace(/<[^<>]*>/g, '')).trim();
      anchors.push({ tag: open.tag, shown });
      open = undefined;
    }
  }
  return anchors;
}

/**
 * Whether a page without a single file is one of an index: servers call it "Links for demo" (PEP 503), "Simple index" or
 * "Index of /simple/demo". Anything else, such as a page to sign in, says nothing of the project.
 */
function isIndexPage(html: string): boolean {
  return /<(?:title|h1)\b[^<>]*>\s*(?:links for|simple|index of|directory listing)/i.test(html);
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
