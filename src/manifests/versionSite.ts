import type { Spelling, WrittenVersion } from '../versions/writtenVersion';
import type { Position, Span } from '../base/text';
import type { KeyPath } from './toml';

/**
 * What kind of place holds the version.
 * - `project`: `[project] version` of a pyproject.toml
 * - `poetry`: `[tool.poetry] version`
 * - `crate`: `[package] version` of a Cargo.toml
 * - `workspace`: `[workspace.package] version`, which members inherit
 * - `setup`: setup.cfg or setup.py
 * - `place`: the file that the build backend reads, such as VERSION.txt
 * - `dunder`: `__version__` in the project's own Python module
 * - `lock`: an entry of a Cargo.lock, uv.lock, poetry.lock or pdm.lock
 * - `extra`: a place that the setting `budtiktok.extraFiles` names
 * - `constant`: a line that held the version and was confirmed to move with it
 */
export type SiteKind =
  | 'project'
  | 'poetry'
  | 'crate'
  | 'workspace'
  | 'setup'
  | 'place'
  | 'dunder'
  | 'lock'
  | 'extra'
  | 'constant';

/** One place in one file that holds the version of a package. */
export interface VersionSite {
  readonly kind: SiteKind;
  /** Absolute path. */
  readonly file: string;
  /** The characters of the version, without quotes. */
  readonly span: Span;
  readonly start: Position;
  readonly written: WrittenVersion;
  /** Which rules the place is written under. */
  readonly spelling: Spelling;
  /** Where it is in a file that is edited by key. */
  readonly key?: KeyPath;
  /** The crates or, in Python's files, the projects whose version this is: one, or all members that inherit it. */
  readonly crates: readonly string[];
  /** Whether the build backend takes the version of the package from here. */
  readonly isOwn?: true;
  /** Whether another version here is no disagreement: the place moves with the package and may be out of date. */
  readonly mayLag?: true;
  /** How the place writes the version: `1, 5, 3` in a Python tuple; as text where it is left out. */
  readonly form?: 'tuple';
}

/** A requirement on something that moves with the package, written inside the repository. */
export interface RequirementSite {
  /**
   * - `cargo`: a version requirement of a Cargo.toml
   * - `patched`: one on a registry's crate that `[patch]` takes from this repository as long as the version fits
   * - `replaced`: the version in a key of `[replace]`
   * - `pin`: a PEP 508 requirement with `==`
   * - `range`: any other PEP 508 requirement, which is never changed
   * - `poetry`: an exact version in poetry's tables
   * - `poetryRange`: any other requirement there, such as `^1.5`
   */
  readonly kind: 'cargo' | 'patched' | 'replaced' | 'pin' | 'range' | 'poetry' | 'poetryRange';
  readonly file: string;
  /** The characters of the whole string that is replaced. */
  readonly span: Span;
  readonly start: Position;
  readonly text: string;
  /** Where the string stands, or for `replaced` the key that ends with it. */
  readonly key: KeyPath;
  /** Name of the crate or of the distribution that is required. */
  readonly crate: string;
}
