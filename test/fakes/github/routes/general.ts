import { notFound, ok, Refusal, type Call } from '../http';
import { ownUserJson } from '../json/users';
import type { PlainRoute } from '../router';
import type { Rate } from '../tokens';

export const generalRoutes: readonly PlainRoute[] = [
  {
    method: 'GET',
    template: '/user',
    answer: ({ world, token }) => {
      if (token === undefined) throw new Refusal(401, 'Requires authentication');
      return ok(ownUserJson(world, token.login));
    },
  },
  {
    method: 'GET',
    template: '/rate_limit',
    answer: call => {
      // GitHub Enterprise Server has no limits unless its administrator sets them.
      if (call.world.enterprise) throw new Refusal(404, 'Rate limiting is not enabled.');
      const core = rateJson(rateOf(call));
      const search = { limit: 30, remaining: 30, reset: core.reset, used: 0 };
      return ok({ resources: { core, search }, rate: core });
    },
  },
  {
    method: 'GET',
    template: '/meta',
    answer: ({ world }) => {
      if (!world.enterprise) throw notFound();
      return ok({ verifiable_password_authentication: true, installed_version: '3.19.0' });
    },
  },
];

export function rateOf({ world, token }: Pick<Call, 'world' | 'token'>): Rate {
  return token?.rate ?? world.anonymousRate;
}

function rateJson({ limit, used, reset }: Rate): {
  readonly limit: number;
  readonly remaining: number;
  readonly reset: number;
  readonly used: number;
} {
  return { limit, remaining: Math.max(0, limit - used), reset: Math.floor(reset / 1000), used };
}
