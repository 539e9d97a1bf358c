import { normalizedName } from '../base/names';
import { agreement, type Package } from '../manifests/package';
import type { VersionSite } from '../manifests/versionSite';

/** Packages that are released together. */
export interface ReleaseGroup {
  /** The one that the release is confirmed and stored under. */
  readonly lead: Package;
  /** The others, those that further ones require first. */
  readonly members: readonly Package[];
}

/**
 * Which packages of a repository are one release: their versions move together, and they have the same tag.
 *
 * @param packages of one repository
 * @param haveOneTag whether two packages at the same version have the same tag
 */
export function releaseGroups(
  packages: readonly Package[],
  haveOneTag: (one: Package, other: Package) => boolean,
): readonly ReleaseGroup[] {
  const isWith = (lead: Package, other: Package) =>
    other !== lead && movesWith(lead, other) && haveOneTag(lead, other);
  const ranked = [...packages].sort(
    (a, b) =>
      packages.filter(other => isWith(b, other)).length -
        packages.filter(other => isWith(a, other)).length ||
      Number(isFront(b, packages)) - Number(isFront(a, packages)) ||
      depthOf(a) - depthOf(b) ||
      namedAfter(b, packages) - namedAfter(a, packages) ||
      (a.manifest < b.manifest ? -1 : 1),
  );
  const taken = new Set<Package>();
  const groups = ranked.flatMap((lead): ReleaseGroup[] => {
    if (taken.has(lead)) return [];
    const members = packages.filter(other => !taken.has(other) && isWith(lead, other));
    for (const found of [lead, ...members]) taken.add(found);
    return [{ lead, members: inUploadOrder(members) }];
  });
  const place = ({ lead }: ReleaseGroup) => packages.indexOf(lead);
  return groups.sort((a, b) => place(a) - place(b));
}

/** The distributions among others that a package requires at their exact version: they have to be on the index before it. */
export function requiredBy(pkg: Package, others: readonly Package[]): readonly Package[] {
  const names = new Set(
    pkg.requirements
      .filter(({ file, kind }) => file === pkg.manifest && (kind === 'pin' || kind === 'poetry'))
      .map(({ crate }) => normalizedName(crate)),
  );
  return others.filter(other => other !== pkg && names.has(normalizedName(other.name)));
}

/** Whether a new version of one package is always one of another: every place that decides its version moves along. */
function movesWith(lead: Package, other: Package): boolean {
  if (lead.decidedBy !== other.decidedBy) return false;
  if (lead.decidedBy === 'tag') return true;
  const own = other.sites.filter(({ isOwn }) => isOwn);
  const moving = new Set(lead.sites.map(placeOf));
  return (
    own.length > 0 &&
    own.every(site => moving.has(placeOf(site))) &&
    agreement(lead.sites).current?.key === agreement(own).current?.key
  );
}

/** Whether a package requires others of the same repository, as a front package does with its runtimes. */
function isFront(pkg: Package, packages: readonly Package[]): boolean {
  return requiredBy(pkg, packages).length > 0;
}

/** How many packages are named after one, as demo-core and demo-cli are after demo. */
function namedAfter({ name }: Package, packages: readonly Package[]): number {
  const start = `${normalizedName(name)}-`;
  return packages.filter(other => normalizedName(other.name).startsWith(start)).length;
}

function inUploadOrder(packages: readonly Package[]): readonly Package[] {
  const done = new Set<Package>();
  const visit = (pkg: Package, above: readonly Package[]) => {
    if (done.has(pkg) || above.includes(pkg)) return;
    for (const first of requiredBy(pkg, packages)) visit(first, [...above, pkg]);
    done.add(pkg);
  };
  for (const pkg of packages) visit(pkg, []);
  return [...done];
}

function placeOf({ file, span }: VersionSite): string {
  return `${file}#${span.start}`;
}

function depthOf({ manifest }: Package): number {
  return manifest.split(/[\\/]/).length;
}
