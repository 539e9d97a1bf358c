import * as path from 'node:path';
import { normalizedName } from '../../base/names';
import { relativePath } from '../../base/paths';
import { ForeignLocks, isForeignLock } from '../locks/foreignLocks';
import type { Package } from '../package';
import { isAside } from '../scan/repositoryFiles';
import type { ManifestIndex } from '../scan/manifestIndex';
import { isManifestVersion, type Place } from './foreignManifests';
import { isInstallSnippet } from './installSnippets';
import type { ReleaseToolLists } from './releaseTools';

/** release-please, "Updating arbitrary files": a mark in the line, or a line between two marks. */
function isMarked({ line, text, span }: Place): boolean {
  const start = text.lastIndexOf('x-release-please-start-version', span.start);
  return (
    /x-release-please-version\b/.test(line) ||
    (start !== -1 && text.lastIndexOf('x-release-please-end', span.start) < start)
  );
}

/** The version as another release tool keeps it in its own table: bump-my-version, bump2version, bumpver, tbump, commitizen. */
function isCurrentOfTool({ name, text, line, span }: Place): boolean {
  if (/(?:^|\/)\.?cz\.(?:ya?ml|json)$/.test(name)) return /^"?version"?\s*:/.test(line);
  if (!/^(?:current|(?:current_)?version)\s*=/.test(line)) return false;
  const table = text
    .slice(0, span.start)
    .split(/^\[(?!\[)/m)
    .at(-1)
    ?.split(']', 1)[0];
  if (line.startsWith('current_version'))
    return /^(?:tool\.)?(?:bumpversion|bumpver)$/.test(table ?? '');
  return line.startsWith('current')
    ? table === 'tool.tbump.version' || (table === 'version' && name.endsWith('tbump.toml'))
    : table === 'tool.commitizen' && name.endsWith('.toml');
}

/** A constant whose name says that it is the version, and not one of a protocol or a limit. */
const RUST =
  /^(?:pub(?:\([a-z]+\))?\s+)?(?:const|static)\s+([A-Z_]+):\s*&(?:'static\s+)?str\s*=\s*"[^"]*";/;
const MODULE_ATTRIBUTE = /\.add\(\s*"__version\w*__",\s*"[^"]*"\s*\)/;
const PYTHON = /^(__version__|[A-Z_]+)(?:\s*:\s*[\w.[\]]+)?\s*=\s*(["'])[^"']*\2(?:\s*#.*)?$/;
const TYPESCRIPT = /^export const (__version__|[A-Z_]+)(?::\s*string)?\s*=\s*(["'])[^"']*\2;?$/;
const JAVA =
  /^(?:(?:public|private|protected)\s+)?static\s+final\s+String\s+([A-Z_]+)\s*=\s*"[^"]*";$/;
const C = /^#define\s+([A-Z_]+)\s+"[^"]*"$/;

/** Says which places hold the version of a package for certain, so that they move without a question. */
export class CertainPlaces {
  readonly #locks = new ForeignLocks();
  readonly #modules: readonly string[];
  readonly #name: string;
  /** The names of the package and of the crates that move with it. */
  readonly #names: readonly string[];
  /** The folders of its manifests, below the root. */
  readonly #folders: readonly string[];

  constructor(
    index: ManifestIndex,
    pkg: Package,
    private readonly tools: ReleaseToolLists,
  ) {
    this.#name = normalizedName(pkg.name);
    this.#names = [this.#name, ...pkg.crates.map(normalizedName)];
    this.#folders = pkg.sites.map(({ file }) => relativePath(index.root, path.dirname(file)));
    this.#modules = [...new Set([pkg.manifest, ...pkg.sites.map(({ file }) => file)])].flatMap(
      file => {
        const manifest = index.get(file);
        return manifest?.kind === 'pyproject' ? manifest.pyproject.modulePaths(undefined) : [];
      },
    );
  }

  /** Whether another release tool is configured to change the line, or marked to. */
  isListed(place: Place): boolean {
    return (
      isMarked(place) ||
      this.#isOwnComponent(place) ||
      (this.#isOwnFolder(place) && isCurrentOfTool(place)) ||
      this.tools.includes(place)
    );
  }

  /** Whether a file is in the root or beside a manifest of the package. */
  #isOwnFolder({ name }: Place): boolean {
    const folder = path.posix.dirname(name);
    return folder === '.' || this.#folders.includes(folder);
  }

  isCertain(place: Place): boolean {
    const { name } = place;
    if (isForeignLock(name)) return this.#locks.isOwnEntry(place) && !isAside(name);
    if (/(?:^|\/)package\.json$/.test(name) && isOfOwnScope(place)) return true;
    if (this.#isOwnWheel(place)) return true;
    if (isInstallSnippet(place, this.#names)) return true;
    if (isManifestVersion(place))
      return !isAside(
        name.replace(/(?:^|\/)docs?\/(?:source\/)?(?:conf\.py|Doxyfile(?:\.in)?)$/, ''),
      );
    return this.#isOwnConstant(place);
  }

  /** Whether a manifest of another tool is about this repository or names the package: 1.2.0 is no chance there. */
  isNamedManifest(place: Place): boolean {
    const { name, text } = place;
    if (!isManifestVersion(place) || isAside(name)) return false;
    if (/^(?:CITATION\.cff|codemeta\.json|\.zenodo\.json)$/.test(name)) return true;
    const [, named = ''] =
      /\b(?:pkg)?name["']?\s*[:=]\s*["']?(?:@[\w.-]+\/)?([\w.-]+)/i.exec(text) ?? [];
    return this.#names.includes(normalizedName(named));
  }

  /** release-please keeps the version of each component by its folder. */
  #isOwnComponent({ name, text, span }: Place): boolean {
    if (name !== '.release-please-manifest.json') return false;
    const component = /"([^"]+)"\s*:\s*"$/.exec(text.slice(0, span.start))?.[1];
    return this.#folders.some(folder => folder === (component === '.' ? '' : component));
  }

  /** The name of a wheel of the package (PEP 427). Prose may name an older one. */
  #isOwnWheel({ name, text, span }: Place): boolean {
    const before = text.slice(Math.max(0, span.start - 100), span.start);
    return (
      before.endsWith('-') &&
      normalizedName(
        before
          .slice(0, -1)
          .split(/[^\w.]/)
          .at(-1) ?? '',
      ) === this.#name &&
      /^-[\w.]{1,60}-[\w.]{1,60}-[\w.]{1,80}\.whl\b/.test(text.slice(span.end, span.end + 300)) &&
      !isAside(name) &&
      !/\.(?:md|rst|txt|adoc)$/i.test(name)
    );
  }

  /** A constant in a Python module of the package, or in another language. */
  #isOwnConstant({ file, name, line, start }: Place): boolean {
    const isIndented = start.column > line.search(/\d/);
    switch (path.extname(file)) {
      case '.py': {
        const module = this.#modules.find(dir => file.startsWith(dir + path.sep));
        return (
          !isIndented &&
          module !== undefined &&
          !isAside(relativePath(module, file)) &&
          isVersionName(PYTHON.exec(line)?.[1])
        );
      }
      case '.bzl':
        return !isIndented && !isAside(name) && isVersionName(PYTHON.exec(line)?.[1]);
      case '.rs':
        return (
          !isAside(name) && (MODULE_ATTRIBUTE.test(line) || isVersionName(RUST.exec(line)?.[1]))
        );
      case '.h':
      case '.hpp':
        return !isAside(name) && isVersionName(C.exec(line)?.[1]);
      case '.java':
        return (
          !isAside(name.replace(/(?:^|\/)src\/main\/java\/.*/, '')) &&
          isVersionName(JAVA.exec(line)?.[1])
        );
      case '.ts':
        return !isIndented && !isAside(name) && isVersionName(TYPESCRIPT.exec(line)?.[1]);
      default:
        return false;
    }
  }
}

function isVersionName(name: string | undefined): boolean {
  return (
    name === '__version__' ||
    (name !== undefined &&
      /(?:^|_)VERSION$/.test(name) &&
      !/(?:^|_)(?:MIN|MAX|API|ABI|PROTOCOL|SCHEMA|FORMAT|SUPPORTED|REQUIRED|COMPAT|SINCE|FROM|OLD|PREV|PREVIOUS|LAST|NEXT|TEST|SPEC|WIRE|FILE)_/.test(
        name,
      ))
  );
}

/** An exact requirement of a package.json on a package of its own scope or name, such as the binary of one platform. */
function isOfOwnScope({ text, line, version }: Place): boolean {
  const name = /"name"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  const scope = /^@[^/]+\/|.+/.exec(name ?? '')?.[0];
  const [, required, written] = /^"([^"]+)"\s*:\s*"([^"]+)",?$/.exec(line) ?? [];
  return (
    scope !== undefined &&
    written === version &&
    (required?.startsWith(scope.endsWith('/') ? scope : `@${scope}/`) === true ||
      required?.startsWith(`${name ?? scope}-`) === true)
  );
}
