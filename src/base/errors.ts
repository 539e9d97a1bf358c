import * as l10n from '@vscode/l10n';

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
  return error instanceof Error ? (systemMessage(error) ?? error.message) : String(error);
}

/** What an error of the system means, where the user can do something about it: errno(3). */
function systemMessage({ code }: NodeJS.ErrnoException): string | undefined {
  if (code === 'ENOSPC') return l10n.t('No space is left on the disk.');
  if (code === 'EDQUOT') return l10n.t('The disk quota is used up.');
  if (code === 'EROFS') return l10n.t('The disk is read-only.');
  return undefined;
}
