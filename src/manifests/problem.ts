import type { Position } from '../base/text';

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
