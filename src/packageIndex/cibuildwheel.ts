import { architectureNamed, architectureOfRunner, type Os, osOfTarget } from '../base/platforms';
import type { WheelBuild } from './expectedFiles';
import { patternsOf } from './buildSelectors';
import { LATEST, isEnabled, identifiersOf, type Platform } from './buildIdentifiers';

/** What a project says of its builds with cibuildwheel. */
export interface CibuildwheelProject {
  /** `[tool.cibuildwheel]`. */
  readonly cibuildwheel?: Readonly<Record<string, unknown>>;
  /** `[project] requires-python`. */
  readonly requiresPython?: string;
}

interface Call {
  readonly options: Readonly<Record<string, string>>;
  readonly version: string | undefined;
}

interface Job {
  readonly job: string;
  readonly labels: readonly string[];
  readonly known: boolean;
}

/**
 * The wheels that cibuildwheel builds in a job (cibuildwheel documentation, "Options"). Where a selector can't be read or
 * the version isn't pinned, the places are given without interpreters.
 */
export function cibuildwheelBuilds(
  { job, labels, known }: Job,
  { options, version }: Call,
  { cibuildwheel = {}, requiresPython }: CibuildwheelProject,
): { readonly wheels: readonly WheelBuild[]; readonly isRead: boolean } {
  const unread = { wheels: [], isRead: false };
  const [label = ''] = labels;
  if (!known || Object.values(options).some(value => value.includes('…'))) return unread;
  // Another file, or overrides that may skip or rename, are not read.
  if (options['CONFIG_FILE'] !== undefined) return unread;
  const platform = platformOf(options, label);
  if (platform === undefined) return unread;
  const table = cibuildwheel[platform];
  const setting = (name: string, byPlatform = true): string | undefined => {
    const key = name.toUpperCase().replaceAll('-', '_');
    const candidates = [
      byPlatform ? options[`${key}_${platform.toUpperCase()}`] : undefined,
      options[key],
      textOf(isRecord(table) ? table[name] : undefined),
      textOf(cibuildwheel[name]),
    ];
    return candidates.find(value => value !== undefined);
  };
  const only = options['ONLY'];
  const release = releaseOf(version);
  const identifiers =
    only === undefined
      ? selected(
          platform,
          label,
          setting,
          release,
          options['PROJECT_REQUIRES_PYTHON'] ?? requiresPython,
        )
      : { found: [only], isRead: true };
  if (identifiers === undefined) return unread;
  const groups = new Map<string, { os: Os; arch: string; tags: string[] }>();
  for (const identifier of identifiers.found) {
    const place = placeOf(identifier);
    if (place === undefined) return unread;
    const { os, arch, tag } = place;
    const group = groups.get(`${os} ${arch}`) ?? { os, arch, tags: [] };
    group.tags.push(tag);
    groups.set(`${os} ${arch}`, group);
  }
  return {
    wheels: [...groups.values()].map(({ os, arch, tags }) => ({
      os,
      arch,
      job,
      // auditwheel names the oldest policies that a wheel meets, which may be older than that of the image.
      ...((os === 'linux' || os === 'musl') && { manylinux: 'pypi' }),
      ...(identifiers.isRead ? { interpreters: [...new Set(tags)] } : { findsMore: true }),
    })),
    isRead: !(Array.isArray(cibuildwheel['overrides']) && cibuildwheel['overrides'].length > 0),
  };
}

type Setting = (name: string, byPlatform?: boolean) => string | undefined;

/** The identifiers that the selectors choose; `isRead` is false where the interpreters among them are not known. */
function selected(
  platform: Platform,
  label: string,
  setting: Setting,
  version: number | undefined,
  requiresPython: string | undefined,
): { readonly found: readonly string[]; readonly isRead: boolean } | undefined {
  if (platform !== 'linux' && platform !== 'macos' && platform !== 'windows') return undefined;
  const archs = archsOf(platform, label, setting('archs') ?? 'auto', version);
  if (archs === undefined) return undefined;
  const build = patternsOf(setting('build', false) ?? '*');
  const skip = patternsOf(setting('skip', false) ?? '');
  const oldest = oldestOf(requiresPython);
  const enable = (setting('enable', false) ?? '').split(/[\s,]+/);
  const isFree = /^(?:1|true|yes|on)$/i.test(setting('free-threaded-support', false) ?? '');
  const isPre = /^(?:1|true|yes|on)$/i.test(setting('prerelease-pythons', false) ?? '');
  if (build === undefined || skip === undefined || oldest === undefined) return undefined;
  const found = identifiersOf(platform, version).filter(identifier => {
    const [tag = '', place = ''] = identifier.split(/-(.*)/s);
    const minor = Number(/^[cp]p3(\d+)/.exec(tag)?.[1] ?? 0);
    return (
      archs.includes(archOf(place)) &&
      minor >= oldest &&
      build.some(pattern => pattern.test(identifier)) &&
      !skip.some(pattern => pattern.test(identifier)) &&
      isEnabled(tag, { version: version ?? LATEST, enable, isFree, isPre })
    );
  });
  return { found, isRead: version !== undefined || build.every(pattern => pattern.isNamed) };
}

/** Releases as one number, such as 2.23 as 223: only these decide which identifiers there are. */
function releaseOf(version: string | undefined): number | undefined {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  if (major === undefined || minor === undefined) return undefined;
  const release = Number(major) * 100 + Number(minor);
  return release < OLDEST || release > LATEST ? undefined : release;
}

/** The oldest release whose identifiers are known here. */
const OLDEST = 216;

/** The architectures of `CIBW_ARCHS`, by Rust's names. */
function archsOf(
  platform: Platform,
  label: string,
  text: string,
  version: number | undefined,
): readonly string[] | undefined {
  const native = architectureOfRunner(label);
  const is64 = native === 'x86_64' || native === 'aarch64';
  const small = native === 'x86_64' && platform !== 'macos' ? ['i686'] : [];
  const archs: string[] = [];
  for (const word of text.split(/[\s,]+/).filter(word => word !== '')) {
    if (/^(?:auto|native|auto64|auto32)$/.test(word)) {
      if (native === undefined || !is64) return undefined;
      // What "auto" means on Linux differs between the majors.
      if (word === 'auto' && platform === 'linux' && version === undefined) return undefined;
      const withSmall = word === 'auto' && (platform === 'windows' || (version ?? 0) < 300);
      if (word !== 'auto32') archs.push(native);
      if (word === 'auto32' || withSmall) archs.push(...small);
    } else if (word === 'all') {
      archs.push(
        ...(platform === 'linux'
          ? ['x86_64', 'i686', 'aarch64', 'ppc64le', 's390x', 'armv7', 'riscv64']
          : platform === 'macos'
            ? ['x86_64', 'aarch64', 'universal2']
            : ['x86_64', 'i686', 'aarch64']),
      );
    } else {
      const arch = architectureNamed(word);
      if (arch === undefined) return undefined;
      archs.push(arch);
    }
  }
  return archs;
}

/** The architecture at the end of an identifier: `manylinux_x86_64`, `win32`. */
function archOf(place: string): string {
  if (place === 'win32') return 'i686';
  return architectureNamed(place.replace(/^[a-z]+_/, '')) ?? place;
}

function placeOf(
  identifier: string,
): { readonly os: Os; readonly arch: string; readonly tag: string } | undefined {
  const [, tag = '', place = ''] = /^([cp]p\d+t?)-(\w+)$/.exec(identifier) ?? [];
  const os = SYSTEMS.find(([prefix]) => place.startsWith(prefix))?.[1];
  const arch = archOf(place);
  return os === undefined || arch === place ? undefined : { os, arch, tag };
}

const SYSTEMS: readonly (readonly [string, Os])[] = [
  ['manylinux_', 'linux'],
  ['musllinux_', 'musl'],
  ['macosx_', 'macos'],
  ['win', 'windows'],
];

/** The oldest Python 3 that `requires-python` lets in; undefined where it says more than that. */
function oldestOf(requires: string | undefined): number | undefined {
  if (requires === undefined || requires.trim() === '') return 0;
  let oldest = 0;
  for (const part of requires.split(',')) {
    const [, operator, version = ''] =
      /^(>=|~=|<|<=|!=|>|==)\s*(3[\w.*]*)$/.exec(part.trim()) ?? [];
    const minor = /^3\.(\d+)/.exec(version)?.[1];
    if (operator === '>=') oldest = Math.max(oldest, Number(minor ?? 0));
    else if (!/^\s*<\s*4(?:\.0)*\s*$/.test(part)) return undefined;
  }
  return oldest;
}

function platformOf(
  options: Readonly<Record<string, string>>,
  label: string,
): Platform | undefined {
  const named = options['PLATFORM'];
  if (named !== undefined && named !== '' && named !== 'auto')
    return PLATFORMS.find(platform => platform === named);
  const os = osOfTarget(label);
  return os === 'linux' || os === 'macos' || os === 'windows' ? os : undefined;
}

const PLATFORMS: readonly Platform[] = ['linux', 'macos', 'windows', 'pyodide', 'android', 'ios'];

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value)
    ? value.filter(item => typeof item === 'string').join(' ')
    : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
