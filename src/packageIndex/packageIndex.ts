import { normalizedName } from '../base/names';
import * as l10n from '@vscode/l10n';
import { IndexFailure } from './failure';

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
