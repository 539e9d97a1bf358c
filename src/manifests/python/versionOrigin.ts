import * as path from 'node:path';
import { normalizedName } from '../../base/names';
import type { TomlDocument } from '../toml';
import { isTable } from '../toml';

/** A place outside of pyproject.toml that a build backend reads the version from. */
export type VersionPlace =
  /** `NAME = "…"` in the first of these Python files that has it. */
  | { readonly form: 'assignment'; readonly files: readonly string[]; readonly name: string }
  /** The whole file, such as VERSION.txt. */
  | { readonly form: 'whole'; readonly files: readonly string[] }
  /** The group `version` of a pattern. */
  | {
      readonly form: 'pattern';
      readonly files: readonly string[];
      readonly pattern: RegExp;
      /** Whether the repository contains the pattern, which may then search without end. */
      readonly isForeign?: boolean;
    };

/**
 * Where a version that pyproject.toml does not hold comes from.
 * - `cargo`: the Cargo.toml of the crate that the backend builds
 * - `place`: a file that is named
 * - `setup`: setup.cfg or setup.py
 * - `tag`: the git tag, by the tool that is named
 * - `code`: something that has to be run, or a backend that is not known
 */
export type DynamicOrigin =
  | { readonly kind: 'cargo' }
  | { readonly kind: 'place'; readonly place: VersionPlace }
  | { readonly kind: 'setup' }
  | { readonly kind: 'tag'; readonly by: string }
  | { readonly kind: 'code'; readonly by: string };

/** Tools that make the version from the git tag, as they stand in `[build-system] requires`. */
const TAG_TOOLS = [
  'setuptools-scm',
  'setuptools-git-versioning',
  'vcs-versioning',
  'hatch-vcs',
  'uv-dynamic-versioning',
  'poetry-dynamic-versioning',
  'versioningit',
  'versioneer',
  'pbr',
  'flit-scm',
  'dunamai',
];

/** What is configured that would take the version from the git tag, or undefined. */
export function tagTool(toml: TomlDocument): string | undefined {
  const required = new Set(toml.strings(['build-system', 'requires']).map(requirementName));
  const named = TAG_TOOLS.find(tool => required.has(tool));
  if (named !== undefined) return named;
  if (isTable(toml.value(['tool', 'setuptools_scm']))) return 'setuptools-scm';
  if (toml.value(['tool', 'poetry-dynamic-versioning', 'enable']) === true)
    return 'poetry-dynamic-versioning';
  if (toml.string(['tool', 'hatch', 'version', 'source']) === 'vcs') return 'hatch-vcs';
  if (toml.string(['tool', 'pdm', 'version', 'source']) === 'scm') return 'pdm';
  return undefined;
}

/** The origin of a dynamic version by what each build backend documents. */
export function dynamicOrigin(toml: TomlDocument): DynamicOrigin {
  const dir = path.dirname(toml.file);
  const backend = buildBackend(toml);
  const named = namedPlace(toml, dir, backend);
  if (backend.startsWith('maturin')) return { kind: 'cargo' };
  if (named !== undefined) return named;
  const tag = tagTool(toml);
  if (tag !== undefined) return { kind: 'tag', by: tag };
  if (backend.startsWith('setuptools')) return { kind: 'setup' };
  return { kind: 'code', by: backend };
}

/** The module that builds a project. A backend of the repository itself (PEP 517, `backend-path`) wraps one that it requires. */
export function buildBackend(toml: TomlDocument): string {
  const backend = toml.string(['build-system', 'build-backend']) ?? 'setuptools';
  if (toml.value(['build-system', 'backend-path']) === undefined) return backend;
  const required = new Set(toml.strings(['build-system', 'requires']).map(requirementName));
  const wrapped = WRAPPED.find(([name]) => required.has(name));
  return wrapped?.[1] ?? backend;
}

/** Build backends by the name of their distribution. */
const WRAPPED = [
  ['maturin', 'maturin'],
  ['hatchling', 'hatchling.build'],
  ['flit-core', 'flit_core.buildapi'],
  ['poetry-core', 'poetry.core.masonry.api'],
  ['pdm-backend', 'pdm.backend'],
  ['scikit-build-core', 'scikit_build_core.build'],
  ['setuptools', 'setuptools.build_meta'],
] as const;

function namedPlace(toml: TomlDocument, dir: string, backend: string): DynamicOrigin | undefined {
  if (backend.startsWith('hatchling')) return hatch(toml, dir);
  if (backend.startsWith('pdm')) return pdm(toml, dir);
  if (backend.startsWith('setuptools')) return setuptools(toml, dir);
  if (backend.startsWith('scikit_build_core')) return scikitBuild(toml, dir);
  // meson-python takes the version of project() in meson.build.
  if (backend === 'mesonpy')
    return {
      kind: 'place',
      place: {
        form: 'pattern',
        files: [path.join(dir, 'meson.build')],
        pattern: /^project\s*\([^()]*?\bversion\s*:\s*'(?<version>[^'\r\n]+)'/gm,
      },
    };
  if (backend.startsWith('flit_scm')) return { kind: 'tag', by: 'flit-scm' };
  if (backend.startsWith('flit')) {
    const module =
      toml.string(['tool', 'flit', 'module', 'name']) ??
      toml.string(['project', 'name'])?.replace(/[-.]+/g, '_');
    return module === undefined ? undefined : attribute(dir, ['', 'src'], `${module}.__version__`);
  }
  return undefined;
}

// hatchling/version/source/regex.py and hatchling/version/core.py
const HATCH_PATTERN =
  /^(__version__|VERSION)[ \t]*(?::[ \t]*str[ \t]*)?=[ \t]*(['"])v?(?<version>.+?)\2/gim;

function hatch(toml: TomlDocument, dir: string): DynamicOrigin | undefined {
  const key = ['tool', 'hatch', 'version'];
  const source = toml.string([...key, 'source']) ?? 'regex';
  const file = toml.string([...key, 'path']);
  if (source === 'vcs') return { kind: 'tag', by: 'hatch-vcs' };
  // hatch-nodejs-version
  if (source === 'nodejs')
    return {
      kind: 'place',
      place: {
        form: 'pattern',
        files: [path.resolve(dir, file ?? 'package.json')],
        pattern: /^(?:\{|[ \t]{0,8})[ \t]*"version"[ \t]*:[ \t]*"(?<version>[^"\r\n]+)"/gm,
      },
    };
  if (file === undefined || (source !== 'regex' && source !== 'code')) return undefined;
  const files = [path.resolve(dir, file)];
  if (source === 'code') {
    const expression = toml.string([...key, 'expression']) ?? '__version__';
    return /^\w+$/.test(expression)
      ? { kind: 'place', place: { form: 'assignment', files, name: expression } }
      : { kind: 'code', by: `hatch: ${expression}` };
  }
  const written = toml.value([...key, 'pattern']);
  const isForeign = typeof written === 'string';
  const pattern = isForeign ? pythonPattern(written) : HATCH_PATTERN;
  return pattern === undefined
    ? { kind: 'code', by: 'hatch' }
    : { kind: 'place', place: { form: 'pattern', files, pattern, isForeign } };
}

/** A pattern of Python's `re` as one of this language, where it uses nothing that differs. */
function pythonPattern(text: string): RegExp | undefined {
  const [lead = '', flags = ''] = /^\(\?([imsu]+)\)/.exec(text) ?? [];
  const source = text
    .slice(lead.length)
    .replaceAll('(?P<', '(?<')
    .replace(/\(\?P=(\w+)\)/g, '\\k<$1>')
    .replace(/\\Z/g, '$(?![^])');
  try {
    return source.includes('(?<version>')
      ? new RegExp(source, `gm${flags.includes('i') ? 'i' : ''}${flags.includes('s') ? 's' : ''}`)
      : undefined;
  } catch {
    return undefined;
  }
}

// pdm/backend/hooks/version/__init__.py
const PDM_PATTERN =
  /^(?:__version__|VERSION)[ \t]*(?::[^=\r\n]+)?=[ \t]*(['"])(?<version>[^'"\r\n]+)\1/gm;

function pdm(toml: TomlDocument, dir: string): DynamicOrigin | undefined {
  const source = toml.string(['tool', 'pdm', 'version', 'source']);
  const file = toml.string(['tool', 'pdm', 'version', 'path']);
  if (source === 'scm') return { kind: 'tag', by: 'pdm' };
  const own = toml.string(['tool', 'pdm', 'version', 'pattern']);
  if (own !== undefined) return undefined;
  return source === 'file' && file !== undefined
    ? {
        kind: 'place',
        place: { form: 'pattern', files: [path.resolve(dir, file)], pattern: PDM_PATTERN },
      }
    : undefined;
}

function setuptools(toml: TomlDocument, dir: string): DynamicOrigin | undefined {
  const version = toml.table(['tool', 'setuptools', 'dynamic', 'version']);
  const { attr, file } = version;
  if (typeof attr === 'string') {
    const folders = Object.values(toml.table(['tool', 'setuptools', 'package-dir'])).filter(
      folder => typeof folder === 'string',
    );
    return attribute(dir, [...folders, '', 'src', 'python'], attr);
  }
  const files =
    typeof file === 'string'
      ? [file]
      : Array.isArray(file)
        ? file.filter(item => typeof item === 'string')
        : [];
  return files.length === 1
    ? { kind: 'place', place: { form: 'whole', files: files.map(name => path.resolve(dir, name)) } }
    : undefined;
}

/** `pkg.module.NAME`, in the folders that setuptools would look into. */
export function attribute(dir: string, folders: readonly string[], attr: string): DynamicOrigin {
  const parts = attr.trim().split('.');
  const name = parts.pop() ?? '';
  const files = [...new Set(folders)].flatMap(folder => {
    const module = path.resolve(dir, folder, ...parts);
    return [`${module}.py`, path.join(module, '__init__.py')];
  });
  return { kind: 'place', place: { form: 'assignment', files, name } };
}

function scikitBuild(toml: TomlDocument, dir: string): DynamicOrigin | undefined {
  const key = ['tool', 'scikit-build', 'metadata', 'version'];
  const provider = toml.string([...key, 'provider']);
  const input = toml.string([...key, 'input']);
  if (provider?.endsWith('setuptools_scm') === true) return { kind: 'tag', by: 'setuptools-scm' };
  if (provider?.endsWith('.regex') !== true || input === undefined) return undefined;
  // scikit_build_core/metadata/regex.py names its group "value".
  const pattern = pythonPattern(
    (
      toml.string([...key, 'regex']) ??
      '(?i)^(__version__|VERSION)(?: ?: ?str)? ?= ?([\'"])v?(?P<value>.+?)\\2'
    ).replaceAll('(?P<value>', '(?P<version>'),
  );
  return pattern === undefined
    ? { kind: 'code', by: 'scikit-build-core' }
    : {
        kind: 'place',
        place: {
          form: 'pattern',
          files: [path.resolve(dir, input)],
          pattern,
          isForeign: toml.string([...key, 'regex']) !== undefined,
        },
      };
}

/** The normalised name of a requirement (PEP 503, PEP 508). */
export function requirementName(requirement: string): string {
  return normalizedName(/^\s*([A-Za-z0-9][A-Za-z0-9._-]*)/.exec(requirement)?.[1] ?? '');
}
