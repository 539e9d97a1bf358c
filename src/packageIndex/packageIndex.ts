import * as l10n from '@vscode/l10n';
import { UserFacingError } from '../base/errors';
import { normalizedName } from '../base/names';
import { readPep440 } from '../versions/pep440';

/** A place that packages are published to and installed from. Addresses end with "/". */
export interface PackageIndex {
  readonly id: 'pypi' | 'testpypi' | 'other';
  /** For people. */
  readonly name: string;
  /** Root of the Simple API (PEP 503, PEP 691). */
  readonly simple: string;
  /** Root of PyPI's JSON API, on the indexes that have it. */
  readonly json?: string;
  /** Root of the pages that people look at. */
  readonly pages?: string;
}

export const PYPI: PackageIndex = {
  id: 'pypi',
  name: 'PyPI',
  simple: 'https://pypi.org/simple/',
  json: 'https://pypi.org/pypi/',
  pages: 'https://pypi.org/project/',
};

export const TESTPYPI: PackageIndex = {
  id: 'testpypi',
  name: 'TestPyPI',
  simple: 'https://test.pypi.org/simple/',
  json: 'https://test.pypi.org/pypi/',
  pages: 'https://test.pypi.org/project/',
};

/**
 * The index at an address of the settings: the root of a Simple API, such as `https://devpi.example.com/root/main/+simple/`.
 *
 * @throws IndexFailure `badAddress`. The message never repeats the address, because it may hold a password.
 */
export function indexAt(address: string): PackageIndex {
  const url = readUrl(address);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw badAddress(l10n.t('The address of the package index is not an http or https address.'));
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw badAddress(
      l10n.t('The address of the package index holds a user name, a password or a query.'),
    );
  }
  const root = url.href.endsWith('/') ? url.href : `${url.href}/`;
  return (
    [PYPI, TESTPYPI].find(({ simple }) => simple === root) ?? {
      id: 'other',
      name: url.host,
      simple: root,
    }
  );
}

/** The page of a version on the index, for people; undefined where the index is not known to have pages. */
export function pageOf(index: PackageIndex, project: string, version?: string): string | undefined {
  if (index.pages === undefined) return undefined;
  return `${index.pages}${normalizedName(project)}/${version === undefined ? '' : `${encodeURIComponent(version)}/`}`;
}

function readUrl(address: string): URL | null {
  try {
    return new URL(address.trim());
  } catch {
    return null;
  }
}

function badAddress(message: string): IndexFailure {
  return new IndexFailure(
    'badAddress',
    message,
    l10n.t(
      'Enter the root of its simple index, without credentials, such as https://pypi.org/simple/.',
    ),
  );
}

/** One file of a project, as an index serves it. Absent is what the index does not say. */
export interface IndexFile {
  readonly fileName: string;
  readonly url?: string;
  /** Bytes. */
  readonly size?: number;
  /** In lower-case hexadecimal digits. */
  readonly sha256?: string;
  /** Milliseconds since 1970. */
  readonly uploadedAt?: number;
  /** Withdrawn: pip takes it only where exactly this version is asked for (PEP 592). */
  readonly yanked: boolean;
  readonly yankedReason?: string;
  /** The Python versions it installs on, such as `>=3.8`. */
  readonly requiresPython?: string;
}

/** What the Simple API says about a project: what pip sees. */
export interface ProjectFiles {
  readonly files: readonly IndexFile[];
  /** All versions, where the index lists them (PEP 700). */
  readonly versions?: readonly string[];
  /** `active`, `archived`, `deprecated`, `quarantined` (PEP 792), where it says so. */
  readonly status?: string;
}

/** What PyPI's JSON API says about one version: what has been uploaded. */
export interface VersionFiles {
  /** As PyPI spells it. */
  readonly version: string;
  readonly files: readonly IndexFile[];
}

/**
 * Why an index could not be asked.
 * - `notFound`: it says that there is no such project or version
 * - `offline`: it cannot be reached, or the connection broke
 * - `timeout`: it did not answer in time
 * - `rateLimited`: it asks to be left alone for a while
 * - `denied`: it wants credentials, which this extension never sends to an index
 * - `withheld`: it may not serve it for legal reasons (RFC 7725); the name is not free
 * - `server`: it failed itself
 * - `badAnswer`: what came is not what the Simple API or the JSON API promise
 * - `badAddress`: the address in the settings cannot be used
 */
export type IndexFailureReason =
  | 'notFound'
  | 'offline'
  | 'timeout'
  | 'rateLimited'
  | 'denied'
  | 'withheld'
  | 'server'
  | 'badAnswer'
  | 'badAddress';

/** A question to an index that was not answered. Message and advice are for people. */
export class IndexFailure extends UserFacingError<IndexFailureReason> {
  override readonly name = 'IndexFailure';

  /** @param retryAfter milliseconds that the index asked to wait */
  constructor(
    reason: IndexFailureReason,
    message: string,
    advice: string,
    readonly retryAfter?: number,
    options?: ErrorOptions,
  ) {
    super(reason, message, advice, options);
  }
}

// PEP 508 "Names"
const NAME = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i;

/**
 * The arguments with which pip installs exactly one version from an index. TestPyPI and other indexes rarely hold the
 * dependencies too, so PyPI is asked beside TestPyPI.
 *
 * @throws Error where the name or the version is none: they would become part of a command line
 */
export function pipInstallArguments(index: PackageIndex, name: string, version: string): string[] {
  const normal = readPep440(version)?.normal;
  if (!NAME.test(name) || normal === undefined || !/^[\w.+]+$/.test(normal))
    throw new Error(`not a project and a version: ${name} ${version}`);
  const where =
    index.id === 'pypi'
      ? []
      : index.id === 'testpypi'
        ? ['--index-url', index.simple, '--extra-index-url', PYPI.simple]
        : ['--index-url', shellSafe(index.simple)];
  return ['install', ...where, `${name}==${normal}`];
}

/** The same as one line that a POSIX shell, PowerShell and cmd.exe all read alike, without quotes. */
export function pipInstallLine(index: PackageIndex, name: string, version: string): string {
  return ['pip', ...pipInstallArguments(index, name, version)].join(' ');
}

/** An address leaves characters as they are that a shell does not. */
function shellSafe(address: string): string {
  return address.replace(
    /[^\w\-.~:/%@+=,[\]]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
