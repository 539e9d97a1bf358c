import { UserFacingError } from '../base/errors';

/** One program that is run. It is started without a shell, so that no argument is read as anything else, unless it is one. */
export interface Step {
  /** Absolute path. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Set in addition to the environment of the editor, or where undefined, taken out of it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Environment variables whose values are never shown. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** How it is shown, where that is not the program with its arguments. */
  readonly shown?: string;
  /** On Windows: the arguments are quoted already. */
  readonly isVerbatim?: true;
  /** The folder from which rustc names files in what it prints. */
  readonly rustcRoot?: string;
}

/** What steps came to. */
export interface Result {
  /** One sentence, for people. */
  readonly message: string;
  /** What was built, absolute. */
  readonly files?: readonly string[];
}

/**
 * Steps that are run one after the other; the first that fails ends them. Between two of them the generator looks at what
 * there is now. It cleans up when it is ended early.
 */
export type Steps = AsyncGenerator<Step, Result, void>;

/** A local build, test or upload that can't go on. */
export class LocalBuildError extends UserFacingError<'localBuild'> {
  override readonly name = 'LocalBuildError';

  constructor(message: string, advice: string) {
    super('localBuild', message, advice);
  }
}
