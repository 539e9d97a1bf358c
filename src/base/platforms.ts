/**
 * The systems that wheels are built for. musl (Alpine) is a Linux with another C library, and has wheels of its own.
 * Emscripten is what Pyodide runs on.
 */
export type Os = 'linux' | 'musl' | 'macos' | 'windows' | 'android' | 'ios' | 'emscripten';

/**
 * Every architecture by the name that Rust has for it, with the other names in use: of maturin-action's `target`, of
 * cibuildwheel's `CIBW_ARCHS`, of wheel tags and of `actions/setup-python`.
 */
const NAMES = {
  x86_64: ['x86_64', 'x86-64', 'x86_64h', 'x64', 'amd64', 'intel64'],
  aarch64: ['aarch64', 'arm64', 'arm64_v8a', 'armv8', 'armv8l', 'arm64e'],
  i686: ['i686', 'i586', 'i386', 'x86', 'ia32', 'win32'],
  armv7: ['armv7', 'armv7l', 'armv7a', 'armhf', 'arm-v7', 'thumbv7neon', 'armeabi_v7a'],
  // Rust's arm-unknown-linux-* is ARMv6, and so is maturin-action's `arm`. GitHub's `-arm` runners are another matter.
  armv6: ['armv6', 'armv6l', 'arm', 'arm-v6'],
  s390x: ['s390x'],
  ppc64le: ['ppc64le', 'powerpc64le'],
  ppc64: ['ppc64', 'powerpc64'],
  riscv64: ['riscv64', 'riscv64gc', 'riscv64a23'],
  loongarch64: ['loongarch64'],
  wasm32: ['wasm32'],
  universal2: ['universal2'],
} as const;

/** An architecture by the name that Rust has for it; `universal2` is both of macOS in one wheel. */
export type Architecture = keyof typeof NAMES;

const BY_NAME: ReadonlyMap<string, Architecture> = new Map(
  Object.entries(NAMES).flatMap(([arch, names]) =>
    names.map(name => [name, arch as Architecture] as const),
  ),
);

/** The architecture that a word names in a manifest, target or wheel tag; undefined for any other word. */
export function architectureNamed(word: string): Architecture | undefined {
  return BY_NAME.get(word.toLowerCase());
}

/** The architecture of a Rust target or of one of maturin-action's short names for it. */
export function architectureOfTarget(target: string): Architecture | undefined {
  return architectureNamed(target) ?? architectureNamed(target.split('-', 1)[0] ?? '');
}

/** An architecture under one name: `x64`, `amd64` and `x86_64` are one. Other words stay as they are, in lower case. */
export function archName(arch: string): string {
  return architectureNamed(arch) ?? arch.toLowerCase();
}

/** The names of an architecture, such as a job or a label may have. */
export function namesOfArchitecture(arch: Architecture): readonly string[] {
  return NAMES[arch];
}

/** The system of a Rust target or of one of the words for it. */
export function osOfTarget(text: string): Os | undefined {
  if (/emscripten|pyodide|wasm32/i.test(text)) return 'emscripten';
  if (/android/i.test(text)) return 'android';
  if (/musl/i.test(text)) return 'musl';
  if (/linux|ubuntu|debian|alpine/i.test(text)) return 'linux';
  if (/apple-ios|\bios\b/i.test(text)) return 'ios';
  if (/darwin|apple|macos/i.test(text)) return 'macos';
  return /windows|msvc/i.test(text) ? 'windows' : undefined;
}

/** The architecture of GitHub's own runners (GitHub documentation, "Standard GitHub-hosted runners"). */
export function architectureOfRunner(label: string): Architecture | undefined {
  const [, macos, size] =
    /^macos-(latest|\d+)(?:\.\d+)?(-large|-intel|-xlarge)?$/i.exec(label) ?? [];
  if (macos !== undefined)
    return size === '-large' || size === '-intel' || (size === undefined && Number(macos) < 14)
      ? 'x86_64'
      : 'aarch64';
  const words = label.toLowerCase().split('-');
  if (!['ubuntu', 'windows'].includes(words[0] ?? '')) return undefined;
  if (words.includes('arm') || words.includes('arm64')) return 'aarch64';
  return words.length > 1 ? 'x86_64' : undefined;
}

/** The oldest glibc or musl that a wheel runs on. */
export type Policy = readonly [major: number, minor: number];

// PEP 600 "Legacy manylinux tags"
const LEGACY: Readonly<Record<string, Policy>> = { 1: [2, 5], 2010: [2, 12], 2014: [2, 17] };

/** A platform compatibility policy. */
export interface LinuxPolicy {
  readonly os: 'linux' | 'musl';
  readonly minimum: Policy;
}

/**
 * The policy that a `compatibility` setting of maturin or a `manylinux` input of maturin-action names: `2014`, `2_28`,
 * `manylinux2014`, `manylinux_2_28`, `musllinux_1_2`. Undefined for `auto`, `off`, `linux`, `pypi` and anything else.
 */
export function readPolicy(text: string): LinuxPolicy | undefined {
  const [, system, year, major, minor] =
    /^(?:(many|musl)linux_?)?(?:(1|2010|2014)|(\d{1,4})[_.](\d{1,4}))$/i.exec(text.trim()) ?? [];
  const legacy = year === undefined || system === 'musl' ? undefined : LEGACY[year];
  if (legacy !== undefined) return { os: 'linux', minimum: legacy };
  if (major === undefined || minor === undefined) return undefined;
  return {
    os: system?.toLowerCase() === 'musl' ? 'musl' : 'linux',
    minimum: [Number(major), Number(minor)],
  };
}

/** Negative where `a` is the older system. */
export function comparePolicies(a: Policy, b: Policy): number {
  return a[0] - b[0] || a[1] - b[1];
}
