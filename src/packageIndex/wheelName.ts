import { normalizedName } from '../base/names';
import { readPep440 } from '../versions/pep440';
import type { WheelFacts } from './expectedFiles';

/**
 * The parts of a wheel's file name, `{distribution}-{version}(-{build})?-{python}-{abi}-{platform}.whl`
 * (PEP 427 "File name convention"; Binary distribution format).
 */
export interface WheelName {
  readonly kind: 'wheel';
  /** As written: `budtiktok`, in old names also with dots and capitals. */
  readonly distribution: string;
  /** As written, with `_` for the `-` that it may not hold. */
  readonly version: string;
  /** Breaks ties between wheels of one version; starts with a digit. */
  readonly build?: string;
  /** Compressed tag sets (PEP 425): `py2.py3` is two tags. */
  readonly pythonTags: readonly string[];
  readonly abiTags: readonly string[];
  readonly platformTags: readonly string[];
}

/** The parts of a source distribution's file name, `{name}-{version}.tar.gz` (PEP 625; older ones are `.zip` and others). */
export interface SdistName {
  readonly kind: 'sdist';
  readonly distribution: string;
  readonly version: string;
  readonly extension: string;
}

const TAGS = /^\w+(?:\.\w+)*$/;
const SDIST = /\.(?:tar\.gz|zip|tar\.bz2|tar\.xz|tar\.Z|tgz|tar)$/;

/** Reads the name of a wheel; undefined where it is none. */
export function parseWheelName(fileName: string): WheelName | undefined {
  if (!fileName.endsWith('.whl')) return undefined;
  // The tags hold no "-", so counting from the right stays right where an old distribution name does.
  const parts = fileName.slice(0, -'.whl'.length).split('-');
  const [python, abi, platform] = parts.splice(-3);
  if (python === undefined || abi === undefined || platform === undefined) return undefined;
  if (![python, abi, platform].every(tags => TAGS.test(tags))) return undefined;
  // A version starts with a digit too, so a build tag is told by there being a version before it.
  const build = parts.length === 3 && /^\d/.test(parts[2] ?? '') ? parts.pop() : undefined;
  const [distribution, version] = parts;
  if (parts.length !== 2 || distribution === undefined || version === undefined) return undefined;
  if (!/^\w[\w.]*$/.test(distribution) || !/^[\w.!+]+$/.test(version)) return undefined;
  return {
    kind: 'wheel',
    distribution,
    version,
    ...(build !== undefined && { build }),
    pythonTags: python.split('.'),
    abiTags: abi.split('.'),
    platformTags: platform.split('.'),
  };
}

/**
 * Reads the name of a source distribution; undefined where it is none.
 *
 * @param project the project it belongs to: old names hold "-" in either part, and only the project tells where to split
 */
export function parseSdistName(fileName: string, project?: string): SdistName | undefined {
  const extension = SDIST.exec(fileName)?.[0];
  if (extension === undefined) return undefined;
  const stem = fileName.slice(0, -extension.length);
  for (let at = stem.lastIndexOf('-'); at > 0; at = stem.lastIndexOf('-', at - 1)) {
    const distribution = stem.slice(0, at);
    const version = stem.slice(at + 1);
    const fits =
      project === undefined
        ? readPep440(version) !== undefined
        : normalizedName(distribution) === normalizedName(project);
    if (fits && version !== '') return { kind: 'sdist', distribution, version, extension };
  }
  return undefined;
}

/** Reads the name of a file that an index serves; undefined for eggs, installers and what is no distribution at all. */
export function parseFileName(
  fileName: string,
  project?: string,
): WheelName | SdistName | undefined {
  return parseWheelName(fileName) ?? parseSdistName(fileName, project);
}

/** The systems that wheels are built for. musl (Alpine) is a Linux with another C library, and needs wheels of its own. */
export type Os = 'linux' | 'musl' | 'macos' | 'windows';

/** What a platform tag promises (PEP 425, 513, 571, 599, 600, 656; macOS and Windows as CPython's sysconfig names them). */
export interface Platform {
  /** A system that this project does not build for is kept under its own name, such as `android`. */
  readonly os: Os | (string & {});
  /** As Rust names it: `x86_64`, `aarch64`, `i686`, `armv7`, `universal2` … */
  readonly arch: string;
  /** The oldest glibc (linux), musl or macOS that it runs on. Absent on Windows, and on a plain `linux_…` tag. */
  readonly minimum?: readonly [major: number, minor: number];
}

/** Reads one platform tag; undefined for `any` and for what cannot be read. */
export function readPlatformTag(tag: string): Platform | undefined {
  if (tag === 'win32') return { os: 'windows', arch: 'i686' };
  const [, year, yearArch = ''] = /^manylinux(1|2010|2014)_(\w+)$/.exec(tag) ?? [];
  if (year !== undefined)
    return { os: 'linux', arch: archName(yearArch), minimum: LEGACY[year] ?? [0, 0] };
  const [, system = '', major = '', minor = '', versioned = ''] =
    /^(manylinux|musllinux|macosx|ios)_(\d+)_(\d+)_(\w+)$/.exec(tag) ?? [];
  if (system !== '')
    return {
      os: OS_NAMES[system] ?? system,
      arch: archName(versioned),
      minimum: [Number(major), Number(minor)],
    };
  const [, plain = '', arch = ''] = /^(win|linux)_(\w+)$/.exec(tag) ?? [];
  if (plain !== '') return { os: OS_NAMES[plain] ?? plain, arch: archName(arch) };
  const [, other, rest] = /^([a-z]+)_(\w+)$/.exec(tag) ?? [];
  return other === undefined || rest === undefined ? undefined : { os: other, arch: rest };
}

/** Whether the tag is the plain `linux_x86_64` that promises nothing about the system, and that PyPI rejects. */
export function isPlainLinux(tag: string): boolean {
  // PyPI accepts linux_armv6l and linux_armv7l, for which no manylinux existed (warehouse, forklift/legacy.py).
  return /^linux_(?!armv[67]l$)\w+$/.test(tag);
}

/**
 * The policy that a `compatibility` setting of maturin or a `manylinux` input of maturin-action names: `2014`, `2_28`,
 * `manylinux2014`, `manylinux_2_28`, `musllinux_1_2`. Undefined for `auto`, `off`, `linux`, `pypi` and anything else.
 */
export function readPolicy(
  text: string,
): { readonly os: 'linux' | 'musl'; readonly minimum: readonly [number, number] } | undefined {
  const [, system, year, major, minor] =
    /^(?:(many|musl)linux_?)?(?:(1|2010|2014)|(\d+)[_.](\d+))$/.exec(text.trim()) ?? [];
  const legacy = year === undefined ? undefined : LEGACY[year];
  if (legacy !== undefined) return { os: 'linux', minimum: legacy };
  if (major === undefined || minor === undefined) return undefined;
  return { os: system === 'musl' ? 'musl' : 'linux', minimum: [Number(major), Number(minor)] };
}

/** An architecture under one name, whatever the world it comes from: `x64`, `amd64` and `x86_64` are one. */
export function archName(arch: string): string {
  return ARCHES[arch.toLowerCase()] ?? arch.toLowerCase();
}

/** Negative where `a` is the older system. */
export function comparePolicies(
  a: readonly [number, number],
  b: readonly [number, number],
): number {
  return a[0] - b[0] || a[1] - b[1];
}

// PEP 600 "Legacy manylinux tags"
const LEGACY: Readonly<Record<string, readonly [number, number]>> = {
  1: [2, 5],
  2010: [2, 12],
  2014: [2, 17],
};

const OS_NAMES: Readonly<Record<string, string>> = {
  manylinux: 'linux',
  linux: 'linux',
  musllinux: 'musl',
  macosx: 'macos',
  win: 'windows',
};

const ARCHES: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  x64: 'x86_64',
  'x86-64': 'x86_64',
  arm64: 'aarch64',
  x86: 'i686',
  i386: 'i686',
  i586: 'i686',
  ia32: 'i686',
  armv7l: 'armv7',
  armhf: 'armv7',
  armv6l: 'armv6',
  powerpc64le: 'ppc64le',
  powerpc64: 'ppc64',
  riscv64gc: 'riscv64',
  'universal2-apple-darwin': 'universal2',
};

/** What a project's manifests say of its wheels. */
export interface ProjectFacts {
  /**
   * Features under which the extension module is built: those of the pyo3 dependency in Cargo.toml, and `features` of
   * `[tool.maturin]`, such as `extension-module`, `abi3-py38` or `pyo3/abi3-py38`.
   */
  readonly features: readonly string[];
  /** `[tool.maturin] bindings`, where it is set. */
  readonly bindings?: string;
  /** `[tool.maturin] compatibility`, where it is set. */
  readonly compatibility?: string;
  /** Whether the crate depends on pyo3 or pyo3-ffi. */
  readonly usesPyo3: boolean;
}

/** What the wheels are bound to (maturin user guide, "Bindings"; PyO3 user guide, "Py_LIMITED_API/abi3"). */
export function wheelFacts({
  features,
  bindings,
  compatibility,
  usesPyo3,
}: ProjectFacts): WheelFacts {
  const rest = compatibility === undefined ? {} : { compatibility };
  const isPyo3 = bindings === undefined ? usesPyo3 : /^pyo3(?:-ffi)?$/.test(bindings);
  // Binaries, cffi and uniffi have wheels that any Python 3 takes.
  if (!isPyo3) return { binding: 'any', ...rest };
  const stable = features.flatMap(feature => {
    const [found, minor] = /^(?:pyo3(?:-ffi)?\??\/)?abi3(?:-py3(\d+))?$/.exec(feature) ?? [];
    return found === undefined ? [] : [minor];
  });
  if (stable.length === 0) return { binding: 'extension', ...rest };
  // Features add up, and PyO3 takes the oldest Python of those that are on.
  const minors = stable.flatMap(minor => (minor === undefined ? [] : [Number(minor)]));
  return {
    binding: 'abi3',
    ...(minors.length > 0 && { abi3: `cp3${Math.min(...minors)}` }),
    ...rest,
  };
}
