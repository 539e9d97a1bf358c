import * as path from 'node:path';
import { normalizedName } from '../../base/names';
import { isTable, type KeyPath, type TomlDocument } from '../toml';
import { buildBackend, dynamicOrigin, type DynamicOrigin, requirementName } from './versionOrigin';

/**
 * Where the version of a Python project comes from (PEP 621 `version`, `dynamic`):
 * - `static`: `[project] version`, or `[tool.poetry] version` alone
 * - `builder`: `dynamic = ["version"]` or no `[project]` at all: the build backend decides, which for maturin is Cargo
 * - `both`: static and dynamic at once, which PEP 621 forbids
 * - `none`: a `[project]` without either
 */
export type PythonVersionSource = 'static' | 'builder' | 'both' | 'none';

/** What builds the extension module of a project, as far as it decides which crate belongs to it. */
export type Builder = 'maturin' | 'setuptools-rust' | 'other';

/** A pyproject.toml. */
export class PyProject {
  readonly dir: string;
  readonly name: string | undefined;
  /** Whether the name is in setup.cfg or setup.py alone. */
  readonly isNamedBySetup: boolean;
  readonly builder: Builder;
  readonly versionSource: PythonVersionSource;
  /** Where the version comes from if it is not in this file. */
  readonly origin: DynamicOrigin | undefined;

  /** @param setupName the name in setup.cfg or setup.py, which counts where this file has none */
  constructor(
    readonly toml: TomlDocument,
    setupName?: string,
  ) {
    this.dir = path.dirname(toml.file);
    const own = toml.string(['project', 'name']) ?? toml.string(['tool', 'poetry', 'name']);
    this.name = own ?? setupName;
    this.isNamedBySetup = own === undefined && setupName !== undefined;
    this.builder = readBuilder(toml);
    this.versionSource = readVersionSource(toml);
    this.origin = this.versionSource === 'builder' ? dynamicOrigin(toml) : undefined;
  }

  get file(): string {
    return this.toml.file;
  }

  /** Whether the file describes something that can be built, rather than only configuring tools. */
  get isProject(): boolean {
    return this.name !== undefined || this.builder !== 'other';
  }

  /** Whether the project only names what to install for the development: no distribution is made of it. */
  get isVirtual(): boolean {
    return (
      this.builder === 'other' &&
      (this.toml.value(['tool', 'rye', 'virtual']) === true ||
        this.toml.value(['tool', 'uv', 'package']) === false ||
        this.toml.value(['tool', 'poetry', 'package-mode']) === false)
    );
  }

  /** The name as indexes compare it. */
  get normalizedName(): string | undefined {
    return this.name === undefined ? undefined : normalizedName(this.name);
  }

  /** The requirements on other distributions, by PEP 508 or in poetry's tables, with their key and normalised name. */
  *requirements(): Generator<{
    readonly key: KeyPath;
    readonly name: string;
    readonly text: string;
    readonly isPoetry: boolean;
  }> {
    const lists: KeyPath[] = [
      ['project', 'dependencies'],
      ['build-system', 'requires'],
      ['tool', 'uv', 'dev-dependencies'],
      ['tool', 'uv', 'constraint-dependencies'],
      ['tool', 'uv', 'override-dependencies'],
    ];
    for (const table of [['project', 'optional-dependencies'], ['dependency-groups']]) {
      lists.push(...Object.keys(this.toml.table(table)).map(name => [...table, name]));
    }
    for (const list of lists) {
      const items = this.toml.value(list);
      for (const [index, text] of (Array.isArray(items) ? items : []).entries()) {
        if (typeof text === 'string')
          yield { key: [...list, index], name: requirementName(text), text, isPoetry: false };
      }
    }
    const tables: KeyPath[] = [
      ['tool', 'poetry', 'dependencies'],
      ['tool', 'poetry', 'dev-dependencies'],
    ];
    tables.push(
      ...Object.keys(this.toml.table(['tool', 'poetry', 'group'])).map(name => [
        'tool',
        'poetry',
        'group',
        name,
        'dependencies',
      ]),
    );
    for (const table of tables) {
      for (const [name, value] of Object.entries(this.toml.table(table))) {
        const keys = Array.isArray(value)
          ? value.map((_, index) => [...table, name, index, 'version'])
          : [typeof value === 'string' ? [...table, name] : [...table, name, 'version']];
        for (const key of keys) {
          const text = this.toml.string(key);
          if (text !== undefined) yield { key, name: normalizedName(name), text, isPoetry: true };
        }
      }
    }
  }

  /** Folders, absolute, in which the crate of this project may stand; the first one with a Cargo.toml is it. */
  get crateDirs(): readonly string[] {
    // maturin user guide, "manifest-path"; without it maturin looks beside pyproject.toml and in rust/.
    const manifest = this.toml.string(['tool', 'maturin', 'manifest-path']);
    if (manifest !== undefined) return [path.dirname(path.resolve(this.dir, manifest))];
    const modules = this.toml.value(['tool', 'setuptools-rust', 'ext-modules']);
    const paths = Array.isArray(modules)
      ? modules.filter(isTable).map(module => module['path'])
      : [];
    const listed = paths
      .filter(item => typeof item === 'string')
      .map(item => path.dirname(path.resolve(this.dir, item)));
    return [...listed, this.dir, path.join(this.dir, 'rust')];
  }

  /** Paths, absolute and without suffix, of the modules that the project builds, as each backend names them. */
  modulePaths(libName: string | undefined): readonly string[] {
    const { toml, dir } = this;
    const source = toml.string(['tool', 'maturin', 'python-source']);
    const roots =
      source === undefined
        ? new Set(['.', 'src', 'python', ...moduleRoots(toml)])
        : new Set([source]);
    const names = new Set<string>();
    const addDotted = (name: string) => {
      const parts = name.split('.');
      parts.forEach((_, index) => names.add(parts.slice(0, index + 1).join('/')));
    };
    for (const name of moduleNames(toml)) addDotted(name);
    const own = this.name?.replace(/-+/g, '_');
    if (own !== undefined) {
      names.add(own.replaceAll('.', '_'));
      // A namespace package has the dots of its name as folders (PEP 420).
      if (own.includes('.')) addDotted(own);
    }
    if (libName !== undefined) names.add(libName);
    const listed = toml.strings(['tool', 'hatch', 'build', 'targets', 'wheel', 'packages']);
    return [
      ...new Set([
        ...[...names].flatMap(name => [...roots].map(root => path.resolve(dir, root, name))),
        ...[...listed, ...poetryPackages(toml)].map(name => path.resolve(dir, name)),
      ]),
    ];
  }
}

/** The modules that the tables of the build backends name, dotted. */
function moduleNames(toml: TomlDocument): string[] {
  const names = [
    toml.string(['tool', 'maturin', 'module-name']),
    toml.string(['tool', 'flit', 'module', 'name']),
    toml.string(['tool', 'uv', 'build-backend', 'module-name']),
    ...toml.strings(['tool', 'uv', 'build-backend', 'module-name']),
    ...toml.strings(['tool', 'maturin', 'python-packages']).map(name => name.replaceAll('/', '.')),
    ...toml.strings(['tool', 'setuptools', 'packages']),
    ...toml.strings(['tool', 'setuptools', 'py-modules']),
  ];
  for (const list of ['ext-modules', 'bins']) {
    const modules = toml.value(['tool', 'setuptools-rust', list]);
    for (const module of Array.isArray(modules) ? modules.filter(isTable) : []) {
      const { target } = module;
      const targets = isTable(target) ? Object.values(target) : [target];
      // The extension module itself holds no Python.
      for (const name of targets)
        if (typeof name === 'string' && name.includes('.'))
          names.push(name.slice(0, name.lastIndexOf('.')));
    }
  }
  return names.filter(
    name => name !== undefined && /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name),
  ) as string[];
}

/** Folders below which the build backends look for modules. */
function moduleRoots(toml: TomlDocument): string[] {
  return [
    toml.string(['tool', 'uv', 'build-backend', 'module-root']),
    toml.string(['tool', 'pdm', 'build', 'package-dir']),
    ...toml.strings(['tool', 'setuptools', 'packages', 'find', 'where']),
    ...Object.values(toml.table(['tool', 'setuptools', 'package-dir'])),
  ].filter(root => typeof root === 'string');
}

/** `[tool.poetry] packages`, which include folders below another one. */
function poetryPackages(toml: TomlDocument): string[] {
  const packages = toml.value(['tool', 'poetry', 'packages']);
  return (Array.isArray(packages) ? packages.filter(isTable) : []).flatMap(
    ({ include, from = '.' }) =>
      typeof include === 'string' && typeof from === 'string' && !/[*?[]/.test(include)
        ? [path.join(from, include)]
        : [],
  );
}

function readBuilder(toml: TomlDocument): Builder {
  if (buildBackend(toml).startsWith('maturin')) return 'maturin';
  const requires = toml.strings(['build-system', 'requires']);
  if (
    requires.some(name => /^setuptools[-_]rust\b/i.test(name)) ||
    isTable(toml.value(['tool', 'setuptools-rust']))
  )
    return 'setuptools-rust';
  // maturin builds by its own table, also where another backend is named for `pip install`.
  return isTable(toml.value(['tool', 'maturin'])) ? 'maturin' : 'other';
}

function readVersionSource(toml: TomlDocument): PythonVersionSource {
  const isStatic = toml.value(['project', 'version']) !== undefined;
  const isDynamic = toml.strings(['project', 'dynamic']).includes('version');
  if (isStatic && isDynamic) return 'both';
  if (isStatic) return 'static';
  // poetry-core 2 reads a dynamic version from its own table.
  if (isDynamic && !isPoetryStatic(toml)) return 'builder';
  // This backend writes the tag over [tool.poetry] version.
  if (toml.string(['build-system', 'build-backend'])?.startsWith('poetry_dynamic') === true)
    return 'builder';
  if (toml.string(['tool', 'poetry', 'version']) !== undefined) return 'static';
  return isTable(toml.value(['project'])) ? 'none' : 'builder';
}

function isPoetryStatic(toml: TomlDocument): boolean {
  return (
    toml.string(['tool', 'poetry', 'version']) !== undefined &&
    toml.string(['build-system', 'build-backend'])?.startsWith('poetry.') === true
  );
}
