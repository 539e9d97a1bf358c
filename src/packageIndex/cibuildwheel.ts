import { type Os, osOfTarget } from '../base/platforms';
import type { WheelBuild } from './expectedFiles';
import { patternsOf } from './buildSelectors';
import { architecturesOf, architectureOfPlace } from './buildArchitectures';
import { identifiersOf, isEnabled, LATEST, type Platform, PLATFORMS } from './buildIdentifiers';
import { allowsPython } from './requiresPython';

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
  // Another file is not read.
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
    isRead: !changesWheels(cibuildwheel['overrides']),
  };
}

/**
 * Whether overrides may change the tags of a wheel or the features of its build. They can't select identifiers: `build`,
 * `skip`, `enable` and `archs` are no options of an override (cibuildwheel's schema).
 */
function changesWheels(overrides: unknown): boolean {
  if (overrides === undefined) return false;
  if (!Array.isArray(overrides)) return true;
  return overrides.some(
    override =>
      !isRecord(override) ||
      Object.entries(override).some(
        ([name, value]) =>
          ['repair-wheel-command', 'build-frontend', 'before-build'].includes(name) ||
          (['config-settings', 'environment'].includes(name) &&
            /maturin|abi3|features|plat|build-args/i.test(JSON.stringify(value))),
      ),
  );
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
  const archs = architecturesOf(platform, label, setting('archs') ?? 'auto', version);
  if (archs === undefined) return undefined;
  const build = patternsOf(setting('build', false) ?? '*');
  const skip = patternsOf(setting('skip', false) ?? '');
  const allows = allowsPython(requiresPython);
  const enable = (setting('enable', false) ?? '').split(/[\s,]+/);
  const isFree = /^(?:1|true|yes|on)$/i.test(setting('free-threaded-support', false) ?? '');
  const isPre = /^(?:1|true|yes|on)$/i.test(setting('prerelease-pythons', false) ?? '');
  if (build === undefined || skip === undefined || allows === undefined) return undefined;
  const found = identifiersOf(platform, version).filter(identifier => {
    const [tag = '', place = ''] = identifier.split(/-(.*)/s);
    const minor = Number(/^[cpg]p3(\d+)/.exec(tag)?.[1] ?? 0);
    return (
      archs.includes(architectureOfPlace(place)) &&
      allows(minor) &&
      build.some(pattern => pattern.test(identifier)) &&
      !skip.some(pattern => pattern.test(identifier)) &&
      isEnabled(identifier, { version: version ?? LATEST, enable, isFree, isPre })
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

function placeOf(
  identifier: string,
): { readonly os: Os; readonly arch: string; readonly tag: string } | undefined {
  const [, tag = '', place = ''] = /^((?:[cp]p\d+t?|gp\d+_\d+))-(\w+)$/.exec(identifier) ?? [];
  const os = SYSTEMS.find(([prefix]) => place.startsWith(prefix))?.[1];
  const arch = architectureOfPlace(place);
  if (os === undefined || arch === place) return undefined;
  // Wheels have GraalPy's long name (GraalPy documentation, "Binary compatibility").
  return { os, arch, tag: tag.replace(/^gp(\d+)_\d+$/, 'graalpy$1') };
}

const SYSTEMS: readonly (readonly [string, Os])[] = [
  ['manylinux_', 'linux'],
  ['musllinux_', 'musl'],
  ['macosx_', 'macos'],
  ['win', 'windows'],
  ['pyodide_', 'emscripten'],
  ['android_', 'android'],
  ['ios_', 'ios'],
];

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
