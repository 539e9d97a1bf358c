import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { PYTHON_LOCKS } from '../locks/lockSites';
import type { FileReader } from './fileReader';

/** Folders that hold other people's files or build products, whether they are committed or not. */
const SKIPPED = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  'site-packages',
  '__pycache__',
  '.venv',
  '.tox',
  '.nox',
  '.eggs',
  '.direnv',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.vscode-test',
]);

/** The files by which a walk finds packages. */
export const MANIFEST_NAMES = [
  'pyproject.toml',
  'Cargo.toml',
  'Cargo.lock',
  ...PYTHON_LOCKS,
] as const;

const WANTED: ReadonlySet<string> = new Set(MANIFEST_NAMES);

export function isManifestName(name: string): boolean {
  return WANTED.has(name);
}

/** Whether a walk does not look into folders of a name. */
export function isSkippedName(name: string): boolean {
  return SKIPPED.has(name);
}

/** Whether a walk would not look into the folder of a file, judged by its path alone. */
export function isSkippedPath(file: string): boolean {
  return file.split(path.sep).some(part => SKIPPED.has(part));
}

/** Files that mark a folder as an environment or as Cargo's build folder. */
const PRODUCT_MARKS: ReadonlySet<string> = new Set([
  'pyvenv.cfg',
  'CACHEDIR.TAG',
  '.rustc_info.json',
]);

/** Whether a file of this name marks the folder that it is in as an environment or as a build folder. */
export function isProductMark(name: string): boolean {
  return PRODUCT_MARKS.has(name);
}

/** What a local build leaves behind, such as the module that `maturin develop` rewrites beside the Python sources. */
const PRODUCTS: ReadonlySet<string> = new Set(['.so', '.pyd', '.dylib', '.dll', '.pyc']);

/** Whether a file is a build product or is in an environment, a cache or Cargo's build folder. */
export function isBuildProduct(file: string): boolean {
  const target = file.lastIndexOf(`${path.sep}target${path.sep}`);
  return (
    PRODUCTS.has(path.extname(file)) ||
    isSkippedPath(file) ||
    (target !== -1 && existsSync(path.join(file.slice(0, target), 'Cargo.toml')))
  );
}

/** What a walk found below a folder. */
export interface Walk {
  /** Files whose name or path was asked for, sorted. */
  readonly files: readonly string[];
  /** Folders of git repositories inside this one (submodules, further working trees), which are not entered, sorted. */
  readonly nested: readonly string[];
  /** Those of the files that are symbolic links. */
  readonly links: readonly string[];
}

/**
 * Finds manifests below a folder, and files with a path for which `isWanted` says yes, outside of environments, build folders and caches.
 * @param isEnd says of which folders the files are looked at and the folders in them are not
 */
export async function walk(
  root: string,
  reader: Pick<FileReader, 'list'>,
  isWanted?: (file: string) => boolean,
  isEnd?: (dir: string) => boolean,
): Promise<Walk> {
  const found: string[] = [];
  const nested: string[] = [];
  const links: string[] = [];
  const visit = async (dir: string): Promise<void> => {
    const entries = await reader.list(dir);
    // Folders hold thousands of files that are nothing to us: they cost one look each, and no promise.
    const folders: string[] = [],
      wanted: string[] = [];
    let hasManifest = false,
      isNested = false;
    for (const { name, isDirectory, isLink } of entries) {
      // A virtual environment under any name (PEP 405); Cargo's build folder. Sources may live in a folder called target, too, so
      // the name alone does not say.
      if (!isDirectory && PRODUCT_MARKS.has(name)) return;
      if (name === '.git') isNested = dir !== root;
      if (isDirectory) {
        if (!SKIPPED.has(name)) folders.push(name);
      } else {
        if (name === 'Cargo.toml') hasManifest = true;
        if (WANTED.has(name) || isWanted?.(path.join(dir, name)) === true) {
          wanted.push(path.join(dir, name));
          if (isLink === true) links.push(path.join(dir, name));
        }
      }
    }
    if (isNested) {
      nested.push(dir);
      return;
    }
    found.push(...wanted);
    if (isEnd?.(dir) === true) return;
    await Promise.all(
      folders
        .filter(name => name !== 'target' || !hasManifest)
        .map(name => visit(path.join(dir, name))),
    );
  };
  await visit(root);
  return { files: found.sort(), nested: nested.sort(), links: links.sort() };
}

/** Every manifest below a folder, sorted. */
export async function findManifests(
  root: string,
  reader: Pick<FileReader, 'list'>,
): Promise<readonly string[]> {
  return (await walk(root, reader)).files;
}

/** Every file below a folder, sorted. */
export async function findFiles(
  root: string,
  reader: Pick<FileReader, 'list'>,
): Promise<readonly string[]> {
  return (await walk(root, reader, () => true)).files;
}

/** What walks through the values of a file does so by recursion, and a file may come from anyone. */
export const DEEPEST = 1000;

/**
 * Whether a YAML text may be nested deeper than its parser, which descends by recursion, gets to: by brackets, by "- " in one
 * line, or by indentation. Brackets in strings count, too; a thousand of them without their match are no version file.
 */
export function mayBeTooDeep(yaml: string): boolean {
  let depth = 0;
  for (const { 0: bracket } of yaml.matchAll(/[[\]{}]/g)) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > DEEPEST) return true;
  }
  return /(?:[-?][ \t]+){500}|^[ \t]{1000}/m.test(yaml);
}

/** Whether tables and lists are nested deeper than {@link DEEPEST}. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Date) return false;
  if (depth > DEEPEST) return true;
  if (Array.isArray(value)) return value.some(item => isTooDeep(item, depth + 1));
  // Every file is walked through once: no list of its values is made for that.
  for (const key in value)
    if (isTooDeep((value as Record<string, unknown>)[key], depth + 1)) return true;
  return false;
}
