/** How a command ends, as other programs see it. */
export const EXIT = {
  /** Everything agrees, or was planned or written. */
  ok: 0,
  /** `check`: at least one site says another version. */
  disagrees: 1,
  /** The command could not be understood or carried out. */
  error: 2,
  /** `plan` and `bump`: there are questions or refusals, so nothing may be written. */
  undecided: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A reason to stop that the caller can mend: it is printed without a stack, and the exit code is 2. */
export class CliError extends Error {
  override readonly name: string = 'CliError';
}
