import * as path from 'node:path';
import type { Builds, WheelBuild } from './expectedFiles';
import type { Os } from './wheelName';

/** One build of a workflow, as its file has it. */
export interface WorkflowBuild {
  readonly kind: 'wheel' | 'sdist';
  readonly job: string;
  /** Of Rust or of maturin-action: `x86_64`, `x64`, `aarch64-apple-darwin`; undefined for that of the runner. */
  readonly target: string | undefined;
  /** What the job asks of its runner, such as `ubuntu-latest`. */
  readonly labels: readonly string[];
  readonly manylinux: string | undefined;
  /** By name, such as `python3.11` or `3.11`; all that are found; or the one that is there. */
  readonly interpreters: readonly string[] | 'found' | 'default';
  /** The versions that actions/setup-python installs. */
  readonly pythonVersions: readonly string[];
  /** Whether it makes the source distribution too. */
  readonly withSdist: boolean;
  /** Whether it is known that the job runs. */
  readonly certain: boolean;
  /** Whether all of the above is known before the workflow runs. */
  readonly known: boolean;
}

/** Reads what the builds of a workflow make; what cannot be told before it runs makes the result uncertain. */
export function workflowBuilds(builds: readonly WorkflowBuild[]): Builds {
  const wheels = builds.flatMap(build => (build.kind === 'wheel' ? (wheelBuild(build) ?? []) : []));
  const makers = builds.filter(({ kind, withSdist }) => kind === 'sdist' || withSdist);
  return {
    wheels,
    sdist: makers.length > 0,
    isCertain:
      builds.every(({ certain, known }) => certain && known) &&
      wheels.length === builds.filter(({ kind }) => kind === 'wheel').length,
  };
}

/**
 * Those builds that are of the package in one of these folders, or all where none is said to be.
 * @param folders from the root of the repository, with "/"; empty for the root itself
 */
export function buildsIn<
  T extends {
    readonly workingDirectory: string | undefined;
    readonly manifestPath: string | undefined;
  },
>(builds: readonly T[], folders: readonly string[]): readonly T[] {
  const wanted = new Set(folders.map(folder => path.posix.normalize(folder === '' ? '.' : folder)));
  const found = builds.filter(({ workingDirectory = '.', manifestPath }) => {
    const at = path.posix.join(
      workingDirectory === '' ? '.' : workingDirectory,
      manifestPath === undefined ? '.' : path.posix.dirname(manifestPath),
    );
    return wanted.has(at.replace(/(?<=.)\/$/, ''));
  });
  return found.length === 0 ? builds : found;
}

function wheelBuild(build: WorkflowBuild): WheelBuild | undefined {
  const target = build.target === undefined || build.target === '' ? undefined : build.target;
  const runner = build.labels.join(' ');
  const os = osOf(target ?? '') ?? osOf(runner);
  const arch = target === undefined ? archOfRunner(runner) : archOfTarget(target);
  if (os === undefined || arch === undefined || target?.includes('…') === true) return undefined;
  const interpreters = interpretersOf(build, os);
  return {
    os,
    arch,
    job: build.job,
    ...(interpreters !== undefined && { interpreters }),
    ...(build.manylinux !== undefined && build.manylinux !== '' && { manylinux: build.manylinux }),
  };
}

function osOf(text: string): Os | undefined {
  if (/musl/i.test(text)) return 'musl';
  if (/linux|ubuntu|debian|alpine/i.test(text)) return 'linux';
  if (/darwin|apple|macos/i.test(text)) return 'macos';
  return /windows|msvc/i.test(text) ? 'windows' : undefined;
}

/** The first part of a triple; maturin-action takes that part alone, and `x64` and `x86`. */
function archOfTarget(target: string): string | undefined {
  if (target.startsWith('universal2')) return 'universal2';
  const [, arch] =
    /^(x86_64|x86-64|amd64|x64|i[3-6]86|x86|aarch64|arm64|armv7\w*|armv6\w*|arm\w*|s390x|ppc64le|powerpc64le|ppc64|powerpc64|riscv64\w*)(?:$|-)/i.exec(
      target,
    ) ?? [];
  if (arch === undefined) return undefined;
  return /^armv7/i.test(arch) ? 'armv7' : /^armv6|^arm$|^armhf/i.test(arch) ? 'armv6' : arch;
}

/** Of GitHub's own runners (GitHub documentation, "Standard GitHub-hosted runners"). */
function archOfRunner(label: string): string | undefined {
  if (/arm/i.test(label)) return 'aarch64';
  const [, macos, size] = /\bmacos-(latest|\d+)(-large|-intel|-xlarge)?/i.exec(label) ?? [];
  if (macos !== undefined)
    return size === '-large' || size === '-intel' || (size === undefined && Number(macos) < 14)
      ? 'x86_64'
      : 'aarch64';
  return /\b(?:ubuntu|windows)-/i.test(label) ? 'x86_64' : undefined;
}

/** Wheel tags of the interpreters; undefined where only the runner knows them. */
function interpretersOf(
  { interpreters, pythonVersions }: WorkflowBuild,
  os: Os,
): string[] | undefined {
  if (interpreters === 'found') return undefined;
  // On Linux the build runs in a container, which knows nothing of actions/setup-python.
  const names =
    interpreters !== 'default'
      ? interpreters
      : os === 'linux' || os === 'musl' || pythonVersions.length !== 1
        ? []
        : pythonVersions;
  const tags = names.map(interpreterTag);
  return tags.length === 0 || tags.includes(undefined)
    ? undefined
    : [...new Set(tags.filter(tag => tag !== undefined))];
}

/** The Python tag of an interpreter's name (PEP 425): `python3.11`, `3.13t`, `pypy3.10`, `cp311`. */
export function interpreterTag(name: string): string | undefined {
  const [, implementation = '', minor = '', free = ''] =
    /^(?:.*[/\\])?(python|pypy|cp|pp)?-?3\.?(\d+)(t?)(?:\.exe)?$/i.exec(name.trim()) ?? [];
  if (minor === '') return undefined;
  return /^p(?:ypy|p)$/i.test(implementation) ? `pp3${minor}` : `cp3${minor}${free.toLowerCase()}`;
}
