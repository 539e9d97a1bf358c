import * as path from 'node:path';
import type { Span } from '../../base/text';
import { globMatches } from '../cargo/cargoWorkspaces';
import { JsonDocument } from '../jsonDocument';
import type { KeyedDocument } from '../keyedDocument';
import type { Package } from '../package';
import { RepositoryPatterns } from '../repositoryPattern';
import type { ManifestIndex } from '../scan/manifestIndex';
import { ManifestError } from '../question';
import { TomlDocument } from '../toml';
import { YamlDocument } from '../yamlDocument';
import type { Place } from './foreignManifests';
import { CONFIGURATIONS, CURRENT, type Lines } from './releaseToolConfigs';

interface Listed {
  /** Absolute path, with wildcards. */
  readonly files: string;
  readonly lines: Lines;
}

/** The files that other release tools of a repository are configured to change. */
export class ReleaseToolLists {
  readonly #patterns = new RepositoryPatterns();
  /** Where values begin, by file and key: a file is not parsed for each of its places. */
  readonly #starts = new Map<string, number | undefined>();

  constructor(private readonly listed: readonly Listed[]) {}

  /** Whether a tool changes a version. */
  includes(place: Place): boolean {
    return this.listed.some(
      ({ files, lines }) => globMatches(files, place.file) && this.#isChanged(lines, place),
    );
  }

  #isChanged(lines: Lines, { file, text, line, span, version }: Place): boolean {
    switch (lines.kind) {
      case 'all':
        return true;
      case 'template': {
        // A search of several lines is compared without its indentation, which INI files lose.
        const before = blank(lines.before).trimStart();
        const after = blank(lines.after).trimEnd();
        return (
          blank(
            text.slice(Math.max(0, span.start - 2 * lines.before.length - 200), span.start),
          ).endsWith(before) &&
          blank(text.slice(span.end, span.end + 2 * lines.after.length + 200)).startsWith(after)
        );
      }
      case 'key':
        return this.#startOf(file, text, lines.key) === span.start;
      case 'pattern':
        return (
          line.includes(lines.text) ||
          this.#patterns.test(lines.text.replaceAll(CURRENT, version), line)
        );
    }
  }

  #startOf(file: string, text: string, key: readonly string[]): number | undefined {
    const id = JSON.stringify([file, key]);
    if (!this.#starts.has(id)) this.#starts.set(id, spanOf(file, text, key)?.start);
    return this.#starts.get(id);
  }
}

function blank(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function spanOf(file: string, text: string, key: readonly string[]): Span | undefined {
  try {
    return keyedDocument(file, text)?.span(key);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return undefined;
  }
}

/** The configurations that cargo-release reads beside a crate; a workspace may have hundreds. */
const OF_CRATES: ReadonlySet<string> = new Set(['Cargo.toml', 'release.toml']);

/**
 * Reads the lists of other release tools in the root, beside the manifest of a package and beside the crates that move with it.
 * A list that can't be read counts for nothing.
 */
export async function readReleaseToolLists(
  index: ManifestIndex,
  pkg: Package,
): Promise<ReleaseToolLists> {
  const own = [index.root, path.dirname(pkg.manifest)];
  const lists = await Promise.all(
    [...new Set([...own, ...crateFolders(index, pkg)])].flatMap(dir =>
      CONFIGURATIONS.filter(([name]) => own.includes(dir) || OF_CRATES.has(name)).map(
        async ([name, read]) => {
          const file = path.join(dir, name);
          const text = await index.reader.read(file).catch(() => undefined);
          if (text === undefined) return [];
          try {
            return read(parse(file, text), text).map(({ files, lines }) => ({
              files: path.resolve(dir, files.replace(/^\/+/, '')),
              lines,
            }));
          } catch {
            return [];
          }
        },
      ),
    ),
  );
  return new ReleaseToolLists(lists.flat());
}

/** The folders of the crates that move with a package. */
function crateFolders(index: ManifestIndex, { crates }: Package): string[] {
  return index.files.flatMap(file => {
    const manifest = index.get(file);
    const name = manifest?.kind === 'cargo' ? manifest.cargo.package?.name : undefined;
    return name !== undefined && crates.includes(name) ? [path.dirname(file)] : [];
  });
}

function parse(file: string, text: string): unknown {
  return keyedDocument(file, text)?.value([]);
}

function keyedDocument(
  file: string,
  text: string,
): Pick<KeyedDocument, 'value' | 'span'> | undefined {
  switch (path.extname(file)) {
    case '.toml':
      return new TomlDocument(file, text);
    case '.json':
      return new JsonDocument(file, text);
    case '.yaml':
    case '.yml':
      return new YamlDocument(file, text);
    default:
      return undefined;
  }
}
