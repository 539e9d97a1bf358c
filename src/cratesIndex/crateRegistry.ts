import * as l10n from '@vscode/l10n';
import { IndexFailure } from '../packageIndex/packageIndex';

/** The name by which Cargo.toml and cargo's configuration mean crates.io. */
export const CRATES_IO = 'crates-io';

/** A registry that crates are published to and read from. */
export interface CrateRegistry {
  /** As `publish` in Cargo.toml and `--registry` name it. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Root of the sparse index, with "/" at its end. */
  readonly index: string;
  /** Whether cargo reads a copy in its place (source replacement). A copy can be older than the registry. */
  readonly isMirror: boolean;
}

/** The index of crates.io (Cargo reference, "Registries"). */
export const CRATES_IO_INDEX = 'https://index.crates.io/';

/** The title of a registry. */
export function registryTitle(id: string): string {
  return id === CRATES_IO ? 'crates.io' : id;
}

/** The page of a crate's version; undefined where the registry is not known to have pages. */
export function cratePage(
  { id }: Pick<CrateRegistry, 'id'>,
  crate: string,
  version?: string,
): string | undefined {
  if (id !== CRATES_IO) return undefined;
  const page = `https://crates.io/crates/${encodeURIComponent(crate)}`;
  return version === undefined ? page : `${page}/${encodeURIComponent(version)}`;
}

/**
 * The root of a sparse index.
 *
 * @param address as cargo's configuration holds it, such as `sparse+https://example.com/index/`
 * @throws IndexFailure `badAddress`. The message never repeats the address, because it may hold a password.
 */
export function sparseRoot(id: string, address: string): string {
  // Both are the index of crates.io (Cargo reference, "Source Replacement").
  if (/^(?:git\+)?https:\/\/github\.com\/rust-lang\/crates\.io-index(?:\.git)?\/?$/.test(address))
    return CRATES_IO_INDEX;
  const sparse = /^sparse\+(https?:\/\/\S+)$/.exec(address.trim())?.[1];
  const url = sparse !== undefined && URL.canParse(sparse) ? new URL(sparse) : undefined;
  if (url === undefined)
    throw badRegistry(
      l10n.t('The registry {0} does not have a sparse index.', id),
      l10n.t('Look at the crates of this registry by hand.'),
    );
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw badRegistry(
      l10n.t('The address of the registry {0} holds a user name, a password or a query.', id),
      l10n.t('Let a credential provider of cargo hold them.'),
    );
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

/** A registry that cannot be asked because of cargo's configuration. */
export function badRegistry(message: string, advice: string, cause?: unknown): IndexFailure {
  return new IndexFailure(
    'badAddress',
    message,
    advice,
    undefined,
    cause === undefined ? {} : { cause },
  );
}
