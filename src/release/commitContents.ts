import * as l10n from '@vscode/l10n';
import { describeProblem, type FileChange, obstacles } from '../manifests/plan/versionPlan';
import { disk } from '../manifests/scan/fileReader';
import { ReleaseError } from './fact';
import { recordEdit, repeatEdit, withEdits } from './record/releaseRecord';
import { planAll } from './planAll';
import type { ReleaseChangelog } from './releaseChangelog';
import type { ReleaseContext } from './releaseContext';

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
  const { repository, tree } = context;
  const state = await context.package();
  const changelogs = await context.writtenChangelogs();
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
    ...(headState === undefined ? [] : (await planAll(context, headState)).changes),
    ...(await sectionsAt(changelogs, head)),
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
      (await (changelogs.find(log => log.file === file)?.text() ?? state.index.text(file)));
    const atHead = await repository.textAt(head, file);
    if (!(await isSameToGit(context, file, after, pkg.get(file) ?? atHead))) foreign.push(file);
    else if (!(await isSameToGit(context, file, after, atHead))) taken.push(file);
  }
  return { files: taken, foreign, untracked };
}

/**
 * Compares a commit of the release with what the plan makes of its parent. A hook may have changed files, or added some.
 * @returns for each file that differs the planned text and the committed one
 */
export async function unplannedChanges(
  context: ReleaseContext,
  commit: string,
): Promise<FileChange[]> {
  const { repository } = context;
  const parent = await repository.parent(commit);
  const state = parent === undefined ? undefined : await context.at(parent);
  if (parent === undefined || state === undefined) return [];
  const planned = [
    ...(await planAll(context, state)).changes,
    ...(await sectionsAt(await context.writtenChangelogs(), parent)),
  ];
  const wanted = new Map(planned.map(({ file, after }) => [file, after]));
  const others: FileChange[] = [];
  // Whether the commit holds all that is planned is what its version sites say.
  for (const file of await repository.changedIn(commit)) {
    const [before, after] = await Promise.all([
      repository.textAt(parent, file),
      repository.textAt(commit, file),
    ]);
    const expected = wanted.get(file) ?? before;
    if (!(await isSameToGit(context, file, after, expected)))
      others.push({ file, before: expected ?? '', after: after ?? '' });
  }
  return others;
}

/** What a release makes of the changelogs that a commit holds. */
async function sectionsAt(
  changelogs: readonly ReleaseChangelog[],
  commit: string,
): Promise<readonly FileChange[]> {
  const changes = await Promise.all(changelogs.map(log => log.changeAt(commit)));
  return changes.filter(change => change !== undefined);
}

/**
 * Whether git commits the same object for two texts of a file. A text that a commit holds is read with the line ends of a
 * checkout (core.autocrlf), which the file on disk need not have.
 */
async function isSameToGit(
  { repository }: ReleaseContext,
  file: string,
  one: string | undefined,
  other: string | undefined,
): Promise<boolean> {
  if (one === undefined || other === undefined || one === other) return one === other;
  const plain = (text: string) => text.replaceAll('\r\n', '\n');
  if (plain(one) !== plain(other)) return false;
  const names = await Promise.all([
    repository.objectName(file, one),
    repository.objectName(file, other),
  ]);
  return names[0] === names[1];
}

/**
 * Edits that a crash kept from being written. Between two files of an edit a lock may look as if it had been out of date
 * before, and would be left as it is.
 */
export async function interruptedEdits({ journal, tree }: ReleaseContext): Promise<FileChange[]> {
  const { files = [], commit } = journal.made;
  if (commit !== undefined) return [];
  const found = await Promise.all(
    files.map(async edit => {
      const file = tree.absolute(edit.file);
      const before = await disk.read(file).catch(() => undefined);
      const after = before === undefined ? undefined : repeatEdit(edit, before);
      return before === undefined || after === undefined ? [] : [{ file, before, after }];
    }),
  );
  return found.flat();
}

/** Writes all files of a release at once, whichever of their facts comes first. @throws ReleaseError, WriteError */
export async function writeReleaseFiles(part: ReleaseContext): Promise<void> {
  const context = part.lead ?? part;
  const { plans } = await planAll(context, await context.package());
  const [refusal] = plans.flatMap(obstacles);
  if (refusal !== undefined) {
    throw new ReleaseError(
      describeProblem(context.tree.index.root, refusal),
      l10n.t('Change the line by hand, then try again.'),
    );
  }
  if ((await (await context.writtenChangelog())?.isOpen()) === true) {
    throw new ReleaseError(
      l10n.t('Nothing has been written about {0} in the changelog.', context.version.semver),
      l10n.t('Run Resume Release, and write the entry or leave the changelog as it is.'),
    );
  }
  const { tree, journal } = context;
  const changes = await context.changes();
  const edits = changes.map(change => recordEdit(tree.relative(change.file), change));
  await journal.note({ files: withEdits(journal.made.files ?? [], edits) });
  await tree.write(changes);
}
