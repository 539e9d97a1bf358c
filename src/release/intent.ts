import { parseReleaseVersion, type ReleaseVersion } from '../versions/releaseVersion';
import type { Publication } from './hosting';

/**
 * What a maintainer confirmed. It is all that is stored of a release under way: everything else is observed again,
 * so that a release can be resumed after a crash, a day or a step taken by hand.
 */
export interface Intent {
  /** Path of the package's manifest below the repository's top folder, with "/". */
  readonly manifest: string;
  readonly package: string;
  /** The version to release, as SemVer. */
  readonly version: string;
  /** The version that the files held when the release was confirmed. Equal to `version` where nothing was to be bumped. */
  readonly from: string;
  /** The commit to release, where the confirmed state already held the version and needed no commit of its own. */
  readonly commit?: string;
  readonly branch: string;
  readonly remote: string;
  /** The branch's name on the remote. */
  readonly remoteBranch: string;
  readonly commitMessage: string;
  readonly tag: string;
  readonly tagMessage: string;
  /** The Release to publish; set when its notes were confirmed. */
  readonly publication?: Publication;
}

const TEXTS = ['manifest', 'package', 'version', 'from', 'branch', 'remote', 'remoteBranch', 'commitMessage', 'tag', 'tagMessage'] as const;

/** Reads a stored intent; undefined where it is none, for instance because another version of the extension wrote it. */
export function readIntent(stored: unknown): Intent | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const fields = stored as Record<string, unknown>;
  if (!TEXTS.every(name => typeof fields[name] === 'string') || !parseReleaseVersion(String(fields['version'])).ok) return undefined;
  if (fields['commit'] !== undefined && typeof fields['commit'] !== 'string') return undefined;
  if (fields['publication'] !== undefined && !isPublication(fields['publication'])) return undefined;
  return stored as Intent;
}

function isPublication(stored: unknown): stored is Publication {
  if (typeof stored !== 'object' || stored === null) return false;
  const fields = stored as Record<string, unknown>;
  return (['title', 'notes'] as const).every(name => typeof fields[name] === 'string')
    && (['draft', 'prerelease', 'latest'] as const).every(name => typeof fields[name] === 'boolean');
}

/** @throws where the intent holds no legal version, which {@link readIntent} rules out */
export function intendedVersion(intent: Pick<Intent, 'version'>): ReleaseVersion {
  const parsed = parseReleaseVersion(intent.version);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.version;
}
