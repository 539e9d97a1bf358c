import type { Spelling, WrittenVersion } from '../versions/writtenVersion';
import type { Position, Span } from './text';
import type { KeyPath } from './toml';

/**
 * What kind of place holds the version.
 * - `project`: `[project] version` of a pyproject.toml
 * - `poetry`: `[tool.poetry] version`
 * - `crate`: `[package] version` of a Cargo.toml
 * - `workspace`: `[workspace.package] version`, which members inherit
 * - `lock`: an entry of a Cargo.lock
 * - `dunder`: `__version__` in the project's own Python module
 */
export type SiteKind = 'project' | 'poetry' | 'crate' | 'workspace' | 'lock' | 'dunder';

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
  /** Where it stands in a TOML file that is edited by key. */
  readonly key?: KeyPath;
  /** The crates whose version this is: one, or all members that inherit it. */
  readonly crates: readonly string[];
}

/** The requirement of a path dependency on a crate that moves with the package. */
export interface RequirementSite {
  readonly file: string;
  readonly span: Span;
  readonly start: Position;
  readonly text: string;
  readonly key: KeyPath;
  readonly crate: string;
}
