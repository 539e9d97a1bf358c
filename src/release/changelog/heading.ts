import { readVersion, type WrittenVersion } from '../../versions/writtenVersion';

/** What the title of a section says. */
export interface SectionTitle {
  /** Absent for the section of what is not released yet. */
  readonly version?: WrittenVersion;
  readonly style: TitleStyle;
}

/** How a changelog writes the titles of its versions, as far as another title can be written like it. */
export interface TitleStyle {
  /** What stands before the version, such as `v`, `Version ` or `budtiktok `. */
  readonly before: string;
  readonly isBracketed: boolean;
  /** The target of an inline link around the version. */
  readonly link?: string;
  /** How the date follows: ` - 2026-01-31` has ` - ` and ``, ` (2026-01-31)` has ` (` and `)`. */
  readonly date?: { readonly before: string; readonly after: string; readonly separator: string };
}

/** Keep a Changelog 1.1.0, for a changelog without a version to learn from. */
export const KEEP_A_CHANGELOG: TitleStyle = {
  before: '',
  isBracketed: true,
  date: { before: ' - ', after: '', separator: '-' },
};

// "[1.0.0] - 2026-01-31", "1.0.0 (2026-01-31)", "v1.0.0", "[1.0.0](…) (2026-01-31)", "Version 1.0", "budtiktok 1.0.0"
const TITLE =
  /^(\[?)((?:(?:version|release)[ \t]+)?(?:[a-z][\w.]*(?:-[a-z][\w.]*)*[-/@ ]v?|v)?)(\d+(?:\.\d+)+[\w.+-]*)(\]?)(?:\(([^()\s]*)\))?(.*)$/i;
const UNRELEASED = /^(\[?)unreleased(?:[ \t]+changes)?(\]?)(?:\(([^()\s]*)\))?(.*)$/i;
const DATE = /^([ \t]*(?:[-–—:,/|][ \t]*)?\(?)(?:\d{4}([-/.])\d{1,2}\2\d{1,2}|releasedate)(\)?)/i;

/** Reads the title of a heading; undefined where it is neither of a version nor of what is not released. */
export function readTitle(text: string): SectionTitle | undefined {
  const title = text.replace(/^(?:<a\b[^>]*>(?:<\/a>)?[ \t]*)+/i, '');
  const [, open, close, link, rest = ''] = UNRELEASED.exec(title) ?? [];
  if (open !== undefined && (open === '') === (close === ''))
    return { style: styleOf('', open, link, rest) };

  const [, bracket = '', before = '', number, closing = '', target, tail = ''] =
    TITLE.exec(title) ?? [];
  if (number === undefined || (bracket === '') !== (closing === '')) return undefined;
  // "3.11 is supported" is no version's title: what follows one is a date, a remark or nothing.
  if (!/^[ \t]*(?:$|[-–—(:,[/|*_~]|\d{4}|[A-Z][a-z]+ \d|\d{1,2} [A-Z])/.test(tail))
    return undefined;
  const semver = readVersion(number, 'semver');
  const version = semver.problem === undefined ? semver : readVersion(number, 'pep440');
  return version.problem === undefined
    ? { version, style: styleOf(before, bracket, target, tail) }
    : undefined;
}

function styleOf(
  before: string,
  bracket: string,
  link: string | undefined,
  tail: string,
): TitleStyle {
  const [, dateBefore, separator = '-', after = ''] = DATE.exec(tail) ?? [];
  return {
    before,
    isBracketed: bracket !== '',
    ...(link !== undefined && { link }),
    ...(dateBefore !== undefined && { date: { before: dateBefore, after, separator } }),
  };
}

/** Writes the title of a version. @param date as `2026-01-31` */
export function writeTitle(
  style: TitleStyle,
  version: string,
  date: string,
  link?: string,
): string {
  const name = style.isBracketed ? `[${style.before}${version}]` : style.before + version;
  const dated =
    style.date === undefined
      ? ''
      : style.date.before + date.replaceAll('-', style.date.separator) + style.date.after;
  return name + (link === undefined ? '' : `(${link})`) + dated;
}
