import type { Fault } from './faults';

/** A request that the fake got, and what it answered. */
export interface Exchange {
  /** Milliseconds since 1970, by the fake's clock. */
  readonly time: number;
  readonly method: string;
  /** Below the base of the API. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By their names in lower case; `authorization` without its value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** 0 where no answer was sent. */
  readonly status: number;
  /** undefined where a fault took its place. */
  readonly response: RecordedResponse | undefined;
  readonly fault?: Fault;
}

export interface RecordedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
