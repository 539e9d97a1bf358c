import { differs, readCommit, readCommits, readRef, readRefs, resolveCommit } from './gitMirror';
import { git } from '../../fixtures/git';
import { flagField, notFound, textField, validationFailed, fields } from './http';
import { emitCreate, emitPush, emitRelease } from './actions/events';
import type { Repository } from './repository';
import { mayTouchWorkflows, type Token } from './tokens';
import { BOT, type World } from './world';

export interface Release {
  readonly id: number;
  tag: string;
  target: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  immutable: boolean;
  readonly author: string;
  readonly createdAt: number;
  updatedAt: number;
  publishedAt: number | null;
}

export type MakeLatest = 'true' | 'false' | 'legacy';

interface Wanted {
  readonly tag: string | undefined;
  readonly target: string | undefined;
  readonly name: string | undefined;
  readonly body: string | undefined;
  readonly draft: boolean | undefined;
  readonly prerelease: boolean | undefined;
  readonly makeLatest: MakeLatest | undefined;
}

function readWanted(body: unknown): Wanted {
  const makeLatest = fields(body)['make_latest'];
  if (
    makeLatest !== undefined &&
    makeLatest !== 'true' &&
    makeLatest !== 'false' &&
    makeLatest !== 'legacy'
  ) {
    throw validationFailed({
      resource: 'Release',
      code: 'invalid',
      field: 'make_latest',
      message: 'make_latest must be "true", "false" or "legacy"',
    });
  }
  return {
    tag: textField(body, 'tag_name'),
    target: textField(body, 'target_commitish'),
    name: textField(body, 'name'),
    body: textField(body, 'body'),
    draft: flagField(body, 'draft'),
    prerelease: flagField(body, 'prerelease'),
    makeLatest,
  };
}

/** POST /repos/{owner}/{repo}/releases, by the user of a token or, without one, by a workflow's bot. */
export function createRelease(
  world: World,
  repository: Repository,
  token: Token | undefined,
  body: unknown,
): Release {
  const wanted = readWanted(body);
  if (wanted.tag === undefined || wanted.tag === '')
    throw validationFailed({ resource: 'Release', code: 'missing_field', field: 'tag_name' });
  refuseTakenTag(repository, wanted.tag, undefined);
  const target = wanted.target ?? repository.defaultBranch;
  const draft = wanted.draft ?? false;
  const commit = checkTarget(repository, token, wanted.tag, target, draft);
  const notes =
    flagField(body, 'generate_release_notes') === true
      ? generateNotes(world, repository, wanted.tag, target, undefined)
      : undefined;
  const time = world.now();
  const release: Release = {
    id: world.nextId(),
    tag: wanted.tag,
    target,
    draft,
    prerelease: wanted.prerelease ?? false,
    immutable: false,
    name: wanted.name ?? notes?.name ?? null,
    body:
      notes === undefined
        ? (wanted.body ?? null)
        : [wanted.body, notes.body].filter(text => text !== undefined && text !== '').join('\n\n'),
    author: token?.login ?? BOT,
    createdAt:
      commit === undefined ? time : (readCommit(repository.bare, commit)?.committer.time ?? time),
    updatedAt: time,
    publishedAt: null,
  };
  if (release.draft && wanted.makeLatest === 'true') throw latestOfDraft();
  if (release.prerelease && wanted.makeLatest === 'true') throw latestOfDraft();
  repository.releases.push(release);
  if (!release.draft) publish(world, repository, release, wanted.makeLatest, ['created']);
  return release;
}

/** PATCH /repos/{owner}/{repo}/releases/{release_id} */
export function updateRelease(
  world: World,
  repository: Repository,
  token: Token,
  release: Release,
  body: unknown,
): void {
  const wanted = readWanted(body);
  const tag = wanted.tag ?? release.tag;
  const target = wanted.target ?? release.target;
  if (
    release.immutable &&
    (tag !== release.tag || target !== release.target || wanted.draft === true)
  ) {
    throw validationFailed({
      resource: 'Release',
      code: 'custom',
      field: 'tag_name',
      message: 'tag_name cannot be changed for an immutable release',
    });
  }
  if (tag !== release.tag) refuseTakenTag(repository, tag, release);
  const draft = wanted.draft ?? release.draft;
  const prerelease = wanted.prerelease ?? release.prerelease;
  checkTarget(repository, token, tag, target, draft);
  if ((draft || prerelease) && wanted.makeLatest === 'true') throw latestOfDraft();
  const published = release.draft && !draft;
  Object.assign(release, {
    tag,
    target,
    draft,
    prerelease,
    name: wanted.name ?? release.name,
    body: wanted.body ?? release.body,
    updatedAt: world.now(),
  });
  if (published) publish(world, repository, release, wanted.makeLatest, []);
  else chooseLatest(repository, release, wanted.makeLatest ?? 'false');
}

function latestOfDraft(): Error {
  return validationFailed({
    resource: 'Release',
    code: 'custom',
    field: 'make_latest',
    message: 'Latest release cannot be draft or prerelease',
  });
}

function refuseTakenTag(repository: Repository, tag: string, self: Release | undefined): void {
  if (repository.burntTags.has(tag))
    throw validationFailed({
      resource: 'Release',
      code: 'custom',
      field: 'tag_name',
      message: 'tag_name was used by an immutable release',
    });
  if (
    repository.releases.some(release => release !== self && !release.draft && release.tag === tag)
  ) {
    throw validationFailed({ resource: 'Release', code: 'already_exists', field: 'tag_name' });
  }
}

/** The commit that the Release is of. @throws Refusal 404 where it changes workflow files and the token may not; 422 for a target that does not exist */
function checkTarget(
  repository: Repository,
  token: Token | undefined,
  tag: string,
  target: string,
  draft: boolean,
): string | undefined {
  const commit =
    readRef(repository.bare, `refs/tags/${tag}`)?.commit ?? resolveCommit(repository.bare, target);
  if (commit === undefined) {
    if (draft) return undefined;
    throw validationFailed({ resource: 'Release', code: 'invalid', field: 'target_commitish' });
  }
  const head = resolveCommit(repository.bare, repository.defaultBranch);
  if (
    token !== undefined &&
    !mayTouchWorkflows(token) &&
    head !== undefined &&
    differs(repository.bare, head, commit, '.github/workflows')
  )
    throw notFound();
  return commit;
}

function publish(
  world: World,
  repository: Repository,
  release: Release,
  makeLatest: MakeLatest = 'true',
  activities: readonly string[],
): void {
  const { bare } = repository;
  release.publishedAt = world.now();
  release.immutable = repository.immutableReleases;
  if (release.immutable) repository.burntTags.add(release.tag);
  const ref = `refs/tags/${release.tag}`;
  const existing = readRef(bare, ref);
  const commit = existing?.commit ?? resolveCommit(bare, release.target)!;
  if (existing === undefined) {
    git(bare, 'update-ref', ref, commit);
    repository.refs = new Map(readRefs(bare).map(({ name, sha }) => [name, sha]));
    if (release.author !== BOT) {
      emitCreate(world, repository, ref, commit, release.author);
      emitPush(world, repository, ref, commit, release.author);
    }
  }
  chooseLatest(repository, release, makeLatest);
  if (release.author !== BOT)
    emitRelease(world, repository, release, commit, [
      ...activities,
      'published',
      release.prerelease ? 'prereleased' : 'released',
    ]);
}

function chooseLatest(repository: Repository, release: Release, makeLatest: MakeLatest): void {
  if (release.draft || release.prerelease) {
    if (repository.latestReleaseId === release.id) repository.latestReleaseId = undefined;
  } else if (
    makeLatest === 'true' ||
    (makeLatest === 'legacy' && latestRelease(repository)?.id === undefined)
  ) {
    repository.latestReleaseId = release.id;
  }
}

/** The one that is marked, or else the newest that is neither draft nor prerelease. */
export function latestRelease({ releases, latestReleaseId }: Repository): Release | undefined {
  const eligible = releases.filter(({ draft, prerelease }) => !draft && !prerelease);
  return eligible.find(({ id }) => id === latestReleaseId) ?? eligible[eligible.length - 1];
}

/** What GitHub writes about the commits since another tag. @throws Refusal 404, 422 for a previous tag that does not exist */
export function generateNotes(
  world: World,
  repository: Repository,
  tag: string,
  target: string,
  previous: string | undefined,
): { readonly name: string; readonly body: string } {
  const { bare } = repository;
  const head = readRef(bare, `refs/tags/${tag}`)?.commit ?? resolveCommit(bare, target);
  if (head === undefined) throw notFound();
  if (previous !== undefined && readRef(bare, `refs/tags/${previous}`) === undefined) {
    throw validationFailed({ resource: 'Release', code: 'invalid', field: 'previous_tag_name' });
  }
  const since =
    previous ??
    readRefs(bare)
      .filter(({ name }) => name.startsWith('refs/tags/') && name !== `refs/tags/${tag}`)
      .map(({ name }) => name.slice('refs/tags/'.length))
      .pop();
  const commits = readCommits(
    bare,
    since === undefined ? head : `refs/tags/${since}..${head}`,
    100,
  );
  const web = `${world.webUrl}/${repository.owner}/${repository.name}`;
  const changes = commits.map(
    ({ message, author, sha }) =>
      `* ${message.split('\n')[0] ?? ''} by @${author.name} in ${web}/commit/${sha.slice(0, 7)}`,
  );
  const full = since === undefined ? `${web}/commits/${tag}` : `${web}/compare/${since}...${tag}`;
  return {
    name: tag,
    body: `## What's Changed\n${changes.join('\n')}\n\n**Full Changelog**: ${full}`,
  };
}
