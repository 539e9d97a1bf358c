import { isoTime, notFound, ok, paginate, Refusal, type Json, type RepositoryCall } from '../http';
import { repositoryPage, repositoryUrl } from '../json/repositories';
import { nodeId } from '../json/users';
import { covers, type Ruleset } from '../protection';
import { fullName, type Repository } from '../repository';
import { get, type RepositoryRoute } from '../router';
import type { World } from '../world';

export const ruleRoutes: readonly RepositoryRoute[] = [
  get('/rules/branches/{branch}', 'read', call => {
    const { repository, params } = call;
    const ref = `refs/heads/${params['branch']!}`;
    const rules = repository.rulesets
      .filter(ruleset => covers(ruleset, ref, repository))
      .flatMap(ruleset =>
        ruleset.rules.map(type => ({
          ...ruleJson(type),
          ruleset_source_type: 'Repository',
          ruleset_source: fullName(repository),
          ruleset_id: ruleset.id,
        })),
      );
    const { page, headers } = paginate(call, rules);
    return ok(page, headers);
  }),
  get('/rulesets', 'read', call => {
    const { world, repository, query } = call;
    const targets = query.get('targets')?.split(',') ?? ['branch', 'tag'];
    const { page, headers } = paginate(
      call,
      repository.rulesets.filter(({ target }) => targets.includes(target)),
    );
    return ok(
      page.map(ruleset => rulesetJson(world, repository, ruleset)),
      headers,
    );
  }),
  get('/rulesets/{ruleset_id}', 'read', ({ world, repository, params }) => {
    const ruleset = repository.rulesets.find(({ id }) => id === Number(params['ruleset_id']));
    if (ruleset === undefined) throw notFound();
    return ok({
      ...rulesetJson(world, repository, ruleset),
      conditions: { ref_name: { include: ruleset.include, exclude: [] } },
      rules: ruleset.rules.map(ruleJson),
      current_user_can_bypass: ruleset.bypass,
    });
  }),
  get('/branches/{branch}/protection', 'admin', call => {
    const protection = classicOf(call);
    if (protection === undefined) throw new Refusal(404, 'Branch not protected');
    const url = `${repositoryUrl(call.world, call.repository)}/branches/${protection.branch}/protection`;
    return ok({
      url,
      enabled: true,
      enforce_admins: { url: `${url}/enforce_admins`, enabled: protection.enforceAdmins },
      required_pull_request_reviews: {
        url: `${url}/required_pull_request_reviews`,
        dismiss_stale_reviews: false,
        require_code_owner_reviews: false,
        required_approving_review_count: 1,
      },
    });
  }),
];

export function classicOf({ repository, params }: RepositoryCall) {
  return repository.classic.find(({ branch }) => branch === params['branch']);
}

function ruleJson(type: string): Readonly<Record<string, Json>> {
  if (type === 'update') return { type, parameters: { update_allows_fetch_and_merge: false } };
  return type === 'pull_request'
    ? {
        type,
        parameters: {
          dismiss_stale_reviews_on_push: false,
          require_code_owner_review: false,
          require_last_push_approval: false,
          required_approving_review_count: 1,
          required_review_thread_resolution: false,
        },
      }
    : { type };
}

function rulesetJson(
  world: World,
  repository: Repository,
  { id, name, target, createdAt }: Ruleset,
): Readonly<Record<string, Json>> {
  return {
    id,
    name,
    target,
    source_type: 'Repository',
    source: fullName(repository),
    enforcement: 'active',
    node_id: nodeId('RRS', id),
    _links: {
      self: { href: `${repositoryUrl(world, repository)}/rulesets/${id}` },
      html: { href: `${repositoryPage(world, repository)}/rules/${id}` },
    },
    created_at: isoTime(createdAt),
    updated_at: isoTime(createdAt),
  };
}
