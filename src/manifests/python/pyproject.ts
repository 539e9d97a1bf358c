import * as path from 'node:path';
import { normalizedName } from '../../base/names';
import { isTable, type KeyPath, type TomlDocument } from '../toml';
import { dynamicOrigin, type DynamicOrigin, requirementName } from './versionOrigin';

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
  readonly builder: Builder;
  readonly versionSource: PythonVersionSource;
  /** Where the version comes from if it is not in this file. */
  readonly origin: DynamicOrigin | undefined;

  constructor(readonly toml: TomlDocument) {
    this.dir = path.dirname(toml.file);
    this.name = toml.string(['project', 'name']) ?? toml.string(['tool', 'poetry', 'name']);
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
        const key = typeof value === 'string' ? [...table, name] : [...table, name, 'version'];
        const text = this.toml.string(key);
        if (text !== undefined) yield { key, name: normalizedName(name), text, isPoetry: true };
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

  /** Folders, absolute, that may hold the project's own Python module. */
  moduleDirs(libName: string | undefined): readonly string[] {
    const source = this.toml.string(['tool', 'maturin', 'python-source']);
    const roots = source === undefined ? ['.', 'src', 'python'] : [source];
    const modules = [
      this.toml.string(['tool', 'maturin', 'module-name'])?.split('.', 1)[0],
      this.name?.replace(/[-.]+/g, '_'),
      libName,
    ].filter(name => name !== undefined);
    return [...new Set(modules)].flatMap(name =>
      roots.map(root => path.resolve(this.dir, root, name)),
    );
  }
}

function readBuilder(toml: TomlDocument): Builder {
  if (toml.string(['build-system', 'build-backend'])?.startsWith('maturin') === true)
    return 'maturin';
  const requires = toml.strings(['build-system', 'requires']);
  if (
    requires.some(name => /^setuptools[-_]rust\b/i.test(name)) ||
    isTable(toml.value(['tool', 'setuptools-rust']))
  )
    return 'setuptools-rust';
  return 'other';
}

function readVersionSource(toml: TomlDocument): PythonVersionSource {
  const isStatic = toml.value(['project', 'version']) !== undefined;
  const isDynamic = toml.strings(['project', 'dynamic']).includes('version');
  if (isStatic && isDynamic) return 'both';
  if (isStatic) return 'static';
  if (isDynamic) return 'builder';
  if (toml.string(['tool', 'poetry', 'version']) !== undefined) return 'static';
  return isTable(toml.value(['project'])) ? 'none' : 'builder';
}
