import { agreement, type Package } from '../manifests/package';
import type { VersionSite } from '../manifests/versionSite';

/** Version sites of a package that disagree, and the place to look at first. */
export interface Mismatch {
  /** One site for each file that is the odd one out: where the edit was made, or what an edit left out. */
  readonly odd: readonly VersionSite[];
  /** The version of the other sites. */
  readonly others: VersionSite;
  /** How many sites have that version. */
  readonly count: number;
}

/**
 * Which sites are the odd ones out: the fewer. A version that was changed in one file differs from all others, and the
 * line of that edit is the one to show, not the lines that are as they were.
 */
export function mismatchOf({ sites }: Pick<Package, 'sites'>): Mismatch | undefined {
  const { current, mismatched } = agreement(sites);
  const legal = mismatched.filter(({ written }) => written.problem === undefined);
  // A lock that may lag behind agrees with nothing while it does.
  const agreeing = sites.filter(
    site =>
      !mismatched.includes(site) && (site.mayLag !== true || site.written.key === current?.key),
  );
  const [lagging] = legal;
  const [leading] = agreeing;
  if (lagging === undefined || leading === undefined) return undefined;
  const isOneVersion = legal.every(({ written }) => written.key === lagging.written.key);
  const isEdit = isOneVersion && legal.length > agreeing.length;
  return isEdit
    ? { odd: perFile(agreeing), others: lagging, count: legal.length }
    : { odd: perFile(legal), others: leading, count: agreeing.length };
}

function perFile(sites: readonly VersionSite[]): VersionSite[] {
  const first = new Map<string, VersionSite>();
  for (const site of sites) if (!first.has(site.file)) first.set(site.file, site);
  return [...first.values()];
}
