/** The time, as far as a release has to know it. */
export interface Clock {
  /** The day where the user is, as `2026-01-31`. */
  today(): string;
}
