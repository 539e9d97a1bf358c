import * as path from 'node:path';
import { crateOf } from '../../manifests/crateOf';
import { disk } from '../../manifests/fileReader';
import { agreement, type Package } from '../../manifests/package';
import { readProject } from '../../maturin/project';
import type { Tools } from '../../maturin/tools';
import type { Markup } from '../../release/changelog/changelogFile';
import { nearestChangelog } from '../../release/changelog/nearestChangelog';
import { fingerprintFiles } from '../../release/checklist/fingerprint';
import { checklistFor, type Checklist } from '../../release/checklist/items';
import { observeChangelog, observeVersions, type Observed } from '../../release/checklist/observed';
import { findPythonTests } from '../../release/checklist/pythonTests';
import type { Now } from '../../release/checklist/state';
import { releaseTags } from '../../release/releaseTags';
import { GitFailure, type RepositoryReader } from '../../release/repository';
import { toolsAround } from '../local/toolsAround';
import { editorsOverDisk } from '../manifests';
import type { Session } from '../releases';
import { checklistSettings, releaseSettings } from '../settings';

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
export async function readChecklist({ released: found, tree, repository }: Session, version: string | undefined): Promise<Reading> {
  const { root } = repository;
  const { index } = tree;
  const released = (await tree.now())?.released ?? found;
  const folder = path.dirname(released.manifest);
  const [changelog, pythonTests, tools, fingerprint] = await Promise.all([
    nearestChangelog(folder, root, disk), released.python ? findPythonTests(folder, root, disk) : undefined, toolsAround(folder, root), fingerprintFiles(tree),
  ]);
  const crate = crateOf(released, index);
  const checklist = checklistFor({
    hasCrate: crate !== undefined,
    hasWheel: readProject(released, index) !== undefined,
    ...(pythonTests !== undefined && { pythonTests: relative(root, pythonTests) }),
    ...(changelog !== undefined && { changelog: changelog.markup }),
    ...(tools.python !== undefined && { python: isBelow(root, tools.python) ? path.relative(root, tools.python) : tools.python }),
  }, checklistSettings(released.manifest));
  return {
    ...checklist, tools,
    now: {
      ...(fingerprint !== undefined && { fingerprint }),
      observed: { versions: observeVersions(released), ...(changelog !== undefined && { changelog: await observed(changelog, released, repository, version) }) },
    },
    folders: { repository: root, cargo: crate?.root ?? root },
    ...(changelog !== undefined && { changelog: changelog.file }),
  };
}

async function observed({ file, markup }: { readonly file: string; readonly markup: Markup }, released: Package, repository: RepositoryReader, version: string | undefined): Promise<Observed> {
  const text = await editorsOverDisk.read(file).catch(() => undefined);
  return observeChangelog(text, markup, version ?? await unreleased(released, repository));
}

/** The version that stands in the files, where it has no tag yet: it may be released as it stands. */
async function unreleased({ name, sites, manifest, tagFormat }: Package, repository: RepositoryReader): Promise<string | undefined> {
  const { current } = agreement(sites);
  if (current === undefined) return undefined;
  try {
    const tags = releaseTags(await repository.tags(), name, tagFormat ?? releaseSettings(manifest).tagFormat);
    return tags.some(({ written }) => written.key === current.key) ? undefined : current.text;
  } catch (error) {
    if (error instanceof GitFailure) return undefined;
    throw error;
  }
}

function isBelow(folder: string, file: string): boolean {
  return file.startsWith(folder + path.sep);
}

function relative(root: string, folder: string): string {
  return path.relative(root, folder).split(path.sep).join('/');
}
