import { readVersion, type WrittenVersion } from '../../versions/writtenVersion';

/** What the title of a section says. */
export interface SectionTitle {
  /** Absent for the section of what is not released yet. */
  readonly version?: WrittenVersion;
  /**
   * Set for a title that names unreleased changes only by a word that can mean something else as well ("Next", "main"):
   * it counts where it is above the newest version.
   */
  readonly isWeak?: true;
  readonly style: TitleStyle;
}

/** How a changelog writes the titles of its versions, as far as another title can be written like it. */
export interface TitleStyle {
  /** What precedes the version, such as `v`, `Version ` or `budtiktok `. */
  readonly before: string;
  readonly isBracketed: boolean;
  /** How the brackets are written where they are escaped: `\[1.0.0\]` or `\[1.0.0]`. */
  readonly escaped?: 'both' | 'open';
  /** The target of an inline link around the version. */
  readonly link?: string;
  /** How the date follows: ` - 2026-01-31` has ` - ` and ``, ` (2026-01-31)` has ` (` and `)`. */
  readonly date?: { readonly before: string; readonly after: string; readonly format: DateFormat };
}

/** Y, M and D in the order and with the separators of the file; `MMM` and `MMMM` are English names of months. */
export type DateFormat =
  | 'YYYY-MM-DD'
  | 'YYYY/MM/DD'
  | 'YYYY.MM.DD'
  | 'DD.MM.YYYY'
  | 'DD/MM/YYYY'
  | 'MM/DD/YYYY'
  | 'MMMM D, YYYY'
  | 'MMM D, YYYY'
  | 'D MMMM YYYY'
  | 'D MMM YYYY';

/** Keep a Changelog 1.1.0, for a changelog without a version to learn from. */
export const KEEP_A_CHANGELOG: TitleStyle = {
  before: '',
  isBracketed: true,
  date: { before: ' - ', after: '', format: 'YYYY-MM-DD' },
};

/** A longer heading is not read as a title. */
const LONGEST_TITLE = 300;

// "[1.0.0] - 2026-01-31", "1.0.0 (2026-01-31)", "v1.0.0", "[1.0.0](…) (2026-01-31)", "Version 1.0", "budtiktok 1.0.0"
const TITLE =
  // A title has at most LONGEST_TITLE characters.
  // eslint-disable-next-line regexp/no-super-linear-backtracking
  /^(\[?)((?:(?:version|release)[ \t]+)?(?:[a-z][\w.]*(?:-[a-z][\w.]*)*[-/@ ]v?|v)?)(\d+\.\d[\w.+-]*)(\]?)(?:\(([^()\s]*)\))?(.*)$/i;

/** Names of the section of what is not released, and whether they can mean something else. */
const UNRELEASED =
  /^(\[?)\(?(?:(?:unreleased|un-released|pending)[ \t]+changes|unreleased|un-released|not (?:yet )?released(?: yet)?|next (?:release|version)|upcoming(?: (?:release|version|changes))?|in development|work in progress|wip|(next|vnext|development|develop|dev|head|main|master|trunk|tbd|tba|pending|current))\)?(\]?)(?:\(([^()\s]*)\))?(.*)$/i;

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const DATE = new RegExp(
  `^([ \\t]{0,8}(?:[-–—:,/|][ \\t]{0,8})?[*_]?[([]?)(?:(\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|releasedate)|(\\d{1,2})([./])(\\d{1,2})[./]\\d{4}|(${MONTH})\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}|\\d{1,2}(?:st|nd|rd|th)?\\.? (${MONTH})\\.?,? \\d{4})([)\\]]?[*_]?)`,
  'i',
);

/** Reads the title of a heading; undefined where it names neither a version nor unreleased changes. */
export function readTitle(text: string): SectionTitle | undefined {
  if (text.length > LONGEST_TITLE) return undefined;
  const escaped = !text.includes('\\[') ? undefined : text.includes('\\]') ? 'both' : 'open';
  const title = text
    .replace(/^(?:<a\b[^>]*>(?:<\/a>)?[ \t]*)+/i, '')
    // An emoji before the version
    .replace(/^(?:\p{Extended_Pictographic}\uFE0F?|:[\w+-]+:)[ \t]*(?=\S)/u, '')
    .replace(/\\([[\]])/g, '$1');
  const [, open, weak, close, link, rest = ''] = UNRELEASED.exec(title) ?? [];
  if (
    open !== undefined &&
    (open === '') === (close === '') &&
    (/^[ \t]*(?:$|[-–—(:,[|])/.test(rest) || weak === undefined)
  )
    return {
      ...(weak !== undefined && { isWeak: true }),
      style: styleOf('', open, link, rest, escaped),
    };

  const [, bracket = '', before = '', number, closing = '', target, tail = ''] =
    TITLE.exec(title) ?? [];
  if (number === undefined || (bracket === '') !== (closing === '')) return undefined;
  // "3.11 is supported" names no version: a date, a remark or nothing follows one.
  if (!/^[ \t]*(?:$|[-–—(:,[/|*_~]|\d{4}|[A-Z][a-z]+ \d|\d{1,2}[ ./])/.test(tail)) return undefined;
  const semver = readVersion(number, 'semver');
  const version = semver.problem === undefined ? semver : readVersion(number, 'pep440');
  return version.problem === undefined
    ? { version, style: styleOf(before, bracket, target, tail, escaped) }
    : undefined;
}

function styleOf(
  before: string,
  bracket: string,
  link: string | undefined,
  tail: string,
  escaped: TitleStyle['escaped'],
): TitleStyle {
  const found = DATE.exec(tail);
  return {
    before,
    isBracketed: bracket !== '',
    ...(escaped !== undefined && { escaped }),
    ...(link !== undefined && { link }),
    ...(found && {
      date: { before: found[1] ?? '', after: found[8] ?? '', format: formatOf(found) },
    }),
  };
}

function formatOf(found: RegExpExecArray): DateFormat {
  const [, , iso, first = '', separator, second = '', monthFirst, monthSecond] = found;
  if (iso !== undefined)
    return iso.includes('/') ? 'YYYY/MM/DD' : iso.includes('.') ? 'YYYY.MM.DD' : 'YYYY-MM-DD';
  if (monthFirst !== undefined) return monthFirst.length > 4 ? 'MMMM D, YYYY' : 'MMM D, YYYY';
  if (monthSecond !== undefined) return monthSecond.length > 4 ? 'D MMMM YYYY' : 'D MMM YYYY';
  if (separator === '.') return 'DD.MM.YYYY';
  if (Number(first) > 12) return 'DD/MM/YYYY';
  // 05/01/2026 is a day in May or in January, by who reads it: the new date is written so that both read the same.
  return Number(second) > 12 ? 'MM/DD/YYYY' : 'YYYY-MM-DD';
}

/** Writes a date in the format of the file. @param date as `2026-01-31` */
export function writeDate(format: DateFormat, date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const name = MONTHS[Number(month) - 1] ?? month;
  return format
    .replace('YYYY', year)
    .replace(/MMMM|MMM|MM/, token =>
      token === 'MMMM' ? name : token === 'MMM' ? name.slice(0, 3) : month,
    )
    .replace(/DD|D(?=[ ,]|$)/, token => (token === 'DD' ? day : String(Number(day))));
}

/** Writes the title of a version. @param date as `2026-01-31` */
export function writeTitle(
  style: TitleStyle,
  version: string,
  date: string,
  link?: string,
): string {
  const open = style.escaped === undefined ? '[' : '\\[';
  const close = style.escaped === 'both' ? '\\]' : ']';
  const name = style.isBracketed ? open + style.before + version + close : style.before + version;
  const dated =
    style.date === undefined
      ? ''
      : style.date.before + writeDate(style.date.format, date) + style.date.after;
  return name + (link === undefined ? '' : `(${link})`) + dated;
}

/** The name before the version, such as `budtiktok` in "budtiktok-v0.1.0"; empty where there is none. */
export function nameIn({ before }: TitleStyle): string {
  return before.replace(/^(?:version|release)[ \t]+/i, '').replace(/[-/@ ]?v?$/i, '');
}

// GitHub and Gitea "…/compare/v0.1.0...HEAD", GitLab "…/-/compare/v0.1.0...HEAD"
const COMPARE = /^(.*?\/compare\/)((?:(?!\.\.).)+)(\.{2,3})(.+)$/;
// A tag may have a "/" in it: "…/releases/tag/py/v1.0.0"
const RELEASE = /^(.*?\/(?:releases\/tag|-\/releases|-\/tags|releases|tags|tree)\/)(.+)$/;

/** The two ends of a link that compares two states of a repository. */
export interface CompareLink {
  readonly site: string;
  readonly base: string;
  readonly dots: string;
  readonly head: string;
}

export function readCompareLink(url: string): CompareLink | undefined {
  const [, site, base, dots, head] = COMPARE.exec(url) ?? [];
  return site === undefined || base === undefined || dots === undefined || head === undefined
    ? undefined
    : { site, base, dots, head };
}

/**
 * The link of the next version, like that of the one before it: a comparison goes on from its head, the page of a tag
 * becomes that of the new tag. Undefined where the link is of another kind.
 */
export function nextLink(url: string, tag: string): string | undefined {
  const written = /%2f/i.test(url) ? tag.replaceAll('/', '%2F') : tag;
  const compared = readCompareLink(url);
  if (compared !== undefined) return compared.site + compared.head + compared.dots + written;
  const [, pages] = RELEASE.exec(url) ?? [];
  return pages === undefined ? undefined : pages + written;
}
