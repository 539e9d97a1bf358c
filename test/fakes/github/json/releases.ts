import { isoTime, type Json } from '../http';
import type { Release } from '../releases';
import type { Repository } from '../repository';
import type { World } from '../world';
import { repositoryPage, repositoryUrl } from './repositories';
import { nodeId, userJson } from './users';

/** `release` */
export function releaseJson(
  world: World,
  repository: Repository,
  release: Release,
): Readonly<Record<string, Json>> {
  const url = `${repositoryUrl(world, repository)}/releases/${String(release.id)}`;
  // A draft has no tag yet, and a page that only those who may push can see.
  const page = release.draft
    ? `untagged-${release.id.toString(16).padStart(20, '0')}`
    : release.tag;
  return {
    url,
    html_url: `${repositoryPage(world, repository)}/releases/tag/${page}`,
    assets_url: `${url}/assets`,
    upload_url: `${world.blobs.url}/uploads/${String(release.id)}/assets{?name,label}`,
    tarball_url: release.draft
      ? null
      : `${repositoryUrl(world, repository)}/tarball/${release.tag}`,
    zipball_url: release.draft
      ? null
      : `${repositoryUrl(world, repository)}/zipball/${release.tag}`,
    id: release.id,
    node_id: nodeId('RE', release.id),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    body: release.body,
    draft: release.draft,
    prerelease: release.prerelease,
    immutable: release.immutable,
    created_at: isoTime(release.createdAt),
    updated_at: isoTime(release.updatedAt),
    published_at: release.publishedAt === null ? null : isoTime(release.publishedAt),
    author: userJson(world, release.author),
    assets: [],
  };
}
