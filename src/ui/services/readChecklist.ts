import * as path from 'node:path';
import { isInside, relativePath } from '../../base/paths';
import { crateOf } from '../../manifests/cargo/cargoWorkspaces';
import type { Package } from '../../manifests/package';
import { disk } from '../../manifests/scan/fileReader';
import { readProject } from '../../maturin/project';
import type { Tools } from '../../maturin/tools';
import { type KeptChangelog, nearestChangelog } from '../../release/changelog/changelogFile';
import { fingerprintFiles } from '../../release/checklist/answers';
import { type Checklist, checklistFor } from '../../release/checklist/items';
import { findPythonTests } from '../../release/checklist/pythonTests';
import {
  type Now,
  observeChangelog,
  type Observed,
  observeVersions,
} from '../../release/checklist/state';
import { currentVersion } from '../../release/releaseTags';
import type { RepositoryReader } from '../../release/repository';
import type { WorkingTree } from '../../release/workingTree';
import { parseReleaseVersion } from '../../versions/releaseVersion';
import { toolsAround } from './installTools';
import { editorsOverDisk } from './manifests';
import type { Session } from './sessions';
import { checklistSettings, packageSettings, releaseSettings } from '../configuration';

/** The checklist of a package, and everything that its answers are compared with. */
export interface Reading extends Checklist {
  readonly now: Now;
  readonly tools: Tools;
  /** Where command lines are run, absolute. */
  readonly folders: Readonly<Record<'repository' | 'cargo', string>>;
  /** Absolute path. */
  readonly changelog?: string;
}

/**
 * Reads files and repository, and changes nothing.
 *
 * @param version of the release that the items are for, as SemVer; undefined for the next one
 */
export async function readChecklist(
  { pkg: found, tree, repository }: Session,
  version: string | undefined,
): Promise<Reading> {
  const { root } = repository;
  // What is read below belongs together, whatever changes meanwhile.
  const { pkg, index } = (await tree.now()) ?? { pkg: found, index: tree.index };
  const folder = path.dirname(pkg.manifest);
  const [changelog, pythonTests, tools, fingerprint] = await Promise.all([
    nearestChangelog(disk, folder, root),
    pkg.python ? findPythonTests(folder, root, disk) : undefined,
    toolsAround(folder, root),
    fingerprintFiles(tree),
  ]);
  const crate = crateOf(pkg, index);
  const checklist = checklistFor(
    {
      hasCrate: crate !== undefined,
      hasWheel: readProject(pkg, index) !== undefined,
      ...(pythonTests !== undefined && { pythonTests: relativePath(root, pythonTests) }),
      ...(changelog !== undefined && { changelog: changelog.markup }),
      ...(tools.python !== undefined && {
        python: isInside(root, tools.python) ? path.relative(root, tools.python) : tools.python,
      }),
    },
    checklistSettings(pkg.manifest),
  );
  return {
    ...checklist,
    tools,
    now: {
      ...(fingerprint !== undefined && { fingerprint }),
      observed: {
        versions: observeVersions(pkg),
        ...(changelog !== undefined && {
          changelog: await observed(changelog, pkg, tree, version),
        }),
      },
    },
    folders: { repository: root, cargo: crate?.root ?? root },
    ...(changelog !== undefined && { changelog: changelog.file }),
  };
}

async function observed(
  { file, markup }: KeptChangelog,
  pkg: Package,
  tree: WorkingTree,
  version: string | undefined,
): Promise<Observed> {
  const text = await editorsOverDisk.read(file).catch(() => undefined);
  const parsed = parseReleaseVersion(version ?? (await unreleased(pkg, tree.repository)) ?? '');
  return observeChangelog(text, markup, {
    version: parsed.ok ? parsed.version : undefined,
    isUpdated: releaseSettings(pkg.manifest).changelog === 'update',
    name: pkg.name,
    others: await tree.otherPackages(),
  });
}

/** The version that is in the files, where it has no tag yet: it may be released as it stands. */
async function unreleased(pkg: Package, repository: RepositoryReader): Promise<string | undefined> {
  const { written, tags } = await currentVersion(pkg, repository, packageSettings(pkg).tagFormat);
  return written === undefined || tags.some(tag => tag.written.key === written.key)
    ? undefined
    : written.text;
}
