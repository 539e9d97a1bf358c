import type { Position } from '../base/text';

/**
 * Something that only a person can decide. Nothing may be written while one is open.
 *
 * The ids and what they ask:
 * - `source`: `files` or `tag`: whether the files or the git tag decide the version
 * - `crate`: `together` or `separate`: a crate whose version is another one than the Python project's
 * - `lockstep`: `all` or `none`: crates and projects that hold the same version, where that is no proof of a group
 * - `module:<file>`: `together` or `separate`: a `__version__` far from the package's version
 * - `registry:<file>`: `move` or `keep`: a requirement on a registry's crate that is in this repository, too
 * - `replace:<file>`: `move` or `keep`: a key of `[replace]` that names the version
 * - `requirement:<file>:<name>`, `requirement:any`: `caret`, `exact` or `keep`: a requirement without one reading
 * - `constant:<file>#<hash>`: `move` or `keep`: another line that holds the version
 *
 * `with:<manifest>` = `together` or `separate` is never asked; in the settings it joins or parts a single manifest.
 */
export interface Question {
  /**
   * Names the question among those of its package. It holds no line number, so that an answer outlives other edits,
   * and no blank, so that it can be typed: `together:crates/core/Cargo.toml`.
   */
  readonly id: string;
  /** Absolute path. */
  readonly file: string;
  readonly start: Position;
  /** What was found and why it does not say. */
  readonly reason: string;
  /** The line that is asked about, where it says more than its place. */
  readonly line?: string;
  readonly options: readonly AnswerOption[];
  /** The place holds the version by what its file is for: it moves unless an answer says otherwise. */
  readonly isCertain?: true;
  /** The {@link WrittenVersion.key} of versions that may be planned without an answer, because they end a half-made bump. */
  readonly unless?: readonly string[];
}

export interface AnswerOption {
  /** What is stored and typed: a short word in English. */
  readonly value: string;
  /** What a person reads. */
  readonly label: string;
}

/** Answers by the id of their question. */
export type Answers = ReadonlyMap<string, string>;

/** Something wrong in a file that a person has to look at. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'information';
  /** Absolute path. */
  readonly file: string;
  readonly start: Position;
  /** Where the marked text ends; the end of the line where it is left out. */
  readonly end?: Position;
  readonly message: string;
}

/** A file that cannot be used, with the place and the reason. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';

  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}
