import { isSuspicious } from './commandKinds';
import type { Credentials } from './credentials';
import type {
  CrateEffect,
  Effect,
  ElsewhereEffect,
  OpaqueEffect,
  ReleaseEffect,
  UploadEffect,
} from './effects';

/** The effects of steps, while they are read. */
export interface Collector {
  readonly uploads: UploadEffect[];
  readonly crates: CrateEffect[];
  readonly releases: ReleaseEffect[];
  readonly elsewhere: ElsewhereEffect[];
  readonly opaque: OpaqueEffect[];
}

/** A step that has a token of a crate registry and can't be looked into. */
export function unreadCrates(here: Effect, by: string): CrateEffect {
  return {
    ...here,
    by,
    selects: { kind: 'unknown' },
    registry: undefined,
    isTrusted: undefined,
    secrets: [],
  };
}

/** Code that is no way to release, and that a trial has to vouch for. */
export function pushCode(
  into: Collector,
  here: Effect,
  uses: string,
  credentials: Credentials,
): void {
  into.opaque.push({ ...here, uses, credentials, publishes: 'no' });
}

export function opaque(
  here: Effect,
  uses: string,
  credentials: Credentials,
  isLikely = isSuspicious(uses),
  canAct = credentials.forIndex || credentials.forGitHub,
): OpaqueEffect {
  const publishes = isLikely && canAct ? 'likely' : credentials.forIndex ? 'possible' : 'no';
  return { ...here, uses, credentials, publishes };
}
