import * as l10n from '@vscode/l10n';
import type { RestEndpointMethodTypes } from '@octokit/rest';
import { matchesGlob } from '../base/glob';
import { NOT_PROTECTED, type Protection, strictest } from '../release/protection';
import { type GitHubClient, PAGE_SIZE } from './client';
import { GitHubFailure } from './failure';

type Ruleset = RestEndpointMethodTypes['repos']['getRepoRuleset']['response']['data'];

/** Rules under which a push to a branch fails, for those who may not pass them by. */
const REFUSES_PUSH: readonly string[] = [
  'pull_request',
  'update',
  'merge_queue',
  'required_status_checks',
  'required_deployments',
  'workflows',
];

/**
 * What keeps a push away from a branch: rulesets, which everyone who reads the repository can see, and the older branch
 * protection, whose settings administrators alone can see.
 * @throws GitHubFailure
 */
export async function branchProtection(client: GitHubClient, branch: string): Promise<Protection> {
  return strictest(await Promise.all([rulesOf(client, branch), classicProtection(client, branch)]));
}

async function rulesOf(client: GitHubClient, branch: string): Promise<Protection> {
  let rules;
  try {
    rules = await client.paginate(client.rest.repos.getBranchRules, {
      ...client.repository,
      branch,
      per_page: PAGE_SIZE,
    });
  } catch (error) {
    // Older Enterprise servers and some plans have no rulesets.
    if (error instanceof GitHubFailure && !error.isTransient) return NOT_PROTECTED;
    throw error;
  }
  const refusing = rules.filter(({ type }) => REFUSES_PUSH.includes(type));
  const ids = [...new Set(refusing.flatMap(({ ruleset_id }) => ruleset_id ?? []))];
  const [first] = refusing;
  if (first === undefined) return NOT_PROTECTED;
  if (ids.length === 0) return { state: 'refused', detail: describe(first.type, undefined) };
  const found = await Promise.all(
    ids.map(async (id): Promise<Protection> => {
      const type = refusing.find(({ ruleset_id }) => ruleset_id === id)?.type ?? first.type;
      return ofRuleset(await readRuleset(client, id), type);
    }),
  );
  return strictest(found);
}

/** Every reader may read a ruleset of the repository; one of an organization may be hidden. */
async function readRuleset(client: GitHubClient, id: number): Promise<Ruleset | undefined> {
  try {
    return (
      await client.rest.repos.getRepoRuleset({
        ...client.repository,
        ruleset_id: id,
        includes_parents: true,
      })
    ).data;
  } catch (error) {
    if (error instanceof GitHubFailure && !error.isTransient) return undefined;
    throw error;
  }
}

function ofRuleset(ruleset: Ruleset | undefined, type: string): Protection {
  const bypass = ruleset?.current_user_can_bypass as string | undefined;
  const url = ruleset?._links?.html?.href;
  return {
    state: bypass === 'always' || bypass === 'exempt' ? 'mayBypass' : 'refused',
    detail: describe(type, ruleset?.name),
    ...(url !== undefined && { url }),
  };
}

/** `GET …/branches/…` says whether there is any, `GET …/protection` what it asks for. */
async function classicProtection(client: GitHubClient, branch: string): Promise<Protection> {
  const detail = l10n.t('branch protection');
  try {
    const { data } = await client.rest.repos.getBranch({ ...client.repository, branch });
    if (!data.protected || data.protection.enabled === false) return NOT_PROTECTED;
  } catch (error) {
    // A branch that is not there yet.
    if (error instanceof GitHubFailure && !error.isTransient) return NOT_PROTECTED;
    throw error;
  }
  try {
    const { data } = await client.rest.repos.getBranchProtection({
      ...client.repository,
      branch,
    });
    const asks =
      data.required_pull_request_reviews !== undefined
        ? 'pull_request'
        : data.required_status_checks !== undefined
          ? 'required_status_checks'
          : data.lock_branch?.enabled === true || data.restrictions !== undefined
            ? 'update'
            : undefined;
    if (asks === undefined) return NOT_PROTECTED;
    // Only an administrator reads this, and is bound by it where it says so.
    return {
      state: data.enforce_admins?.enabled === true ? 'refused' : 'mayBypass',
      detail: describe(asks, detail),
    };
  } catch (error) {
    if (error instanceof GitHubFailure && !error.isTransient) return { state: 'unknown', detail };
    throw error;
  }
}

/**
 * What keeps an account from making a tag: rulesets for tags that restrict creations.
 * @throws GitHubFailure
 */
export async function tagProtection(client: GitHubClient, tag: string): Promise<Protection> {
  let listed;
  try {
    listed = await client.paginate(client.rest.repos.getRepoRulesets, {
      ...client.repository,
      targets: 'tag',
      includes_parents: true,
      per_page: PAGE_SIZE,
    });
  } catch (error) {
    if (error instanceof GitHubFailure && !error.isTransient) return NOT_PROTECTED;
    throw error;
  }
  const active = listed.filter(
    ({ enforcement, target }) => enforcement === 'active' && target === 'tag',
  );
  const rulesets = await Promise.all(active.map(({ id }) => readRuleset(client, id)));
  return strictest(
    rulesets.map((ruleset): Protection => {
      if (ruleset === undefined || !isAbout(ruleset, `refs/tags/${tag}`)) return NOT_PROTECTED;
      const refuses = ruleset.rules?.some(({ type }) => type === 'creation') === true;
      return refuses ? ofRuleset(ruleset, 'creation') : NOT_PROTECTED;
    }),
  );
}

/** Whether the conditions of a ruleset for tags hold for a ref. They are patterns as of Ruby's File.fnmatch. */
function isAbout({ conditions }: Ruleset, ref: string): boolean {
  const names = (
    conditions as { ref_name?: { include?: string[]; exclude?: string[] } } | null | undefined
  )?.ref_name;
  const matches = (patterns: readonly string[] = []) =>
    patterns.some(pattern => pattern === '~ALL' || matchesGlob(pattern, ref, '/'));
  return names === undefined || (matches(names.include) && !matches(names.exclude));
}

function describe(type: string, by: string | undefined): string {
  const what = words(type);
  return by === undefined ? what : l10n.t('{0}: {1}', by, what);
}

function words(type: string): string {
  switch (type) {
    case 'pull_request':
      return l10n.t('changes go through a pull request');
    case 'merge_queue':
      return l10n.t('changes go through a merge queue');
    case 'required_status_checks':
    case 'workflows':
      return l10n.t('checks have to pass first');
    case 'required_deployments':
      return l10n.t('a deployment has to succeed first');
    case 'creation':
      return l10n.t('creations are restricted');
    default:
      return l10n.t('updates are restricted');
  }
}
