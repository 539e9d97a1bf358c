/** What goes wrong with a request. */
export type Fault =
  /** The connection is cut before an answer. */
  | 'cut'
  /** The connection is cut in the middle of the answer. */
  | 'cutBody'
  /** No answer, for as long as the other side waits. */
  | 'hang'
  /** 403 of a secondary limit, with Retry-After. */
  | 'secondary'
  /** 403 with nothing remaining of the primary limit. */
  | 'primary'
  /** 429, the other form of the primary limit. */
  | 'primary429'
  /** 403 with X-GitHub-SSO. */
  | 'sso'
  /** 200 with what no JSON parser takes: a proxy's sign-in page. */
  | 'html'
  /** An answer that comes so many milliseconds late. */
  | { readonly delay: number }
  /** This status, with a JSON message. */
  | number;

export interface FaultOptions {
  readonly method?: string;
  /** Of the request below the API's base, without its query. */
  readonly path: RegExp;
  readonly with: Fault;
  /** How often; 1 by default. */
  readonly times?: number;
  /** `effect`: the request takes effect, and its answer is lost. `before` (the default): nothing happened. */
  readonly after?: 'effect' | 'before';
  /** Seconds that a limit asks to wait; 60 by default. */
  readonly retryAfter?: number;
}

export interface InjectedFault extends FaultOptions {
  /** How often it has struck. */
  readonly hits: number;
  cancel(): void;
}

export class Faults {
  readonly #faults: (FaultOptions & { left: number; hits: number })[] = [];

  add(options: FaultOptions): InjectedFault {
    const fault = {
      ...options,
      left: options.times ?? 1,
      hits: 0,
      cancel: () => {
        fault.left = 0;
      },
    };
    this.#faults.push(fault);
    return fault;
  }

  /** The fault that a request meets; it counts as met. */
  take(method: string, path: string): FaultOptions | undefined {
    const fault = this.#faults.find(
      ({ left, method: wanted, path: pattern }) =>
        left > 0 && (wanted === undefined || wanted === method) && pattern.test(path),
    );
    if (fault === undefined) return undefined;
    fault.left--;
    fault.hits++;
    return fault;
  }
}
