import { notFound, type Call, type Reply, type RepositoryCall } from './http';
import type { Need } from './tokens';

export interface Route<C> {
  readonly method: string;
  /** In the form of the API's documentation; below the repository for those of one: `/releases/{release_id}`. */
  readonly template: string;
  readonly answer: (call: C) => Reply | Promise<Reply>;
}

export type PlainRoute = Route<Call>;

export interface RepositoryRoute extends Route<RepositoryCall> {
  /** What the one who asks must be allowed to. */
  readonly need: Need;
}

/** Parameters that may hold slashes, as names of refs and paths of files do. */
const WITH_SLASHES = new Set(['ref', 'tag', 'branch', 'path']);

function pattern(template: string): RegExp {
  const source = template
    .replace(/[.]/g, '\\.')
    .replace(
      /\{(\w+)\}/g,
      (_, name: string) => `(?<${name}>${WITH_SLASHES.has(name) ? '.+' : '[^/]+'})`,
    );
  return new RegExp(`^${source}$`);
}

/** The route for a request, and what is in the place of its parameters. @throws Refusal 404 */
export function findRoute<R extends Pick<Route<never>, 'method' | 'template'>>(
  routes: readonly R[],
  method: string,
  path: string,
): { readonly route: R; readonly params: Readonly<Record<string, string>> } {
  for (const route of routes) {
    if (route.method !== method) continue;
    const match = pattern(route.template).exec(path);
    if (match !== null)
      return {
        route,
        params: Object.fromEntries(
          Object.entries(match.groups ?? {}).map(([name, value]) => [
            name,
            decodeURIComponent(value),
          ]),
        ),
      };
  }
  throw notFound();
}

export function get(
  template: string,
  need: Need,
  answer: RepositoryRoute['answer'],
): RepositoryRoute {
  return { method: 'GET', template, need, answer };
}

export function post(
  template: string,
  need: Need,
  answer: RepositoryRoute['answer'],
): RepositoryRoute {
  return { method: 'POST', template, need, answer };
}

export function put(
  template: string,
  need: Need,
  answer: RepositoryRoute['answer'],
): RepositoryRoute {
  return { method: 'PUT', template, need, answer };
}

export function patch(
  template: string,
  need: Need,
  answer: RepositoryRoute['answer'],
): RepositoryRoute {
  return { method: 'PATCH', template, need, answer };
}
