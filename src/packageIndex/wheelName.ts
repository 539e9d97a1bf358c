import { normalizedName } from '../base/names';
import { archName, type Os, type Policy, readPolicy } from '../base/platforms';
import { readPep440 } from '../versions/pep440';

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
  // A version starts with a digit too, so a build tag is what has a version before it.
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

/** What a platform tag promises (PEP 425, 513, 571, 599, 600, 656; macOS and Windows as CPython's sysconfig names them). */
export interface Platform {
  /** A system that this project does not build for is kept under its own name, such as `android`. */
  readonly os: Os | (string & {});
  /** As Rust names it: `x86_64`, `aarch64`, `i686`, `armv7`, `universal2` … */
  readonly arch: string;
  /** The oldest glibc (linux), musl or macOS that it runs on. Absent on Windows, and on a plain `linux_…` tag. */
  readonly minimum?: Policy;
}

/** Reads one platform tag; undefined for `any` and for what cannot be read. */
export function readPlatformTag(tag: string): Platform | undefined {
  if (tag === 'win32') return { os: 'windows', arch: 'i686' };
  const [, year, yearArch = ''] = /^manylinux(1|2010|2014)_(\w+)$/.exec(tag) ?? [];
  const legacy = year === undefined ? undefined : readPolicy(year);
  if (legacy !== undefined)
    return { os: 'linux', arch: archName(yearArch), minimum: legacy.minimum };
  const [, system = '', major = '', minor = '', rest = ''] =
    /^(manylinux|musllinux|macosx|ios|pyodide|pyemscripten)_(\d+)_(\d+)_(\w+)$/.exec(tag) ?? [];
  if (system !== '')
    return {
      os: OS_NAMES[system] ?? system,
      // PEP 730: `ios_13_0_arm64_iphoneos`
      arch: `${archName(rest.replace(/_iphone(?:os|simulator)$/, ''))}${rest.endsWith('_iphonesimulator') ? '-sim' : ''}`,
      minimum: [Number(major), Number(minor)],
    };
  // PEP 738: `android_21_arm64_v8a`
  const [, level = '', android = ''] = /^android_(\d+)_(\w+)$/.exec(tag) ?? [];
  if (level !== '') return { os: 'android', arch: archName(android), minimum: [Number(level), 0] };
  const [, plain = '', arch = ''] = /^(win|linux)_(\w+)$/.exec(tag) ?? [];
  if (plain !== '') return { os: OS_NAMES[plain] ?? plain, arch: archName(arch) };
  const [, other, end] = /^([a-z]+)_(\w+)$/.exec(tag) ?? [];
  return other === undefined || end === undefined
    ? undefined
    : { os: OS_NAMES[other] ?? other, arch: archName(end.replace(/^(?:\d+_)+/, '')) };
}

/** Whether the tag is the plain `linux_x86_64` that promises nothing about the system, and that PyPI rejects. */
export function isPlainLinux(tag: string): boolean {
  // PyPI accepts linux_armv6l and linux_armv7l, for which no manylinux existed (warehouse, forklift/legacy.py).
  return /^linux_(?!armv[67]l$)\w+$/.test(tag);
}

const OS_NAMES: Readonly<Record<string, string>> = {
  manylinux: 'linux',
  linux: 'linux',
  musllinux: 'musl',
  macosx: 'macos',
  win: 'windows',
  ios: 'ios',
  pyodide: 'emscripten',
  pyemscripten: 'emscripten',
  emscripten: 'emscripten',
};
