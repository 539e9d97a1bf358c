import * as path from 'node:path';
import { normalizedName } from '../../base/names';
import { relativePath } from '../../base/paths';
import type { Position, Span } from '../../base/text';
import { JsonDocument } from '../jsonDocument';
import type { Package } from '../package';
import { ManifestError } from '../question';
import { isAside } from '../scan/repositoryFiles';
import type { ManifestIndex } from '../scan/manifestIndex';
import type { ReleaseToolLists } from './releaseTools';

/** A line with the version of the package, outside the known sites. */
export interface Place {
  readonly file: string;
  /** Path below the root, with `/`. */
  readonly name: string;
  /** The whole file. */
  readonly text: string;
  readonly line: string;
  readonly span: Span;
  readonly start: Position;
  readonly version: string;
}

/** Files of other tools that hold one version, with the line that holds it. Nested keys are about something else. */
const MANIFESTS: readonly (readonly [file: RegExp, line: RegExp])[] = [
  // bump-my-version and bumpversion, in a file of any name
  [/\.(?:cfg|toml)$/, /^current_version\s*=/],
  // RubyGems
  [/(?:^|\/)version\.rb$/, /^VERSION\s*=\s*(["'])[^"']*\1(?:\.freeze)?$/],
  // Composer
  [/(?:^|\/)composer\.json$/, /^"version"\s*:/],
  // Julia
  [/(?:^|\/)Project\.toml$/, /^version\s*=/],
  // Gradle
  [/(?:^|\/)gradle\.properties$/, /^(?:project|lib(?:rary)?)?\.?version(?:Name)?\s*=/i],
  // MSBuild
  [
    /(?:\.csproj|(?:^|\/)Directory\.Build\.props)$/,
    /^<(?:Package)?Version>[^<]*<\/(?:Package)?Version>$/,
  ],
  [/\.gemspec$/, /^\w+\.version\s*=\s*(["'])[^"']*\1$/],
  // Citation File Format
  [/^CITATION\.cff$/, /^version:/],
  // Sphinx
  [/(?:^|\/)docs?(?:\/source)?\/conf\.py$/, /^(?:release|version)\s*=/],
  // npm and Deno
  [/(?:^|\/)(?:package|deno|jsr)\.json$/, /^"version"\s*:/],
  // snapcraft, Helm, conda (rattler-build), pub
  [/(?:^|\/)(?:snapcraft|Chart|recipe|pubspec)\.ya?ml$/, /^(?:version|appVersion):/],
  // conda-build
  [/(?:^|\/)meta\.yaml$/, /^\{%-?\s*set\s+version\s*=/],
  // pixi
  [/(?:^|\/)pixi\.toml$/, /^version\s*=/],
  // Nix: the derivation of a package has one version
  [/(?:^|\/)(?:flake|default|package)\.nix$/, /^version\s*=\s*"[^"]*";$/],
];

/** release-please, "Updating arbitrary files": a mark in the line, or a line between two marks. */
function isMarked({ line, text, span }: Place): boolean {
  const start = text.lastIndexOf('x-release-please-start-version', span.start);
  return (
    /x-release-please-version\b/.test(line) ||
    (start !== -1 && text.lastIndexOf('x-release-please-end', span.start) < start)
  );
}

/** The version as another release tool keeps it in its own table: bump-my-version, bump2version, bumpver, commitizen. */
function isCurrentOfTool({ name, text, line, span }: Place): boolean {
  if (!/^(?:current_)?version\s*=/.test(line)) return false;
  const table = text
    .slice(0, span.start)
    .split(/^\[(?!\[)/m)
    .at(-1)
    ?.split(']', 1)[0];
  return line.startsWith('current_version')
    ? /^(?:tool\.)?(?:bumpversion|bumpver)$/.test(table ?? '')
    : table === 'tool.commitizen' && name.endsWith('.toml');
}

/** A constant whose name says that it is the version, and not one of a protocol or a limit. */
const RUST =
  /^(?:pub(?:\([a-z]+\))?\s+)?(?:const|static)\s+([A-Z_]+):\s*&(?:'static\s+)?str\s*=\s*"[^"]*";/;
const MODULE_ATTRIBUTE = /\.add\(\s*"__version\w*__",\s*"[^"]*"\s*\)/;
const PYTHON = /^(__version__|[A-Z_]+)(?:\s*:\s*[\w.[\]]+)?\s*=\s*(["'])[^"']*\2(?:\s*#.*)?$/;
const TYPESCRIPT = /^export const (__version__|[A-Z_]+)(?::\s*string)?\s*=\s*(["'])[^"']*\2;?$/;
const C = /^#define\s+([A-Z_]+)\s+"[^"]*"$/;

/** Says which places hold the version of a package for certain, so that they move without a question. */
export class CertainPlaces {
  readonly #modules: readonly string[];
  readonly #name: string;
  /** The folders of its manifests, below the root. */
  readonly #folders: readonly string[];

  constructor(
    index: ManifestIndex,
    pkg: Package,
    private readonly tools: ReleaseToolLists,
  ) {
    this.#name = normalizedName(pkg.name);
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
    const { file, line, version } = place;
    return (
      isMarked(place) ||
      (this.#isOwnFolder(place) && isCurrentOfTool(place)) ||
      this.tools.includes(file, line, version)
    );
  }

  /** Whether a file is in the root or beside a manifest of the package. */
  #isOwnFolder({ name }: Place): boolean {
    const folder = path.posix.dirname(name);
    return folder === '.' || this.#folders.includes(folder);
  }

  isCertain(place: Place): boolean {
    const { name, line, start } = place;
    if (/(?:^|\/)package-lock\.json$/.test(name)) return isOwnLockEntry(place);
    if (name === '.release-please-manifest.json') return this.#isOwnComponent(line);
    if (/(?:^|\/)pom\.xml$/.test(name)) return isProjectVersion(place);
    if (/(?:^|\/)package\.json$/.test(name) && isOfOwnScope(place)) return true;
    if (this.#isOwnWheel(place)) return true;
    if (
      start.column - line.search(/\d/) <= 4 &&
      MANIFESTS.some(([file, text]) => file.test(name) && text.test(line))
    )
      return !isAside(name.replace(/(?:^|\/)docs?\/(?:source\/)?conf\.py$/, ''));
    return this.#isOwnConstant(place);
  }

  /** release-please keeps the version of each component by its folder. */
  #isOwnComponent(line: string): boolean {
    const component = /^"([^"]+)"\s*:/.exec(line)?.[1];
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

/** The version of the project itself in a package-lock.json, which npm keeps twice. */
function isOwnLockEntry({ file, text, span }: Place): boolean {
  try {
    const document = new JsonDocument(file, text);
    return [['version'], ['packages', '', 'version']].some(
      key => document.span(key)?.start === span.start,
    );
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return false;
  }
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

/** The `<version>` of a Maven project or of its parent: no other element is open around it. */
function isProjectVersion({ text, span }: Place): boolean {
  if (!text.startsWith('</version>', span.end)) return false;
  const open: string[] = [];
  for (const [, comment, close, name, empty] of text
    .slice(0, span.start)
    .matchAll(/(<!--[^]*?-->)|<(\/?)([\w.-]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (comment !== undefined || empty === '/') continue;
    if (close === '/') open.pop();
    else if (name !== undefined) open.push(name);
  }
  return ['project version', 'project parent version'].includes(open.join(' '));
}
