import type { RestEndpointMethodTypes } from '@octokit/rest';
import { fulfils, type HostedRelease, type Publication } from '../release/hosting';
import type { GitHubClient } from './client';
import { GitHubFailure } from './failure';

type Answer = RestEndpointMethodTypes['repos']['getRelease']['response']['data'];

/** Releases that are read to find a draft, newest first: a draft that is older than a hundred others is no one's. */
const DRAFTS_AMONG = 100;

/**
 * Publishing touches the files of the tagged commit, and GitHub asks for `workflow` where workflow files are among what
 * changed since the default branch; without it the answer is 404.
 */
const SCOPES = ['repo', 'workflow'] as const;

/**
 * The Release of a tag. `releases/tags/…` shows published ones only; drafts are found by listing.
 * @throws GitHubFailure
 */
export async function findRelease(
  client: GitHubClient,
  tag: string,
): Promise<HostedRelease | undefined> {
  try {
    const { data } = await client.rest.repos.getReleaseByTag({ ...client.repository, tag });
    return toRelease(data);
  } catch (error) {
    if (!(error instanceof GitHubFailure) || error.reason !== 'notFound') throw error;
  }
  const { data } = await client.rest.repos.listReleases({
    ...client.repository,
    per_page: DRAFTS_AMONG,
  });
  const draft = data.find(({ tag_name }) => tag_name === tag);
  return draft === undefined ? undefined : toRelease(draft);
}

/**
 * Creates the Release of a tag, or brings the one that exists to what is asked. A request is never sent again without
 * looking: where the answer was lost or the user was faster, what exists is brought to what is wanted.
 *
 * @throws GitHubFailure
 */
export async function publishRelease(
  client: GitHubClient,
  tag: string,
  publication: Publication,
): Promise<void> {
  const existing = await findRelease(client, tag);
  if (existing === undefined) {
    try {
      await client.rest.repos.createRelease({
        ...client.repository,
        tag_name: tag,
        ...fields(publication),
        request: { scopes: SCOPES },
      });
      return;
    } catch (error) {
      if (
        !(error instanceof GitHubFailure) ||
        !(error.reason === 'exists' || error.mayHaveHappened)
      )
        throw error;
      const made = await findRelease(client, tag);
      // Not there: the failure is what happened.
      if (made === undefined) throw error;
      await bring(client, made, publication);
      return;
    }
  }
  await bring(client, existing, publication);
}

async function bring(
  client: GitHubClient,
  existing: HostedRelease,
  publication: Publication,
): Promise<void> {
  if (existing.immutable) return;
  if (existing.title === publication.title && fulfils(existing, publication)) return;
  // What others can see is not hidden again: only a draft stays one.
  const draft = publication.draft && existing.draft;
  await client.rest.repos.updateRelease({
    ...client.repository,
    release_id: existing.id,
    ...fields({ ...publication, draft }),
    request: { scopes: SCOPES },
  });
}

function fields({ title, notes, draft, prerelease, latest }: Publication) {
  return {
    name: title,
    body: notes,
    draft,
    prerelease,
    // Text, not a truth value; and refused for what cannot be latest.
    make_latest: latest && !draft && !prerelease ? ('true' as const) : ('false' as const),
  };
}

/**
 * The notes that GitHub would write: pull requests and contributors since the previous Release. Nothing is saved.
 * @throws GitHubFailure
 */
export async function generatedNotes(
  client: GitHubClient,
  tag: string,
  target: string,
  previousTag: string | undefined,
): Promise<string> {
  const { data } = await client.rest.repos.generateReleaseNotes({
    ...client.repository,
    tag_name: tag,
    target_commitish: target,
    ...(previousTag !== undefined && { previous_tag_name: previousTag }),
  });
  return data.body;
}

function toRelease(release: Answer): HostedRelease {
  return {
    id: release.id,
    url: release.html_url,
    title: release.name ?? '',
    notes: release.body ?? '',
    draft: release.draft,
    prerelease: release.prerelease,
    immutable: (release as { immutable?: boolean }).immutable === true,
    // The author is null where the account is deleted.
    byWorkflow: (release.author as Answer['author'] | null)?.login === 'github-actions[bot]',
  };
}
