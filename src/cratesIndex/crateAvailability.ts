import * as l10n from '@vscode/l10n';
import { IndexFailure } from '../packageIndex/packageIndex';
import type { IndexVerdict } from '../release/check';
import type { CrateVersion } from './indexLines';
import type { SparseIndex } from './sparseIndex';

/**
 * Whether a version of a crate can be published, asked before its release.
 * - `taken`: the registry has it, yanked or not; no version of a crate is ever published twice
 * - `free`: the crate is there, the version is not
 * - `otherName`: the crate is there under a name that differs in `-`, `_` or case only, and is refused under this one
 * - `newName`: no such crate
 * - `unknown`: the registry did not answer, or a line of its answer could not be read. Never taken for free.
 */
export type CrateAvailability =
  | { readonly state: 'taken'; readonly yanked: boolean }
  | { readonly state: 'free'; readonly newest: string | undefined }
  | { readonly state: 'otherName'; readonly name: string }
  | { readonly state: 'newName' }
  | { readonly state: 'unknown'; readonly failure: IndexFailure };

/** @throws the reason of `signal` where it was aborted */
export async function crateAvailability(
  client: SparseIndex,
  crate: string,
  version: string,
  signal?: AbortSignal,
): Promise<CrateAvailability> {
  try {
    for (const name of spellings(crate)) {
      const found = await client.crate(name, signal).catch((error: unknown) => {
        if (error instanceof IndexFailure && error.reason === 'notFound') return undefined;
        throw error;
      });
      if (found === undefined) continue;
      if (found.name !== crate) return { state: 'otherName', name: found.name };
      const taken = versionIn(found.versions, version);
      if (taken !== undefined) return { state: 'taken', yanked: taken.yanked };
      if (found.unread > 0) return { state: 'unknown', failure: unreadLines(client, crate) };
      return { state: 'free', newest: found.versions.at(-1)?.version };
    }
    return { state: 'newName' };
  } catch (error) {
    if (!(error instanceof IndexFailure)) throw error;
    return { state: 'unknown', failure: error };
  }
}

/** A registry holds one version once, whatever its build metadata (Cargo reference, "The version field"). */
export function versionIn(
  versions: readonly CrateVersion[],
  version: string,
): CrateVersion | undefined {
  const wanted = withoutBuild(version);
  return versions.find(found => withoutBuild(found.version) === wanted);
}

function withoutBuild(version: string): string {
  return version.split('+', 1)[0] ?? version;
}

/** A line of the answer that this program cannot read may hold the version. */
export function unreadLines({ registry }: SparseIndex, crate: string): IndexFailure {
  return new IndexFailure(
    'badAnswer',
    l10n.t('{0} lists versions of {1} that cannot be read.', registry.name, crate),
    l10n.t('Look at the crate in the browser.'),
  );
}

/** The name itself first, then the two spellings that most crates have. */
function spellings(crate: string): ReadonlySet<string> {
  return new Set([crate, crate.replaceAll('-', '_'), crate.replaceAll('_', '-')]);
}

/** What a registry says of a version before its release. */
export function crateVerdict(
  seen: CrateAvailability,
  crate: string,
  version: string,
  { registry: { name, isMirror } }: SparseIndex,
): IndexVerdict {
  switch (seen.state) {
    case 'taken':
      return {
        state: 'blocks',
        detail: seen.yanked
          ? l10n.t('{0} {1} was on {2} and is yanked', crate, version, name)
          : l10n.t('{0} {1} is on {2} already', crate, version, name),
        advice: l10n.t('A version of a crate is published once. Release the next one.'),
      };
    case 'otherName':
      return {
        state: 'blocks',
        detail: l10n.t('{0} has this crate under the name {1}', name, seen.name),
        advice: l10n.t('Use that name in Cargo.toml, or another one.'),
      };
    case 'newName':
      return {
        state: 'warning',
        detail: l10n.t('{0} has no crate {1}', name, crate),
        advice: l10n.t(
          'The first upload creates it. Trusted publishing needs a first upload with a token.',
        ),
      };
    case 'free':
      // A copy may not have a version that the registry has.
      return isMirror
        ? {
            state: 'warning',
            detail: l10n.t('the mirror of {0} has no {1} {2}', name, crate, version),
            advice: l10n.t('A mirror can be older than the registry. Look at the registry itself.'),
          }
        : {
            state: 'ok',
            detail:
              seen.newest === undefined
                ? l10n.t('{0} has no {1} {2}', name, crate, version)
                : l10n.t(
                    '{0} has no {1} {2}; the last published is {3}',
                    name,
                    crate,
                    version,
                    seen.newest,
                  ),
          };
    case 'unknown':
      return {
        state: 'unknown',
        detail: seen.failure.message.replace(/\.$/, ''),
        advice: seen.failure.advice,
      };
  }
}
