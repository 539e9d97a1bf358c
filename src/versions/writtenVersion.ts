import * as l10n from '@vscode/l10n';
import { comparePep440, readPep440 } from './pep440';
import type { ReleaseVersion } from './releaseVersion';
import { compareSemVer, isSemVer } from './semver';

/** Which rules a version is written under: `semver` in Cargo's files, `pep440` in Python's. */
export type Spelling = 'semver' | 'pep440';

/**
 * A version as it is in a file. It need not be one that could be released: files hold placeholders, mistakes and
 * versions of one of the two schemes that the other cannot spell, and all of them must be read, compared and shown.
 */
export interface WrittenVersion {
  readonly text: string;
  readonly spelling: Spelling;
  /** The PEP 440 normal form, where there is one. */
  readonly pep440?: string;
  /** Equal for equal versions, whatever their spelling: `0.2.0-rc.1`, `0.2.0rc1` and `0.2.0-rc1` share one. */
  readonly key: string;
  /** Why the text is not legal where it stands. */
  readonly problem?: string;
}

/** Reads the text of a version under the rules of the file that it is in. Never throws. */
export function readVersion(text: string, spelling: Spelling): WrittenVersion {
  const meaning = readPep440(text);
  if (spelling === 'semver' && !isSemVer(text)) {
    return {
      text,
      spelling,
      key: `text:${text}`,
      problem: l10n.t('"{0}" is not a SemVer version, so Cargo rejects it.', text),
    };
  }
  if (spelling === 'pep440' && meaning === undefined) {
    return {
      text,
      spelling,
      key: `text:${text}`,
      problem: l10n.t('"{0}" is not a PEP 440 version, so Python tools reject it.', text),
    };
  }
  // Legal SemVer without a Python spelling, such as 0.1.0-nightly.3: comparable with itself alone.
  if (meaning === undefined) return { text, spelling, key: `text:${text}` };

  // PEP 440 "Version matching": trailing zeros of the release do not count, so 1.0 and 1.0.0 are one version.
  const parts = [...meaning.release];
  while (parts.length > 1 && String(parts.at(-1)) === '0') parts.pop();
  const release = parts.join('.');
  const key = meaning.normal.replace(
    /^((?:\d+!)?)\d+(?:\.\d+)*/,
    (_, epoch: string) => epoch + release,
  );
  return { text, spelling, pep440: meaning.normal, key };
}

/**
 * Orders two written versions, older first. Those that only SemVer can spell are compared as SemVer; anything that
 * cannot be compared sorts before everything that can.
 */
export function compareWritten(a: WrittenVersion, b: WrittenVersion): number {
  if (a.pep440 !== undefined && b.pep440 !== undefined) return comparePep440(a.pep440, b.pep440);
  if (isSemVer(a.text) && isSemVer(b.text)) return compareSemVer(a.text, b.text);
  return Number(a.pep440 !== undefined) - Number(b.pep440 !== undefined);
}

/**
 * A version as it replaces a text. A place for Python keeps its own form: two numbers, such as 3.13, as long as the third
 * one is 0, four numbers, and a pre-release in SemVer's spelling, which PEP 440 reads, too ("Pre-release spelling").
 */
export function inFormOf(text: string, spelling: Spelling, version: ReleaseVersion): string {
  if (spelling === 'semver') return version.semver;
  if (version.pre !== undefined && text.includes('-') && isSemVer(text)) return version.semver;
  const more = /^\d+\.\d+\.\d+((?:\.\d+)+)/.exec(text)?.[1]?.replace(/\d+/g, '0') ?? '';
  if (more !== '' && !/^\d+\.\d+\.\d+\.\d/.test(version.pep440))
    return version.pep440.replace(/^\d+\.\d+\.\d+/, numbers => numbers + more);
  return hasTwoNumbers(text)
    ? version.pep440.replace(/^(\d+\.\d+)\.0(?!\d)/, '$1')
    : version.pep440;
}

/** Whether a version has no third number: 3.13 and 3.13rc1. */
export function hasTwoNumbers(text: string): boolean {
  return /^\d+\.\d+(?![.\d])/.test(text) || /^\d+\.\d+\.dev\d*$/.test(text);
}
