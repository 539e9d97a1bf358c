import { type RepositoryAddress, webOf } from '../github/address';
import type { FactId } from '../release/fact';
import type { Release } from './selectors';

/** What can be done with a fact beside looking at it. */
export interface FactLinks {
  /** Its page on GitHub. */
  readonly page?: string;
  /** What is copied of it: an object name, a branch or a tag. */
  readonly copied?: string;
  /** The page that compares it with the newest release tag before it. */
  readonly compared?: string;
}

export function factLinks(
  id: FactId,
  release: Pick<Release, 'commit' | 'tag' | 'lastTag' | 'facts' | 'intent' | 'pullRequest'>,
  address: RepositoryAddress | undefined,
): FactLinks {
  const web = address && `${webOf(address.host)}/${address.owner}/${address.name}`;
  const { commit, tag, lastTag } = release;
  const holds = (fact: FactId) =>
    release.facts.some(
      ({ id: found, observation }) => found === fact && observation.state === 'holds',
    );
  const page = (path: string) => (web === undefined ? {} : { page: `${web}/${path}` });
  const compared = (to: string) =>
    web === undefined || lastTag === undefined || lastTag === tag
      ? {}
      : { compared: `${web}/compare/${segment(lastTag)}...${segment(to)}` };
  switch (id) {
    case 'commit':
      if (commit === undefined) return {};
      // A page exists for what was pushed.
      return holds('remoteBranch') || holds('remoteTag')
        ? { copied: commit, ...page(`commit/${commit}`), ...compared(commit) }
        : { copied: commit };
    case 'pullRequest':
      return release.pullRequest === undefined ? {} : page(`pull/${release.pullRequest}`);
    case 'releaseBranch':
    case 'remoteBranch': {
      const { intent } = release;
      const branch = id === 'releaseBranch' ? intent?.pullRequest?.branch : intent?.remoteBranch;
      if (branch === undefined) return {};
      return { copied: branch, ...page(`tree/${segment(branch)}`), ...compared(branch) };
    }
    case 'tag':
    case 'remoteTag':
      if (tag === undefined || !holds(id)) return {};
      return holds('remoteTag')
        ? { copied: tag, ...page(`tree/${segment(tag)}`), ...compared(tag) }
        : { copied: tag };
    case 'hostedRelease':
      return tag !== undefined && holds(id)
        ? { copied: tag, ...page(`releases/tag/${segment(tag)}`), ...compared(tag) }
        : {};
    case 'builds':
      return commit === undefined ? {} : page(`commit/${commit}/checks`);
    case 'versions':
    case 'locks':
    case 'changelog':
    case 'index':
    case 'crates':
      return {};
  }
}

/** A branch or a tag in an address: its slashes stay. */
function segment(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}
