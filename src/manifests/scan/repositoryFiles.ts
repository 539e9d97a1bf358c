import * as path from 'node:path';
import { relativePath } from '../../base/paths';
import type { Span } from '../../base/text';
import type { CargoManifest } from '../cargo/cargoManifest';
import { CargoWorkspaces } from '../cargo/cargoWorkspaces';
import type { EngineSettings } from '../engineSettings';
import { type Manifest, textOf } from '../manifest';
import { type Part, TagSeries } from '../plan/tagSeries';
import { readSetupName } from '../python/dunderVersion';
import { PyProject } from '../python/pyproject';
import type { Problem } from '../question';
import { RepositoryPatterns } from '../repositoryPattern';
import type { KeyPath, TomlDocument } from '../toml';

/** The files of a repository as packages are found in them. */
export interface Listing {
  /** All pyproject.toml, Cargo.toml and lock files, sorted. */
  readonly manifests: readonly string[];
  /** For each entry of the setting `budtiktok.extraFiles` the files that it names, sorted. */
  readonly extra: readonly (readonly string[])[];
  /** Folders of git repositories inside this one: submodules and further working trees. */
  readonly nested: readonly string[];
  /** The workflows and local actions of GitHub, sorted; they are read only where the version may be a placeholder. */
  readonly workflows?: readonly string[];
  /** The Python modules that git ignores, as absolute paths: products of a build. */
  readonly ignored?: ReadonlySet<string>;
  /** The names of git's tags. */
  readonly tags?: readonly string[];
  /** Manifests that are symbolic links to other ones, with what they lead to. */
  readonly links?: ReadonlyMap<string, string>;
}

/** What is known of a repository while its packages are found. */
export class RepositoryFiles {
  readonly cargo: readonly CargoManifest[];
  readonly pyprojects: readonly PyProject[];
  readonly broken: readonly Problem[];
  readonly workspaces: CargoWorkspaces;
  readonly patterns = new RepositoryPatterns();
  #series: TagSeries | undefined;

  /** @param get what was read of a file; asking for one that was not read yet makes the caller read it and ask again */
  constructor(
    readonly root: string,
    readonly listing: Listing,
    readonly settings: EngineSettings,
    readonly get: (file: string) => Manifest | undefined,
  ) {
    const isLink = (file: string) => listing.links?.has(file) === true;
    const read = listing.manifests.filter(file => !isLink(file)).map(get);
    this.cargo = read.flatMap(manifest => (manifest?.kind === 'cargo' ? [manifest.cargo] : []));
    this.pyprojects = read.flatMap(manifest =>
      manifest?.kind === 'pyproject' ? [this.#withSetupName(manifest.pyproject)] : [],
    );
    this.broken = read.flatMap(manifest =>
      manifest?.kind === 'broken' && !isTemplate(relativePath(root, manifest.problem.file))
        ? [manifest.problem]
        : [],
    );
    this.workspaces = new CargoWorkspaces(
      this.cargo,
      [...(listing.links ?? [])].map(([link, file]) => [path.dirname(link), path.dirname(file)]),
    );
  }

  /** A project that keeps its name in setup.cfg or setup.py, as setuptools reads it. */
  #withSetupName(project: PyProject): PyProject {
    const hasTable = project.toml.value(['project']) !== undefined;
    if (project.name !== undefined || hasTable || project.builder === 'maturin') return project;
    const name = ['setup.cfg', 'setup.py']
      .map(file => textOf(this.get(path.join(project.dir, file))))
      .map(text => (text === undefined ? undefined : readSetupName(text)))
      .find(found => found !== undefined);
    return name === undefined ? project : new PyProject(project.toml, name);
  }

  get tagSeries(): TagSeries {
    return (this.#series ??= new TagSeries(this.listing.tags ?? []));
  }

  /** Whether git ignores a Python module. */
  isIgnored(file: string): boolean {
    return this.listing.ignored?.has(file) === true;
  }

  readonly relative = (file: string): string => relativePath(this.root, file);

  /** The repository inside this one that a file is in, if any. */
  nestedAround(file: string): string | undefined {
    return this.listing.nested.find(dir => file === dir || file.startsWith(dir + path.sep));
  }

  /** The version of a crate, its own or the inherited one. */
  readonly versionOf = (crate: CargoManifest): string | undefined => {
    const version = crate.package?.version;
    return version?.kind === 'literal'
      ? version.text
      : version?.kind === 'inherited'
        ? this.workspaces.rootOf(crate)?.workspace?.version
        : undefined;
  };
}

/** What is wrong at a key of a TOML file. A dotted key such as version.workspace has no place of its own, and a missing key only its table. */
export function problemAt(
  severity: Problem['severity'],
  toml: TomlDocument,
  key: KeyPath,
  message: string,
): Problem {
  const span: Span = toml.span(key) ??
    toml.span([...key, 'workspace']) ??
    toml.span(key.slice(0, -1)) ?? { start: 0, end: 0 };
  return {
    severity,
    file: toml.file,
    message,
    start: toml.positionAt(span.start),
    end: toml.positionAt(span.end),
  };
}

/** Whether a path has a placeholder of Jinja, cookiecutter or cargo-generate: the file is no manifest before it is filled in. */
export function isTemplate(name: string): boolean {
  return /\{\{|\{%|\}\}/.test(name);
}

/** Whether a path is in a folder of examples, templates, fixtures, tests or vendored code, which are not released. */
export function isAside(name: string): boolean {
  return (
    isTemplate(name) ||
    isVendored(name) ||
    name
      .split('/')
      .slice(0, -1)
      .some(part =>
        /^(?:examples?|samples?|sample[-_]apps?|demos?|templates?|fixtures?|tests?|testing|e2e|(?:integ(?:ration)?|smoke|e2e)[-_]?tests?|test[-_]?(?:data|cases|suite|crates|packages|apps?)|benches|benchmarks?|fuzz|tutorials?|guide|docs?)$/i.test(
          part,
        ),
      )
  );
}

/** Whether a path is in a folder with a copy of another project. */
export function isVendored(name: string): boolean {
  return name
    .split('/')
    .slice(0, -1)
    .some(part => /^(?:vendor(?:ed)?|third[-_]?party)$/i.test(part));
}

/** A crate or project as release tags may name it. */
export function partOf(
  { relative }: Pick<RepositoryFiles, 'relative'>,
  unit: CargoManifest | PyProject,
  crate?: CargoManifest,
): Part {
  const isProject = 'versionSource' in unit;
  return {
    names: [isProject ? (unit.name ?? '') : nameOf(unit), crate ? nameOf(crate) : ''],
    folder: relative(unit.dir),
    language: isProject ? 'python' : 'rust',
  };
}

export function nameOf(crate: CargoManifest): string {
  return crate.package?.name ?? '';
}
