/**
 * An error that a user can meet and act on. Everything else that is thrown is a bug of this program.
 *
 * `message` says what failed and why, `advice` names one thing to do (empty where there is none). Both are whole,
 * localised sentences. `reason` is what code decides by; no code matches on the message.
 */
export class UserFacingError<Reason extends string = string> extends Error {
  override readonly name: string = 'UserFacingError';

  constructor(
    readonly reason: Reason,
    message: string,
    readonly advice = '',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Message and advice as one text. */
  get text(): string {
    return `${this.message} ${this.advice}`.trim();
  }
}

/** The text of anything that was thrown, without its advice. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
