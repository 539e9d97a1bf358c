/** The newest release of cibuildwheel whose identifiers are known here, as 100 * major + minor. */
export const LATEST = 304;

interface Enabled {
  readonly version: number;
  readonly enable: readonly string[];
  readonly isFree: boolean;
  readonly isPre: boolean;
}

/** Whether a Python is built without being enabled (cibuildwheel documentation, "enable"). */
export function isEnabled(tag: string, { version, enable, isFree, isPre }: Enabled): boolean {
  if (enable.includes('all')) return true;
  if (tag.startsWith('pp')) {
    if (version < 300) return true;
    return /^pp3(?:8|9|10)$/.test(tag)
      ? enable.includes('pypy-eol') || (tag === 'pp310' && version < 301 && enable.includes('pypy'))
      : enable.includes('pypy');
  }
  if (tag === 'cp313t' || (tag === 'cp314t' && version < 301))
    return isFree || enable.includes('cpython-freethreading');
  const isPrerelease =
    (tag === 'cp313' && version < 220) || (tag.startsWith('cp314') && version < 301);
  return !isPrerelease || isPre || enable.includes('cpython-prerelease');
}

/** All identifiers of a platform in a release of cibuildwheel (its resources/build-platforms.toml). */
export function identifiersOf(platform: Platform, version = LATEST): string[] {
  const isMajor3 = version >= 300;
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const minors = range(isMajor3 ? 8 : 6, isMajor3 ? 14 : version >= 219 ? 13 : 12);
  const pypys = range(isMajor3 ? 8 : 7, version >= 223 ? 11 : 10);
  const free = [...(version >= 219 ? ['cp313t'] : []), ...(isMajor3 ? ['cp314t'] : [])];
  const cpythons = [...minors.map(minor => ({ tag: `cp3${minor}`, minor }))];
  const all = [...cpythons, ...free.map(tag => ({ tag, minor: 13 }))];
  const of = (tag: string, places: readonly string[]) => places.map(place => `${tag}-${place}`);
  switch (platform) {
    case 'linux': {
      const arches = ['x86_64', 'i686', 'aarch64', 'ppc64le', 's390x'];
      const many = [...arches, ...(version >= 222 ? ['armv7l'] : [])];
      const musl = [...arches, ...(version >= 221 ? ['armv7l'] : [])];
      const more = version >= 301 ? ['riscv64'] : [];
      return [
        ...all.flatMap(({ tag, minor }) =>
          of(tag, [
            ...many.map(arch => `manylinux_${arch}`),
            ...musl.map(arch => `musllinux_${arch}`),
            ...(minor >= 9 ? more : []).flatMap(arch => [`manylinux_${arch}`, `musllinux_${arch}`]),
          ]),
        ),
        ...pypys.flatMap(minor =>
          of(`pp3${minor}`, ['manylinux_x86_64', 'manylinux_i686', 'manylinux_aarch64']),
        ),
      ];
    }
    case 'macos':
      return [
        ...all.flatMap(({ tag, minor }) =>
          of(tag, ['macosx_x86_64', ...(minor >= 8 ? ['macosx_arm64', 'macosx_universal2'] : [])]),
        ),
        ...pypys.flatMap(minor =>
          of(`pp3${minor}`, ['macosx_x86_64', ...(minor >= 8 ? ['macosx_arm64'] : [])]),
        ),
      ];
    case 'windows':
      return [
        ...all.flatMap(({ tag, minor }) =>
          of(tag, ['win32', 'win_amd64', ...(minor >= 9 ? ['win_arm64'] : [])]),
        ),
        ...pypys.flatMap(minor => of(`pp3${minor}`, ['win_amd64'])),
      ];
    case 'pyodide':
    case 'android':
    case 'ios':
      return [];
  }
}

export type Platform = 'linux' | 'macos' | 'windows' | 'pyodide' | 'android' | 'ios';
