import * as path from 'node:path';
import { architectureOfRunner, architectureOfTarget, type Os, osOfTarget } from '../base/platforms';
import { type CibuildwheelProject, cibuildwheelBuilds } from './cibuildwheel';
import type { Builds, WheelBuild } from './expectedFiles';
import type { FeatureOptions } from './wheelFacts';

/** One build of a workflow, as its file has it. */
export interface WorkflowBuild {
  readonly kind: 'wheel' | 'sdist';
  readonly tool?: 'maturin' | 'cibuildwheel' | 'frontend';
  readonly job: string;
  /** Of Rust or of maturin-action: `x86_64`, `x64`, `aarch64-apple-darwin`; undefined for that of the runner. */
  readonly target: string | undefined;
  /** What the job asks of its runner, such as `ubuntu-latest`. */
  readonly labels: readonly string[];
  readonly manylinux: string | undefined;
  /** The policies of the command line, which win over `manylinux`. */
  readonly compatibility?: readonly string[];
  readonly features?: FeatureOptions | undefined;
  /** By name, such as `python3.11` or `3.11`; all that are found; or the one that is there. */
  readonly interpreters: readonly string[] | 'found' | 'default';
  /** The versions that actions/setup-python installs. */
  readonly pythonVersions: readonly string[];
  readonly cibuildwheel?:
    | { readonly options: Readonly<Record<string, string>>; readonly version: string | undefined }
    | undefined;
  /** Whether it makes the source distribution too. */
  readonly withSdist: boolean;
  readonly continueOnError?: boolean;
  /** Whether it is known that the job runs. */
  readonly certain: boolean;
  /** Whether all of the above is known before the workflow runs. */
  readonly known: boolean;
}

/**
 * Reads what the builds of a workflow make. What only the run knows makes the result uncertain.
 *
 * @param unread steps that may add or change files and were not read
 */
export function workflowBuilds(
  builds: readonly WorkflowBuild[],
  project: CibuildwheelProject = {},
  unread: readonly string[] = [],
): Builds {
  const read = builds.map(build =>
    build.kind === 'sdist'
      ? { wheels: [], isRead: build.known }
      : build.cibuildwheel !== undefined
        ? cibuildwheelBuilds(build, build.cibuildwheel, project)
        : maturinBuild(build),
  );
  const makers = builds.filter(({ kind, withSdist }) => kind === 'sdist' || withSdist);
  const isSure = (build: WorkflowBuild) => build.certain && build.continueOnError !== true;
  return {
    wheels: read.flatMap(({ wheels, isRead }, index) =>
      wheels.map(wheel =>
        isRead && builds[index] !== undefined && isSure(builds[index])
          ? wheel
          : { ...wheel, isOptional: true },
      ),
    ),
    sdist: makers.some(isSure),
    isCertain:
      unread.length === 0 &&
      builds.length > 0 &&
      builds.every(isSure) &&
      read.every(({ isRead }) => isRead),
  };
}

/**
 * The builds of the package in one of these folders; a repository may build others beside it. Where none is known to be
 * of it, any of them may be, and all are where the package is the only one.
 * @param folders from the root of the repository, with "/"; empty for the root itself
 */
export function buildsIn<T extends Placed>(
  builds: readonly T[],
  folders: readonly string[],
  isOnly = false,
): readonly T[] {
  const found = inFolders(builds, folders);
  if (found.length > 0) return found;
  return isOnly ? builds : builds.map(build => ({ ...build, certain: false }));
}

/** Whether one of the builds can be of the package in one of these folders. */
export function mayBuildIn(builds: readonly Placed[], folders: readonly string[]): boolean {
  return builds.length === 0 || inFolders(builds, folders).length > 0;
}

/** A build with the folder that it is of. */
export interface Placed {
  readonly workingDirectory: string | undefined;
  readonly manifestPath: string | undefined;
  readonly certain: boolean;
}

function inFolders<T extends Placed>(
  builds: readonly T[],
  folders: readonly string[],
): readonly T[] {
  const wanted = new Set(folders.map(folder => path.posix.normalize(folder === '' ? '.' : folder)));
  return builds.flatMap((build): T[] => {
    const { workingDirectory = '.', manifestPath } = build;
    const at = path.posix
      .join(
        workingDirectory === '' ? '.' : workingDirectory,
        manifestPath === undefined ? '.' : path.posix.dirname(manifestPath),
      )
      .replace(/(?<=.)\/$/, '');
    if (wanted.has(at)) return [build];
    return at.includes('…') ? [{ ...build, certain: false }] : [];
  });
}

interface Read {
  readonly wheels: readonly WheelBuild[];
  readonly isRead: boolean;
}

function maturinBuild(build: WorkflowBuild): Read {
  const target = build.target === undefined || build.target === '' ? undefined : build.target;
  const [runner = ''] = build.labels;
  const os = osOfTarget(target ?? '') ?? osOfTarget(runner);
  const arch =
    target === undefined
      ? architectureOfRunner(runner)
      : target.includes('…')
        ? undefined
        : architectureOfTarget(target);
  if (os === undefined || arch === undefined) return { wheels: [], isRead: false };
  const { compatibility = [], manylinux, features } = build;
  const policies = compatibility.length > 0 ? compatibility : manylinux;
  const wheel: WheelBuild = {
    os,
    arch,
    job: build.job,
    ...interpretersOf(build, os),
    ...(policies !== undefined && policies !== '' && { manylinux: policies }),
    ...(features !== undefined && { features }),
  };
  return { wheels: [wheel], isRead: build.known };
}

/** Wheel tags of the interpreters, and whether there may be more than one can say. */
function interpretersOf(
  { interpreters, pythonVersions }: WorkflowBuild,
  os: Os,
): Pick<WheelBuild, 'interpreters' | 'findsMore'> {
  if (interpreters === 'found') return { findsMore: true };
  // On Linux the build runs in a container, which knows nothing of actions/setup-python.
  const own =
    os === 'linux' || os === 'musl' || pythonVersions.length !== 1 ? undefined : pythonVersions[0];
  const names = interpreters === 'default' ? [own ?? ''] : interpreters;
  const tags = names.map(name =>
    interpreterTag(/^(?:python3?|py)(?:\.exe)?$/i.test(name) ? (own ?? '') : name),
  );
  if (tags.includes(undefined)) return interpreters === 'default' ? {} : { findsMore: true };
  return { interpreters: [...new Set(tags.filter(tag => tag !== undefined))] };
}

/** The Python tag of an interpreter's name (PEP 425): `python3.11`, `3.13t`, `3.12.4`, `pypy3.10`, `cp311`. */
export function interpreterTag(name: string): string | undefined {
  const [, implementation = '', minor = '', free = ''] =
    /^(?:.*[/\\])?(python|pypy|cp|pp)?-?3\.?(\d{1,3})(?:\.\d+)?(t?)(?:-dev|-v?[\d.]+)?(?:\.exe)?$/i.exec(
      name.trim(),
    ) ?? [];
  if (minor === '') return undefined;
  return /^p(?:ypy|p)$/i.test(implementation) ? `pp3${minor}` : `cp3${minor}${free.toLowerCase()}`;
}
