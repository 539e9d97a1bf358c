import { compareWritten, type WrittenVersion } from '../versions/writtenVersion';
import type { Problem, Question } from './question';
import type { RequirementSite, VersionSite } from './versionSite';

/** What a user releases: a Python distribution with the crate that builds it, or one of them alone. */
export interface Package {
  /** Absolute path of the manifest that stands for the package: pyproject.toml, or Cargo.toml of a crate alone. */
  readonly manifest: string;
  readonly name: string;
  /** The crate that builds the extension module, or is the package. */
  readonly crate?: string;
  readonly python: boolean;
  /** Every place that holds the version, in the order in which they are shown. */
  readonly sites: readonly VersionSite[];
  /** Requirements on the crates that move. */
  readonly requirements: readonly RequirementSite[];
  /** Names of the crates that move with the version, sorted. */
  readonly crates: readonly string[];
  /**
   * What decides the version: the files, or the git tag alone (setuptools-scm, or a workflow that writes the version
   * over a placeholder), where no file is edited.
   */
  readonly decidedBy: 'files' | 'tag';
  /** The tool that takes the version from the tag, such as `setuptools-scm`, where a manifest names one. */
  readonly taggedBy?: string;
  /** The tag of a release, such as `py-v${version}`, where the settings name one for this package. */
  readonly tagFormat?: string;
  /** What has to be answered before a plan can be carried out. */
  readonly questions: readonly Question[];
  /** What is wrong with the files of this package, so that no version of it can be written. */
  readonly refusals: readonly Problem[];
}

/** What a workspace folder holds. */
export interface Scan {
  /** The folder that was read: the repository's top folder where the workspace folder is inside one. */
  readonly root: string;
  readonly packages: readonly Package[];
  /** Further manifests that can be released where they are named: crates alone, projects beside native ones. */
  readonly others?: readonly { readonly name: string; readonly manifest: string }[];
  readonly problems: readonly Problem[];
}

/** How the version sites of a package agree. */
export interface Agreement {
  /**
   * The version that the package has: what the build backend reads. Where its places differ, the greatest of them,
   * because versions move forward. A lock, another crate or a constant never decides.
   */
  readonly current: WrittenVersion | undefined;
  /** The sites that hold another version, or none that is legal. */
  readonly mismatched: readonly VersionSite[];
}

/** Compares the versions of all sites, not their text. */
export function agreement(sites: readonly VersionSite[]): Agreement {
  const current =
    greatest(sites.filter(({ isOwn }) => isOwn)) ??
    greatest(sites.filter(({ kind }) => !['lock', 'constant', 'extra', 'dunder'].includes(kind))) ??
    greatest(sites);
  // Cargo compares a lock with its manifest as text: rc1 and rc.1 are one version to Python and two to Cargo.
  const inCargo = new Map(
    sites
      .filter(({ kind }) => kind === 'crate' || kind === 'workspace')
      .flatMap(({ crates, written }) => crates.map(crate => [crate, written.text])),
  );
  const isOdd = ({ kind, spelling, form, written, mayLag, crates: [crate = ''] }: VersionSite) => {
    if (mayLag === true) return written.problem !== undefined;
    const text = inCargo.get(crate);
    return (
      written.problem !== undefined ||
      (form === 'tuple'
        ? current !== undefined && !hasNumbers(written, current)
        : written.key !== current?.key) ||
      (kind === 'lock' && spelling === 'semver' && text !== undefined && written.text !== text)
    );
  };
  return { current, mismatched: sites.filter(isOdd) };
}

function greatest(sites: readonly VersionSite[]): WrittenVersion | undefined {
  let current: WrittenVersion | undefined;
  for (const { written } of sites) {
    if (written.problem !== undefined) continue;
    // Hundreds of sites hold the same: only what differs is compared.
    const order =
      current === undefined
        ? 1
        : written.key === current.key
          ? 0
          : compareWritten(written, current);
    // Of equal versions the SemVer spelling is kept: the bumps count from it.
    if (
      order > 0 ||
      (order === 0 && current?.spelling === 'pep440' && written.spelling === 'semver')
    )
      current = written;
  }
  return current;
}

/** Whether a version of numbers alone has those of another one, which may be a pre-release. */
function hasNumbers({ text }: WrittenVersion, { pep440 }: WrittenVersion): boolean {
  const numbers = /^[\d.]+\d/.exec(pep440 ?? '')?.[0];
  return numbers === undefined || text === numbers;
}
