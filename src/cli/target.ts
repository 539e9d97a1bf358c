import { agreement, type Package } from '../manifests/package';
import { bumpsFrom, type Bump } from '../versions/bumps';
import { reasonNotGreater } from '../versions/order';
import {
  parseReleaseVersion,
  preReleaseStyle,
  type ReleaseVersion,
} from '../versions/releaseVersion';
import { readVersion, type WrittenVersion } from '../versions/writtenVersion';
import type { BumpWord, Target } from './arguments';

export type ResolvedTarget =
  | { readonly ok: true; readonly version: ReleaseVersion }
  | { readonly ok: false; readonly reason: string };

/** The version that the arguments mean for a package, or why there is none. */
export function resolveTarget(target: Target, { name, sites, decidedBy }: Package): ResolvedTarget {
  const { current } = agreement(sites);
  if (decidedBy === 'tag') {
    return target.kind === 'to'
      ? parseReleaseVersion(target.text)
      : {
          ok: false,
          reason: `The git tag decides the version of ${name}, so there is none to count from: use --to.`,
        };
  }
  if (current === undefined)
    return { ok: false, reason: `${name} has no legal version to start from.` };
  const style = preReleaseStyle(sites.map(({ written }) => written.text));
  switch (target.kind) {
    case 'to': {
      const parsed = parseReleaseVersion(target.text, style);
      return parsed.ok
        ? fits(
            parsed.version,
            current,
            sites.map(({ written }) => written),
          )
        : parsed;
    }
    case 'bump': {
      const found = chosen(target.bump, bumpsFrom(current, style));
      return found === undefined
        ? { ok: false, reason: notOffered(target.word, target.bump, current) }
        : { ok: true, version: found.version };
    }
  }
}

/** Forwards, or to a version that stands in a site already: a half-made bump is completed, or taken back. */
function fits(
  version: ReleaseVersion,
  current: WrittenVersion,
  written: readonly WrittenVersion[],
): ResolvedTarget {
  const { key } = readVersion(version.pep440, 'pep440');
  if (written.some(one => one.key === key)) return { ok: true, version };
  const reason = reasonNotGreater(version, current);
  return reason === undefined ? { ok: true, version } : { ok: false, reason };
}

function chosen(word: BumpWord, bumps: readonly Bump[]): Bump | undefined {
  switch (word.kind) {
    case 'level':
      // 0.2.0-rc.1 + patch = 0.2.0, which is the final version and no level.
      return (
        bumps.find(bump => bump.kind === 'level' && bump.level === word.level) ??
        bumps.find(({ kind }) => kind === 'final')
      );
    case 'pre':
      // The phase under way: its next number.
      return (
        bumps.find(
          bump => bump.kind === 'pre' && bump.level === word.level && bump.phase === word.phase,
        ) ??
        bumps.find(
          bump =>
            bump.kind === 'next' &&
            word.level === undefined &&
            bump.version.pre?.phase === word.phase,
        )
      );
    case 'next':
    case 'final':
      return bumps.find(({ kind }) => kind === word.kind);
  }
}

function notOffered(text: string, word: BumpWord, { text: current }: WrittenVersion): string {
  switch (word.kind) {
    case 'next':
      return `${current} is no pre-release that could be followed by another: name a level and a phase, such as --bump minor-rc.`;
    case 'final':
      return `${current} is no pre-release that could be finished.`;
    case 'level':
      return `${current} cannot be followed by the next ${word.level} version: Cargo and Python would not both take it for a later one.`;
    case 'pre':
      return word.level === undefined
        ? `${current} is no pre-release under way: name a level, too, such as --bump minor-${word.phase}.`
        : `${current} cannot be followed by ${text}: Cargo and Python would not both take it for a later one.`;
  }
}
