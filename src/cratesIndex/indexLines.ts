/** One version of a crate, as a line of the index holds it. */
export interface CrateVersion {
  /** As SemVer. */
  readonly version: string;
  readonly yanked: boolean;
  /** SHA-256 of the .crate file, in hexadecimal digits. */
  readonly checksum?: string;
  /** The oldest Rust that builds it. */
  readonly rustVersion?: string;
  /** Milliseconds since 1970, where the registry says it. */
  readonly publishedAt?: number;
}

/** What an index says about a crate. */
export interface CrateVersions {
  /** The crate's name as the registry spells it. */
  readonly name: string;
  readonly versions: readonly CrateVersion[];
  /** How many lines could not be read. A version can be in one of them. */
  readonly unread: number;
}

/**
 * Reads the file of a crate (Cargo reference, "Index Format"): one JSON object a line. As in cargo, a line that cannot be
 * read does not hide the others.
 *
 * @throws Error where no line can be read
 */
export function readIndexLines(text: string, crate: string): CrateVersions {
  const lines = text.split('\n').filter(line => line.trim() !== '');
  const read = lines.map(readLine);
  const found = read.flatMap(line =>
    line !== undefined && sameCrate(line.name, crate) ? [line] : [],
  );
  const [first] = found;
  if (first === undefined) throw new Error(lines.length === 0 ? 'empty' : 'no line of this crate');
  return {
    name: first.name,
    versions: found.map(line => line.version),
    unread: lines.length - found.length,
  };
}

/** The name that registries compare: crates.io takes `a-b`, `a_b` and `A-B` for one name. */
export function canonicalCrate(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

function sameCrate(one: string, other: string): boolean {
  return canonicalCrate(one) === canonicalCrate(other);
}

function readLine(
  line: string,
): { readonly name: string; readonly version: CrateVersion } | undefined {
  let fields: Record<string, unknown>;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return undefined;
    fields = value as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const text = (key: string): string | undefined => {
    const value = fields[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [name, version] = [text('name'), text('vers')];
  // A line of cargo always has `yanked`; without it nothing is known of the version.
  if (name === undefined || version === undefined || typeof fields['yanked'] !== 'boolean')
    return undefined;
  const checksum = text('cksum')?.toLowerCase();
  const rustVersion = text('rust_version');
  const publishedAt = Date.parse(text('pubtime') ?? '');
  return {
    name,
    version: {
      version,
      yanked: fields['yanked'],
      ...(checksum !== undefined && { checksum }),
      ...(rustVersion !== undefined && { rustVersion }),
      ...(!Number.isNaN(publishedAt) && { publishedAt }),
    },
  };
}
