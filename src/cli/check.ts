import { relativePath } from '../base/paths';
import { agreement, type Package } from '../manifests/package';
import { releaseTags } from '../release/releaseTags';
import type { WrittenVersion } from '../versions/writtenVersion';
import { placeOf, type Place } from './output';
import type { Workspace } from './workspace';

/** What `check --json` prints; `check.schema.json` describes it. */
export interface CheckReport {
  readonly root: string;
  readonly agrees: boolean;
  readonly packages: readonly CheckedPackage[];
  readonly tag: CheckedTag | null;
  readonly problems: readonly CheckedProblem[];
}

export interface CheckedPackage {
  readonly name: string;
  readonly manifest: string;
  /** `tag` where the git tag alone decides the version. */
  readonly decidedBy: 'files' | 'tag';
  /** The greatest version that stands in a site; null where none is legal. */
  readonly version: string | null;
  readonly sites: readonly (Place & {
    readonly kind: string;
    readonly version: string;
    readonly agrees: boolean;
    readonly reason?: string;
  })[];
}

/** The tag of a release, compared with the packages that it can be the tag of. */
export interface CheckedTag {
  readonly name: string;
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly agrees: boolean;
  }[];
}

export interface CheckedProblem extends Place {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
}

/** Compares the versions of all sites of the packages and, where one is given, of a tag. */
export function check(
  { root, scan, settings }: Workspace,
  packages: readonly Package[],
  tag: string | undefined,
): CheckReport {
  const checked = packages.map(pkg => checkPackage(root, pkg));
  const checkedTag = tag === undefined ? null : checkTag(tag, packages, settings.tagFormat);
  // A site that holds no legal version is told of as a site.
  const mismatched = new Set(
    checked.flatMap(({ sites }) =>
      sites
        .filter(({ agrees }) => !agrees)
        .map(({ file, line, column }) => `${file}:${line}:${column}`),
    ),
  );
  const problems = scan.problems
    .map(({ severity, file, start, message }) => ({
      severity,
      ...placeOf(root, file, start),
      message,
    }))
    .filter(({ file, line, column }) => !mismatched.has(`${file}:${line}:${column}`));
  return {
    root,
    agrees: mismatched.size === 0 && (checkedTag?.packages.every(({ agrees }) => agrees) ?? true),
    packages: checked,
    tag: checkedTag,
    problems,
  };
}

function checkPackage(root: string, { name, manifest, decidedBy, sites }: Package): CheckedPackage {
  const { current, mismatched } = agreement(sites);
  return {
    name,
    manifest: relativePath(root, manifest),
    decidedBy,
    version: current?.text ?? null,
    sites: sites.map(site => {
      const { file, start, kind, written } = site;
      // What a workflow writes over is no version that could lag behind.
      const agrees = decidedBy === 'tag' || !mismatched.includes(site);
      return {
        ...placeOf(root, file, start),
        kind,
        version: written.text,
        agrees,
        ...(written.problem !== undefined && { reason: written.problem }),
      };
    }),
  };
}

function checkTag(tag: string, packages: readonly Package[], tagFormat: string): CheckedTag {
  return {
    name: tag,
    packages: packages.flatMap(({ name, sites, decidedBy, tagFormat: own }) => {
      const [named] = releaseTags([tag], name, own ?? tagFormat);
      if (named === undefined) return [];
      return [
        {
          name,
          version: named.written.text,
          agrees: decidedBy === 'tag' || isSame(named.written, agreement(sites).current),
        },
      ];
    }),
  };
}

function isSame(tag: WrittenVersion, current: WrittenVersion | undefined): boolean {
  return tag.key === current?.key;
}
