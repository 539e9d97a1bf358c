import * as path from 'node:path';
import { globMatches } from '../cargo/cargoWorkspaces';
import { parseJson } from '../jsonDocument';
import type { Package } from '../package';
import { RepositoryPatterns } from '../repositoryPattern';
import type { ManifestIndex } from '../scan/manifestIndex';
import { parseToml } from '../toml';
import { CONFIGURATIONS, CURRENT, type Lines } from './releaseToolConfigs';

interface Listed {
  /** Absolute path, with wildcards. */
  readonly files: string;
  readonly lines: Lines;
}

/** The files that other release tools of a repository are configured to change. */
export class ReleaseToolLists {
  readonly #patterns = new RepositoryPatterns();

  constructor(private readonly listed: readonly Listed[]) {}

  /** Whether a tool changes the version in a line of a file. */
  includes(file: string, line: string, version: string): boolean {
    return this.listed.some(
      ({ files, lines }) => globMatches(files, file) && this.#isChanged(lines, line, version),
    );
  }

  #isChanged(lines: Lines, line: string, version: string): boolean {
    switch (lines.kind) {
      case 'all':
        return true;
      case 'template':
        return line.includes(lines.text.replaceAll(CURRENT, version));
      case 'pattern':
        return (
          line.includes(lines.text) ||
          this.#patterns.test(lines.text.replaceAll(CURRENT, version), line)
        );
    }
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
  switch (path.extname(file)) {
    case '.toml':
      return parseToml(file, text);
    case '.json':
      return parseJson(file, text);
    default:
      return undefined;
  }
}
