import { UserFacingError } from '../base/errors';
/**
 * Why an index could not be asked.
 * - `notFound`: it says that there is no such project or version
 * - `offline`: it cannot be reached, or the connection broke
 * - `timeout`: it did not answer in time
 * - `rateLimited`: it asks to be left alone for a while
 * - `denied`: it wants credentials, which this extension never sends to an index
 * - `server`: it failed itself
 * - `badAnswer`: what came is not what the Simple API or the JSON API promise
 * - `badAddress`: the address in the settings cannot be used
 */
export type IndexFailureReason =
  | 'notFound'
  | 'offline'
  | 'timeout'
  | 'rateLimited'
  | 'denied'
  | 'server'
  | 'badAnswer'
  | 'badAddress';

/** A question to an index that was not answered. Message and advice are for people. */
export class IndexFailure extends UserFacingError<IndexFailureReason> {
  override readonly name = 'IndexFailure';

  /** @param retryAfter milliseconds that the index asked to wait */
  constructor(
    reason: IndexFailureReason,
    message: string,
    advice: string,
    readonly retryAfter?: number,
    options?: ErrorOptions,
  ) {
    super(reason, message, advice, options);
  }
}
