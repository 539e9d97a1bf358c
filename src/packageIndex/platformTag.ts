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
