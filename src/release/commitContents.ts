import * as l10n from '@vscode/l10n';
import { describeProblem, obstacles } from '../manifests/plan/versionPlan';
import { ReleaseError } from './fact';
import type { ReleaseContext } from './releaseContext';
import { planFor } from './workingTree';

/** The files that a release commit takes in, and those that it must not. */
export interface CommitContents {
  /** Absolute paths of tracked files that differ from HEAD, or will after the plan, by nothing but what the release changes. */
  readonly files: readonly string[];
  /** Files of the release that hold other changes as well. */
  readonly foreign: readonly string[];
  /** Files of the release that git does not track. */
  readonly untracked: readonly string[];
}

export const NO_CONTENTS: CommitContents = { files: [], foreign: [], untracked: [] };

/** Compares version files and changelog with HEAD: what the release commit will hold, once the plan has been carried out. */
export async function commitContents(context: ReleaseContext): Promise<CommitContents> {
  const { repository, tree, version } = context;
  const state = await context.package();
  const changelog = await context.writtenChangelog();
  const files = await context.files();
  const head = (await context.head()).commit;
  const tracked = await repository.tracked(files);
  const untracked = files.filter(file => !tracked.has(file));
  if (head === undefined) return { ...NO_CONTENTS, untracked: files };

  const planned = new Map((await context.changes()).map(({ file, after }) => [file, after]));
  const differing = await repository.differing(head, files);
  for (const file of tree.unsaved()) differing.add(file);
  // What the files would be if HEAD alone were released: anything else in them is not ours to commit.
  const headState = await context.at(head);
  const changes = [
    ...(headState === undefined ? [] : planFor(headState, version).changes),
    ...[await changelog?.changeAt(head)].filter(change => change !== undefined),
  ];
  const pkg = new Map(changes.map(({ file, after }) => [file, after]));

  const taken: string[] = [];
  const foreign: string[] = [];
  for (const file of files) {
    if (!tracked.has(file)) continue;
    if (!differing.has(file)) {
      if (planned.has(file)) taken.push(file);
      continue;
    }
    const after =
      planned.get(file) ??
      (file === changelog?.file ? await changelog.text() : state.index.text(file));
    const atHead = await repository.textAt(head, file);
    if (after !== (pkg.get(file) ?? atHead)) foreign.push(file);
    else if (after !== atHead) taken.push(file);
  }
  return { files: taken, foreign, untracked };
}

/** Writes all files of a release at once, whichever of their facts comes first. @throws ReleaseError, WriteError */
export async function writeReleaseFiles(context: ReleaseContext): Promise<void> {
  const [refusal] = obstacles(await context.plan());
  if (refusal !== undefined) {
    throw new ReleaseError(
      describeProblem(context.tree.index.root, refusal),
      l10n.t('Change the line by hand, then try again.'),
    );
  }
  const changelog = await context.writtenChangelog();
  if ((await changelog?.isOpen()) === true) {
    throw new ReleaseError(
      l10n.t('Nothing has been written about {0} in the changelog.', context.version.semver),
      l10n.t('Run Resume Release, and write the entry or leave the changelog as it is.'),
    );
  }
  await context.tree.write(await context.changes());
}
