import * as l10n from '@vscode/l10n';
import { readPep440, type Pep440 } from './pep440';
import { isSemVer } from './semver';

/** The pre-release phases that SemVer and PEP 440 both know. In PEP 440 they sort dev < alpha < beta < rc. */
export type Phase = 'alpha' | 'beta' | 'rc' | 'dev';

export const PHASES: readonly Phase[] = ['alpha', 'beta', 'rc', 'dev'];

export interface PreRelease {
  readonly phase: Phase;
  readonly number: number;
}

/**
 * How a repository writes a SemVer pre-release: `-rc.1` (dotted, what SemVer recommends because numbers then sort as
 * numbers) or `-rc1` (joined). Both occur in published crates; a release keeps the one its repository uses.
 */
export type PreReleaseStyle = 'dotted' | 'joined';

/**
 * A version that can be released everywhere: legal in Cargo (SemVer 2.0.0) and on PyPI (PEP 440), meaning the same
 * release in each.
 */
export interface ReleaseVersion {
  /** major, minor, patch */
  readonly release: readonly [number, number, number];
  readonly pre?: PreRelease;
  /** The spelling for Cargo.toml and tags, such as `0.2.0-rc.1`. */
  readonly semver: string;
  /** The PEP 440 normal form for pyproject.toml and PyPI, such as `0.2.0rc1`. */
  readonly pep440: string;
}

export type ParsedVersion =
  | { readonly ok: true; readonly version: ReleaseVersion }
  | { readonly ok: false; readonly reason: string };

/** Builds a version from its numbers, spelt for SemVer and PEP 440. */
export function releaseVersion(
  release: readonly [number, number, number],
  pre?: PreRelease,
  style: PreReleaseStyle = 'dotted',
): ReleaseVersion {
  const base = release.join('.');
  if (pre === undefined) return { release, semver: base, pep440: base };
  return {
    release,
    pre,
    semver: `${base}-${pre.phase}${style === 'dotted' ? '.' : ''}${pre.number}`,
    pep440: `${base}${PEP440_PHASE[pre.phase]}${pre.number}`,
  };
}

/** PEP 440 "Normalization": the short form of each phase. */
const PEP440_PHASE: Readonly<Record<Phase, string>> = {
  alpha: 'a',
  beta: 'b',
  rc: 'rc',
  dev: '.dev',
};

/**
 * Reads a version that the user wants to release, in either spelling (`0.2.0-rc.1` or `0.2.0rc1`), and refuses, with
 * the reason, what one of the two would reject or silently read as something else.
 *
 * Rules: SemVer 2.0.0 §9–10; PEP 440 "Public version identifiers"; maturin converts the Cargo spelling by reading it as
 * PEP 440, so `0.2.0-1` becomes the final release `0.2.0.post1` and `-nightly.1` fails the build.
 */
export function parseReleaseVersion(
  input: string,
  style: PreReleaseStyle = 'dotted',
): ParsedVersion {
  const text = input.trim();
  if (text === '') return refuse(l10n.t('Enter a version such as 0.2.0 or 0.2.0-rc.1.'));
  if (/^v/i.test(text))
    return refuse(l10n.t('Enter the version without the "v": the tag format adds it.'));
  if (text.includes('+')) {
    return refuse(l10n.t('Build metadata and local versions (after "+") are rejected by PyPI.'));
  }
  if (text.includes('!'))
    return refuse(
      l10n.t('Cargo has no epochs ("{0}" before "!").', text.slice(0, text.indexOf('!'))),
    );

  return isSemVer(text) ? fromSemVer(text) : fromPep440(text, style);
}

/**
 * Reads the next version of a package whose version no Cargo.toml holds: PEP 440 allows more than three numbers and
 * post-releases, too.
 */
export function parsePythonVersion(
  input: string,
  style: PreReleaseStyle = 'dotted',
): ParsedVersion {
  const meaning = readPep440(input.trim());
  const isBeyondCargo =
    meaning !== undefined && (meaning.release.length > 3 || meaning.post !== undefined);
  if (!isBeyondCargo || /[+!v]/i.test(input)) return parseReleaseVersion(input, style);
  return accepted(meaning, meaning.normal);
}

/** @param semver the spelling for Cargo */
function accepted(meaning: Pep440, semver: string): ParsedVersion {
  const pre = preOf(meaning);
  return {
    ok: true,
    version: {
      release: threeNumbers(meaning),
      ...(pre && { pre }),
      semver,
      pep440: meaning.normal,
    },
  };
}

function fromSemVer(text: string): ParsedVersion {
  const meaning = readPep440(text);
  const tail = text.slice(text.indexOf('-') + 1);
  if (meaning === undefined) {
    return refuse(
      l10n.t(
        'Python has no spelling for "-{0}", and maturin would fail: use alpha, beta, rc or dev with one number.',
        tail,
      ),
    );
  }
  if (meaning.post !== undefined) {
    return refuse(
      l10n.t(
        'Python reads {0} as {1}, a final release: write -rc.{2} or another pre-release.',
        text,
        meaning.normal,
        tail,
      ),
    );
  }
  return accepted(meaning, text);
}

function fromPep440(text: string, style: PreReleaseStyle): ParsedVersion {
  const meaning = readPep440(text);
  if (meaning === undefined)
    return refuse(l10n.t('"{0}" is neither a SemVer nor a PEP 440 version.', text));
  if (meaning.post !== undefined) {
    return refuse(l10n.t('Cargo has no post-releases: release the next patch version instead.'));
  }
  if (meaning.pre !== undefined && meaning.dev !== undefined) {
    return refuse(
      l10n.t('Cargo cannot order a development release of a pre-release ({0}).', meaning.normal),
    );
  }
  const legal = releaseVersion(threeNumbers(meaning), preOf(meaning), style);
  if (meaning.release.length !== 3)
    return refuse(l10n.t('Cargo needs exactly three numbers: write {0}.', legal.semver));
  // 2026.04.1 and 0.2.0-rc.01 are legal PEP 440, but SemVer §2 and §9 forbid the leading zeros.
  if (/(^|\D)0\d/.test(text))
    return refuse(l10n.t('Cargo forbids leading zeros: write {0}.', legal.semver));
  return { ok: true, version: legal };
}

function threeNumbers({
  release: [major = 0, minor = 0, patch = 0],
}: Pep440): [number, number, number] {
  return [major, minor, patch];
}

function preOf({ pre, dev }: Pep440): PreRelease | undefined {
  if (dev !== undefined) return { phase: 'dev', number: dev };
  if (pre === undefined) return undefined;
  return {
    phase: pre.letter === 'a' ? 'alpha' : pre.letter === 'b' ? 'beta' : 'rc',
    number: pre.number,
  };
}

function refuse(reason: string): ParsedVersion {
  return { ok: false, reason };
}

/** The style of the first pre-release among `versions` (newest first), or dotted where there is none. */
export function preReleaseStyle(versions: Iterable<string>): PreReleaseStyle {
  for (const version of versions) {
    const found = /-(?:alpha|beta|rc|dev)(\.?)\d+$/.exec(version);
    if (found) return found[1] === '.' ? 'dotted' : 'joined';
  }
  return 'dotted';
}
