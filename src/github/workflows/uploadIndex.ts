import type { Upload } from './publishing';

/** Where a step uploads to. `unknown` depends on values that are known only when the workflow runs. */
export type IndexKind = 'pypi' | 'testpypi' | 'other' | 'unknown';

/** Stands for what an expression does not yet say. */
export const UNKNOWN = '…';

/** The index of an upload. Where several are given that differ, the tools disagree on which one counts. */
export function indexOf(
  urls: readonly (string | undefined)[],
  names: readonly (string | undefined)[],
  known: readonly string[] = ['pypi'],
  isHidden = false,
  isVariable = false,
): Pick<Upload, 'index' | 'isIndexSure'> {
  const given = (text: string | undefined): text is string => text !== undefined && text !== '';
  const kinds = [...urls.filter(given).map(indexOfUrl), ...names.filter(given).map(indexOfName)];
  const [first = 'pypi'] = kinds;
  if (kinds.some(kind => kind !== first) || (kinds.length === 0 && isHidden))
    return { index: 'unknown', isIndexSure: false };
  return {
    index: first,
    isIndexSure:
      first !== 'unknown' &&
      !isHidden &&
      !isVariable &&
      (urls.some(given) ||
        names.filter(given).every(name => known.includes(name) || name.includes('://'))),
  };
}

function isUnknown(text: string): boolean {
  return text.includes(UNKNOWN) || text.includes('$');
}

/** An index by the host of its URL: `https://test-pypi.example.org` is another one. */
function indexOfUrl(text: string): IndexKind {
  if (isUnknown(text)) return 'unknown';
  const { protocol, hostname } = URL.canParse(text)
    ? new URL(text)
    : { protocol: '', hostname: '' };
  if (!/^https?:$/.test(protocol)) return indexOfName(text);
  if (hostname === 'test.pypi.org') return 'testpypi';
  return hostname === 'upload.pypi.org' || hostname === 'pypi.org' || hostname === 'pypi.python.org'
    ? 'pypi'
    : 'other';
}

/** An index by the name that a configuration file usually gives it. */
function indexOfName(text: string): IndexKind {
  if (isUnknown(text)) return 'unknown';
  if (text.includes('://')) return indexOfUrl(text);
  const name = text.trim().toLowerCase();
  if (/^(?:test[-_.]?pypi|pypi[-_.]?test|test)$/.test(name)) return 'testpypi';
  return name === 'pypi' || name === 'main' ? 'pypi' : 'other';
}
