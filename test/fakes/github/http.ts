import type { Repository } from './repository';
import type { Token } from './tokens';
import type { World } from './world';

/** Anything that JSON can say; fields that are `undefined` are left out. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** A request after its token was accepted. */
export interface Call {
  readonly world: World;
  readonly method: string;
  /** Below the API's base, still encoded. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON that was sent, or undefined. */
  readonly body: unknown;
  /** undefined: no account is signed in. */
  readonly token: Token | undefined;
}

/** A request about one repository, which its token may see. */
export interface RepositoryCall extends Call {
  readonly repository: Repository;
}

export interface Reply {
  readonly status: number;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

const DOCUMENTATION = 'https://docs.github.com/rest';

/** An answer that is not success, in the form that the REST API gives it. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly details: {
      readonly errors?: readonly Json[];
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
  }

  reply(): Reply {
    return {
      status: this.status,
      body: {
        message: this.message,
        errors: this.details.errors,
        documentation_url: DOCUMENTATION,
        status: String(this.status),
      },
      headers: this.details.headers ?? {},
    };
  }
}

export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

/** 422 in the long form, with what is wrong with which field. */
export function validationFailed(...errors: readonly Json[]): Refusal {
  return new Refusal(422, 'Validation Failed', { errors });
}

export function ok(body: Json, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: 200, body, headers };
}

/** The fields of a JSON body, whatever was sent. */
export function fields(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? (body as Record<string, unknown>)
    : {};
}

/** A text field of the body. @throws Refusal 422 where it is required and missing, or no text */
export function textField(body: unknown, name: string): string | undefined {
  const value = fields(body)[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string')
    throw validationFailed({
      resource: 'Request',
      code: 'invalid',
      field: name,
      message: `${name} is not a string`,
    });
  return value;
}

export function flagField(body: unknown, name: string): boolean | undefined {
  const value = fields(body)[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean')
    throw validationFailed({
      resource: 'Request',
      code: 'invalid',
      field: name,
      message: `${name} is not a boolean`,
    });
  return value;
}

/** Milliseconds since 1970 as the API writes times: UTC, whole seconds. */
export function isoTime(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** One page of `items` and the Link header that leads to the others. Page size: 30, at most 100. */
export function paginate<T>(
  call: Call,
  items: readonly T[],
): { readonly page: readonly T[]; readonly headers: Readonly<Record<string, string>> } {
  const size = Math.min(100, positive(call.query.get('per_page')) ?? 30);
  const page = positive(call.query.get('page')) ?? 1;
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (rel: string, target: number): string => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(target));
    return `<${call.world.url}${call.path}?${query.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link('prev', page - 1)] : []),
    ...(page < last ? [link('next', page + 1), link('last', last)] : []),
    ...(page > 1 ? [link('first', 1)] : []),
  ];
  return {
    page: items.slice((page - 1) * size, page * size),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}

function positive(text: string | null): number | undefined {
  const value = Number(text);
  return text !== null && Number.isInteger(value) && value > 0 ? value : undefined;
}
