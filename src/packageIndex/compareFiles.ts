import { normalizedName } from '../base/names';
import { comparePolicies } from '../base/platforms';
import { readVersion } from '../versions/writtenVersion';
import type { ExpectedFiles, ExpectedWheel } from './expectedFiles';
import type { IndexFile } from './packageIndex';
import {
  isPlainLinux,
  parseFileName,
  parseWheelName,
  type Platform,
  readPlatformTag,
  type WheelName,
} from './wheelName';

/**
 * What is wrong with the platform of a wheel that is there.
 * - `plainLinux`: `linux_x86_64`, which promises nothing; PyPI rejects it
 * - `older`: it runs on older systems than it was to; that may be welcome, and is not what was chosen
 * - `newer`: it does not install on systems that it was to run on
 */
export interface TagProblem {
  readonly kind: 'plainLinux' | 'older' | 'newer';
  readonly file: IndexFile;
  /** As in tags: `2_17`. */
  readonly found?: string;
  readonly expected?: string;
}

/** One place of the matrix os × architecture × interpreter. */
export interface Cell {
  readonly os: string;
  readonly arch: string;
  /** `cp312`, `cp38-abi3`, `py3`; absent in the place for whichever interpreters the runner has, while none is there. */
  readonly interpreter?: string;
  /**
   * - `served`: expected and there
   * - `missing`: expected and not there
   * - `unexpected`: there, and no build is known to make it
   */
  readonly state: 'served' | 'missing' | 'unexpected';
  readonly files: readonly IndexFile[];
  readonly problems: readonly TagProblem[];
  /** The job that makes it, where it is expected. */
  readonly job?: string;
}

export interface Comparison {
  readonly cells: readonly Cell[];
  readonly sdist: {
    readonly state: 'served' | 'missing' | 'unexpected' | 'none';
    readonly files: readonly IndexFile[];
  };
  /** Files that are neither wheel nor sdist. */
  readonly others: readonly IndexFile[];
  readonly problems: readonly TagProblem[];
  readonly expected: number;
  /** Of the expected ones. */
  readonly served: number;
  /** Every expected file is there, and at least one was expected. Problems of tags do not count here. */
  readonly complete: boolean;
  /** Whether all that is expected is known file by file; without it `complete` says no more than that what is known to be expected is there. */
  readonly exact: boolean;
  /** All files are withdrawn. */
  readonly yanked: boolean;
}

/** Those of a project's files that belong to one version, whatever its spelling. */
export function filesOfVersion(
  files: readonly IndexFile[],
  project: string,
  version: string,
): IndexFile[] {
  const wanted = readVersion(version, 'pep440').key;
  return files.filter(({ fileName }) => {
    const name = parseFileName(fileName, project);
    // A wheel's version holds "_" for "-" (PEP 427 "Escaping and Unicode").
    return (
      name !== undefined &&
      normalizedName(name.distribution) === normalizedName(project) &&
      readVersion(name.version.replaceAll('_', '-'), 'pep440').key === wanted
    );
  });
}

/** Compares what an index serves of one version with what the builds should have put there. */
export function compareFiles(expected: ExpectedFiles, served: readonly IndexFile[]): Comparison {
  const wheels = served.flatMap(file => {
    const name = parseWheelName(file.fileName);
    return name === undefined
      ? []
      : [{ file, name, platforms: platformsOf(name), interpreter: interpreterOf(name) }];
  });
  const sources = served.filter(({ fileName }) => parseFileName(fileName)?.kind === 'sdist');
  const taken = new Set<IndexFile>();
  const cells: Cell[] = [];

  // The certain ones first: an open one never takes a file that a certain one needs.
  for (const wheel of [...expected.wheels].sort((a, b) => rankOf(a) - rankOf(b))) {
    const free = wheels.filter(
      ({ file, interpreter }) => !taken.has(file) && fits(wheel.interpreter, interpreter),
    );
    const exact = free.filter(({ platforms }) =>
      wheel.os === 'any' ? platforms.length === 0 : platforms.some(at => covers(at, wheel)),
    );
    // A universal wheel is both architectures of macOS, where nothing else is there for one of them.
    const found =
      exact.length > 0 || wheel.os !== 'macos'
        ? exact
        : wheels.filter(
            ({ platforms, interpreter }) =>
              fits(wheel.interpreter, interpreter) && platforms.some(isUniversal),
          );
    for (const { file } of found) taken.add(file);
    if (found.length === 0 && wheel.isOptional === true) continue;
    const job = wheel.job === undefined ? {} : { job: wheel.job };
    if (found.length === 0)
      cells.push({ ...placeOf(wheel), state: 'missing', files: [], problems: [], ...job });
    for (const [interpreter, group] of grouped(found, ({ interpreter }) => interpreter)) {
      cells.push({
        ...placeOf(wheel),
        interpreter,
        state: 'served',
        files: group.map(({ file }) => file),
        problems: group.flatMap(({ file, name }) => tagProblems(file, name, wheel)),
        ...job,
      });
    }
  }
  const extra = wheels.filter(({ file }) => !taken.has(file));
  for (const [, group] of grouped(
    extra,
    ({ name, interpreter }) => `${name.platformTags.join('.')} ${interpreter}`,
  )) {
    const [first] = group;
    if (first === undefined) continue;
    const { os = 'any', arch = 'any' } = first.platforms.at(-1) ?? {};
    cells.push({
      os,
      arch,
      interpreter: first.interpreter,
      state: 'unexpected',
      files: group.map(({ file }) => file),
      problems: group.flatMap(({ file, name }) => tagProblems(file, name, undefined)),
    });
  }

  const count =
    expected.wheels.filter(({ isOptional }) => isOptional !== true).length + Number(expected.sdist);
  const missing =
    cells.filter(({ state }) => state === 'missing').length +
    Number(expected.sdist && sources.length === 0);
  return {
    cells,
    sdist: {
      state:
        sources.length > 0
          ? expected.sdist
            ? 'served'
            : 'unexpected'
          : expected.sdist
            ? 'missing'
            : 'none',
      files: sources,
    },
    others: served.filter(
      file => !sources.includes(file) && !wheels.some(wheel => wheel.file === file),
    ),
    problems: cells.flatMap(({ problems }) => problems),
    expected: count,
    served: count - missing,
    complete: count > 0 && missing === 0,
    exact:
      expected.isCertain &&
      !expected.wheels.some(wheel => isOpen(wheel) || wheel.isOptional === true),
    yanked: served.length > 0 && served.every(({ yanked }) => yanked),
  };
}

function isOpen(wheel: ExpectedWheel): boolean {
  return wheel.interpreter === undefined;
}

/** Certain ones before those that may be absent, named interpreters before whichever there are, universal wheels first. */
function rankOf(wheel: ExpectedWheel): number {
  return (
    4 * Number(isOpen(wheel)) +
    2 * Number(wheel.isOptional === true) +
    Number(wheel.arch !== 'universal2')
  );
}

function isUniversal({ os, arch }: Platform): boolean {
  return os === 'macos' && arch === 'universal2';
}

function placeOf({
  os,
  arch,
  interpreter,
}: ExpectedWheel): Pick<Cell, 'os' | 'arch' | 'interpreter'> {
  return { os, arch, ...(interpreter !== undefined && { interpreter }) };
}

function platformsOf(name: WheelName): Platform[] {
  return name.platformTags.flatMap(tag => readPlatformTag(tag) ?? []);
}

/** The interpreters of a wheel as people name them: `cp312`, `cp313t`, `cp38-abi3`, `py3`. */
function interpreterOf({ pythonTags, abiTags }: WheelName): string {
  const python = pythonTags.join('.');
  if (abiTags.some(tag => /^abi\d/.test(tag))) return `${python}-${abiTags.join('.')}`;
  const [abi = 'none'] = abiTags;
  return python.startsWith('cp') && /^cp\d+t$/.test(abi) ? abi : python;
}

function fits(expected: string | undefined, found: string): boolean {
  if (expected === undefined || expected === found) return true;
  // The oldest interpreter of an abi3 wheel may be known to the crate's features alone.
  if (expected === 'abi3') return /-abi3\b/.test(found);
  if (expected.endsWith('-abi3')) return found.startsWith(`${expected}.`);
  return expected === 'py3' && found.split('.').includes('py3');
}

function covers({ os, arch }: Platform, wheel: ExpectedWheel): boolean {
  return arch === wheel.arch && (os === wheel.os || os === wheel.alternative);
}

function tagProblems(
  file: IndexFile,
  name: WheelName,
  wheel: ExpectedWheel | undefined,
): TagProblem[] {
  if (name.platformTags.some(isPlainLinux)) {
    return [
      {
        kind: 'plainLinux',
        file,
        ...(wheel?.minimum !== undefined && { expected: wheel.minimum.join('_') }),
      },
    ];
  }
  if (wheel?.minimum === undefined) return [];
  // Several tags of one wheel are names of one policy, or a wheel that meets more than one: the oldest counts.
  const [found] = platformsOf(name)
    .filter(platform => covers(platform, wheel))
    .flatMap(({ minimum }) => (minimum === undefined ? [] : [minimum]))
    .sort(comparePolicies);
  if (found === undefined) return [];
  const order = comparePolicies(found, wheel.minimum);
  if (order === 0) return [];
  return [
    {
      kind: order < 0 ? 'older' : 'newer',
      file,
      found: found.join('_'),
      expected: wheel.minimum.join('_'),
    },
  ];
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
