// GitHub and Gitea "…/compare/v0.1.0...HEAD", GitLab "…/-/compare/v0.1.0...HEAD"
const COMPARE = /^(.*\/compare\/)(.+?)(\.{2,3})(.+)$/;
const RELEASE = /^(.*\/(?:releases\/tag|releases|tags|tree)\/)([^/]+)$/;

/** The two ends of a link that compares two states of a repository. */
export interface CompareLink {
  readonly site: string;
  readonly base: string;
  readonly dots: string;
  readonly head: string;
}

export function readCompareLink(url: string): CompareLink | undefined {
  const [, site, base, dots, head] = COMPARE.exec(url) ?? [];
  return site === undefined || base === undefined || dots === undefined || head === undefined
    ? undefined
    : { site, base, dots, head };
}

/**
 * The link of the next version, like that of the one before it: a comparison goes on from its head, the page of a tag
 * becomes that of the new tag. Undefined where the link is of another kind.
 */
export function nextLink(url: string, tag: string): string | undefined {
  const compared = readCompareLink(url);
  if (compared !== undefined) return compared.site + compared.head + compared.dots + tag;
  const [, pages] = RELEASE.exec(url) ?? [];
  return pages === undefined ? undefined : pages + tag;
}
