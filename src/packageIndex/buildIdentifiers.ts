/** The newest release of cibuildwheel whose identifiers are known here, as 100 * major + minor. */
export const LATEST = 402;

export const PLATFORMS = ['linux', 'macos', 'windows', 'pyodide', 'android', 'ios'] as const;

export type Platform = (typeof PLATFORMS)[number];

interface Enabled {
  readonly version: number;
  readonly enable: readonly string[];
  readonly isFree: boolean;
  readonly isPre: boolean;
}

/** Whether an identifier is built without being enabled (cibuildwheel's `selector.py` in each release). */
export function isEnabled(
  identifier: string,
  { version, enable, isFree, isPre }: Enabled,
): boolean {
  if (enable.includes('all')) return true;
  const [tag = '', place = ''] = identifier.split(/-(.*)/s);
  if (tag.startsWith('gp')) return enable.includes('graalpy');
  if (tag.startsWith('pp')) {
    if (version < 300) return true;
    const isOld = tag === 'pp310' ? version >= 302 : /^pp3\d$/.test(tag);
    return enable.includes(isOld ? 'pypy-eol' : 'pypy');
  }
  if (place.startsWith('pyodide')) {
    if (tag === 'cp312' && version >= 400) return enable.includes('pyodide-eol');
    const isNext = (tag === 'cp313' && version === 300) || (tag === 'cp314' && version === 400);
    if (isNext) return enable.includes('pyodide-prerelease');
  }
  if (version < 400 && (tag === 'cp313t' || (tag === 'cp314t' && version < 301)))
    return isFree || enable.includes('cpython-freethreading');
  if (place.endsWith('_riscv64') && version < 301)
    return enable.includes('cpython-experimental-riscv64');
  const isPrerelease =
    (tag === 'cp313' && version < 220) ||
    (tag.startsWith('cp314') && version < 301) ||
    (tag.startsWith('cp315') && version < 402);
  return !isPrerelease || isPre || enable.includes('cpython-prerelease');
}

/** All identifiers of a platform in a release of cibuildwheel (its resources/build-platforms.toml). */
export function identifiersOf(platform: Platform, version = LATEST): string[] {
  const isMajor3 = version >= 300;
  const isMajor4 = version >= 400;
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const minors = range(
    isMajor4 ? 9 : isMajor3 ? 8 : 6,
    isMajor4 ? 15 : isMajor3 ? 14 : version >= 219 ? 13 : 12,
  );
  const pypys = range(isMajor4 ? 9 : isMajor3 ? 8 : 7, version >= 223 ? 11 : 10);
  const graals = [
    ...(isMajor3 && !isMajor4 ? ['gp311_242'] : []),
    ...(version >= 302 ? ['gp312_250'] : []),
  ];
  const free = [
    ...(version >= 219 && !isMajor4 ? ['cp313t'] : []),
    ...(isMajor3 ? ['cp314t'] : []),
    ...(isMajor4 ? ['cp315t'] : []),
  ];
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
        ...graals.flatMap(tag => of(tag, ['manylinux_x86_64', 'manylinux_aarch64'])),
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
        ...graals.flatMap(tag => of(tag, ['macosx_x86_64', 'macosx_arm64'])),
      ];
    case 'windows':
      return [
        ...all.flatMap(({ tag, minor }) =>
          of(tag, ['win32', 'win_amd64', ...(minor >= 9 ? ['win_arm64'] : [])]),
        ),
        ...pypys.flatMap(minor => of(`pp3${minor}`, ['win_amd64'])),
        ...graals.flatMap(tag => of(tag, ['win_amd64'])),
      ];
    case 'pyodide':
      return [
        'cp312',
        ...(isMajor3 ? ['cp313'] : []),
        ...(isMajor4 ? ['cp314'] : []),
        ...(version >= 402 ? ['cp315'] : []),
      ].map(tag => `${tag}-pyodide_wasm32`);
    case 'android':
      return [
        ...(version >= 301 ? ['cp313'] : []),
        ...(version >= 302 ? ['cp314'] : []),
        ...(isMajor4 ? ['cp315'] : []),
      ].flatMap(tag => of(tag, ['android_arm64_v8a', 'android_x86_64']));
    case 'ios':
      return (isMajor4 ? ['cp313', 'cp314', 'cp315'] : isMajor3 ? ['cp313', 'cp314'] : []).flatMap(
        tag =>
          of(tag, [
            'ios_arm64_iphoneos',
            'ios_arm64_iphonesimulator',
            'ios_x86_64_iphonesimulator',
          ]),
      );
  }
}
