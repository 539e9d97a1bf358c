import type { MirroredCommit, MirroredRef, Signature } from '../gitMirror';
import { isoTime, type Json } from '../http';
import type { Repository } from '../repository';
import type { World } from '../world';
import { repositoryPage, repositoryUrl } from './repositories';

type Fields = Readonly<Record<string, Json>>;

const UNVERIFIED = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
};

function node(kind: string, name: string): string {
  return Buffer.from(`${kind}_${name}`).toString('base64url');
}

/** `git-ref` */
export function refJson(
  world: World,
  repository: Repository,
  { name, sha, type }: MirroredRef,
): Fields {
  const url = `${repositoryUrl(world, repository)}/git`;
  return {
    ref: name,
    node_id: node('REF', name),
    url: `${url}/${name}`,
    object: { sha, type, url: `${url}/${type}s/${sha}` },
  };
}

/** `git-tag`: an annotated tag */
export function tagObjectJson(
  world: World,
  repository: Repository,
  sha: string,
  tag: {
    readonly name: string;
    readonly message: string;
    readonly tagger: Signature;
    readonly commit: string;
  },
): Fields {
  const url = `${repositoryUrl(world, repository)}/git`;
  return {
    node_id: node('TA', sha),
    tag: tag.name,
    sha,
    url: `${url}/tags/${sha}`,
    message: tag.message,
    tagger: signatureJson(tag.tagger),
    object: { sha: tag.commit, type: 'commit', url: `${url}/commits/${tag.commit}` },
    verification: UNVERIFIED,
  };
}

function signatureJson({ name, email, time }: Signature): {
  readonly name: string;
  readonly email: string;
  readonly date: string;
} {
  return { name, email, date: isoTime(time) };
}

/** `commit` */
export function commitJson(world: World, repository: Repository, commit: MirroredCommit): Fields {
  const url = repositoryUrl(world, repository);
  return {
    url: `${url}/commits/${commit.sha}`,
    sha: commit.sha,
    node_id: node('C', commit.sha),
    html_url: `${repositoryPage(world, repository)}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: null,
    committer: null,
    commit: {
      url: `${url}/git/commits/${commit.sha}`,
      author: signatureJson(commit.author),
      committer: signatureJson(commit.committer),
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      verification: UNVERIFIED,
    },
    parents: commit.parents.map(sha => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${repositoryPage(world, repository)}/commit/${sha}`,
    })),
  };
}

/** `nullable-simple-commit`, as a run carries it */
export function simpleCommitJson(commit: MirroredCommit): Fields {
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: isoTime(commit.committer.time),
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
  };
}
