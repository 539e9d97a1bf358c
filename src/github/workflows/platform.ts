/** What a job of a release is for, in the order in which they are listed. */
export const PLATFORMS = ['linux', 'macos', 'windows', 'source', 'publish', 'other'] as const;

export type Platform = (typeof PLATFORMS)[number];

/** An architecture by the name that Rust has for it, whatever a workflow or wheel calls it; `universal2` is both of macOS. */
export type Architecture =
  | 'x86_64'
  | 'aarch64'
  | 'i686'
  | 'armv7'
  | 's390x'
  | 'ppc64le'
  | 'ppc64'
  | 'riscv64'
  | 'universal2';

export interface JobPlace {
  readonly platform: Platform;
  readonly architecture: Architecture | undefined;
}

/** A pattern for whole words; `_` parts words too, apart from that in x86_64. */
function word(alternatives: string): RegExp {
  return new RegExp(`(?<![a-z0-9])(?:${alternatives})(?![a-z0-9])`, 'i');
}

const SYSTEMS: readonly (readonly [RegExp, Platform])[] = [
  [word('many-?linux\\d*|musl-?linux|linux(?:32|64)?|ubuntu|debian|alpine|musl|gnu'), 'linux'],
  [word('mac-?os(?:x|-?\\d+)?|darwin|osx|apple'), 'macos'],
  [word('windows|win|win32|win64|msvc|mingw'), 'windows'],
];

const ARCHITECTURES: readonly (readonly [RegExp, Architecture])[] = [
  [word('universal2'), 'universal2'],
  [word('x86_64|x86-64|x64|amd64|win64|linux64|intel'), 'x86_64'],
  [word('aarch64|arm64|armv8l?'), 'aarch64'],
  [word('i[3-6]86|x86(?![_-]64)|win32|linux32'), 'i686'],
  [word('armv7l?|armhf|arm-?v7'), 'armv7'],
  [word('s390x'), 's390x'],
  [word('ppc64le|powerpc64le'), 'ppc64le'],
  [word('ppc64|powerpc64'), 'ppc64'],
  [word('riscv64(?:gc)?'), 'riscv64'],
  // GitHub's own labels: ubuntu-24.04-arm, windows-11-arm.
  [word('arm'), 'aarch64'],
];

const SOURCE = word('sdist|source|src');
const PUBLISH = word('publish(?:ing)?|upload|pypi|test-?pypi');
const RELEASE = word('release|announce|host');
const ELSE = word(
  'lint|fmt|format|clippy|docs?|check|checks|changelog|plan|metadata|version|setup|prepare|coverage|audit|all-?good|notify',
);

/**
 * Where a job belongs, by its name and the labels of its runner. What is in the last parentheses of the name is
 * asked first, then the name, then the names of the jobs that called it, then the labels.
 */
export function placeOfName(name: string, labels: readonly string[]): JobPlace {
  const parts = name.split(' / ');
  const own = parts.at(-1) ?? '';
  const open = own.lastIndexOf('(');
  const [, values] = /^\(([^()]*)(?:\)|\.\.\.|…)?$/s.exec(open === -1 ? '' : own.slice(open)) ?? [];
  const before = values === undefined ? own : own.slice(0, open).trimEnd();
  const texts = [values ?? '', before, ...parts.slice(0, -1).toReversed()];
  const label = labels.join(' ');
  const named = firstOf(SYSTEMS, texts);
  const platform = PUBLISH.test(before)
    ? 'publish'
    : SOURCE.test(before) || SOURCE.test(values ?? '')
      ? 'source'
      : (named ??
        (RELEASE.test(before)
          ? 'publish'
          : ELSE.test(before)
            ? 'other'
            : (firstOf(SYSTEMS, [label]) ?? 'other')));
  const built = platform === 'linux' || platform === 'macos' || platform === 'windows';
  return {
    platform,
    architecture: built
      ? (firstOf(ARCHITECTURES, texts) ?? architectureOfLabels(labels))
      : undefined,
  };
}

export function architectureOf(text: string): Architecture | undefined {
  return firstOf(ARCHITECTURES, [text]);
}

export function systemOf(text: string): Platform | undefined {
  return firstOf(SYSTEMS, [text]);
}

/** The architecture of GitHub's own runners (GitHub docs, "Standard GitHub-hosted runners"). */
export function architectureOfLabels(labels: readonly string[]): Architecture | undefined {
  for (const label of labels) {
    const named = firstOf(ARCHITECTURES, [label]);
    if (named !== undefined) return named;
    const macos = /^macos-(latest|\d+)(-large|-xlarge)?$/i.exec(label);
    if (macos !== null)
      return macos[2] === '-large' || (macos[2] === undefined && Number(macos[1]) < 14)
        ? 'x86_64'
        : 'aarch64';
    if (/^(?:ubuntu|windows)-(?:latest|\d+(?:\.\d+)?)/i.test(label)) return 'x86_64';
  }
  return undefined;
}

function firstOf<T>(
  patterns: readonly (readonly [RegExp, T])[],
  texts: readonly string[],
): T | undefined {
  for (const text of texts) {
    const found = patterns.find(([pattern]) => pattern.test(text));
    if (found !== undefined) return found[1];
  }
  return undefined;
}
