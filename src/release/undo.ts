import * as l10n from '@vscode/l10n';
import { plural } from '../base/text';
import type { FileChange } from '../manifests/plan/versionPlan';
import { disk } from '../manifests/scan/fileReader';
import { type UndoResult, ReleaseError } from './fact';
import { isBefore, revertEdit } from './record/releaseRecord';
import { type ReleaseContext } from './releaseContext';
import { peeled, short } from './repository';

/** Deletes the tag that the release made, while the remote does not have it. @throws ReleaseError, GitFailure */
export async function deleteTag(context: ReleaseContext): Promise<UndoResult> {
  const { repository, intent, journal } = context;
  const here = await context.localTag();
  if (here === undefined) return { state: 'nothing' };
  if (here.object !== journal.made.tag) {
    return {
      state: 'kept',
      detail: l10n.t('the tag {0} stays, because this release did not make it', intent.tag),
    };
  }
  const refs = await remoteRefs(context, intent.tag);
  const whole = context.lead ?? context;
  const [arrived] = [whole, ...whole.parts].filter(
    one => one.journal.made.tag !== undefined && peeled(refs, one.intent.tag) !== undefined,
  );
  if (arrived !== undefined) {
    throw new ReleaseError(
      l10n.t(
        '{0} is on {1} already. Nothing is undone from there on.',
        arrived.intent.tag,
        intent.remote,
      ),
      l10n.t('Go on with Resume Release, or release another version.'),
    );
  }
  await repository.deleteTag(intent.tag, here.object);
  await journal.note({ tag: undefined, tagging: undefined });
  return { state: 'undone', detail: l10n.t('{0} was deleted here', intent.tag) };
}

/** Takes the commit that the release made off its branch, while nothing else has it. @throws ReleaseError, GitFailure */
export async function takeOffCommit(context: ReleaseContext): Promise<UndoResult> {
  const { repository, intent, journal } = context;
  const { commit } = journal.made;
  if (commit === undefined) {
    await unstage(context);
    return { state: 'nothing' };
  }
  const merge = await context.merge();
  // What others have by now stays in every clone.
  if (merge.state === 'merged' || merge.state === 'arrived') return { state: 'nothing' };
  const head = await context.head();
  const parent = await repository.parent(commit);
  if (head.commit === parent && !(await repository.isOnBranch(commit))) {
    // An undo that was interrupted had moved the branch already.
    await forgetCommit(context, commit);
    return { state: 'nothing' };
  }
  const stays = (detail: string): UndoResult => ({ state: 'kept', detail });
  if (head.commit !== commit || head.branch === undefined) {
    return head.commit !== undefined && (await repository.contains(head.commit, commit)) === true
      ? stays(l10n.t('{0} stays, because other commits are on top of it', short(commit)))
      : stays(l10n.t('{0} stays, because it is not checked out', short(commit)));
  }
  const refs = await remoteRefs(context, short(commit));
  const there = refs.get(`refs/heads/${intent.remoteBranch}`);
  const isProposed =
    intent.pullRequest !== undefined && refs.has(`refs/heads/${intent.pullRequest.branch}`);
  if (isProposed || (there !== undefined && (await repository.contains(there, commit)) !== false))
    return stays(l10n.t('{0} stays, because it is on {1} already', short(commit), intent.remote));
  if (parent === undefined)
    return stays(l10n.t('{0} stays, because it is the first commit', short(commit)));
  await repository.uncommit(head.branch, commit);
  await forgetCommit(context, commit);
  return {
    state: 'undone',
    detail: l10n.t('{0} was taken off {1}', short(commit), head.branch),
  };
}

/**
 * The refs of the remote, which say whether it is too late to undo.
 * @param what is looked for there
 * @throws ReleaseError where the remote does not answer
 */
async function remoteRefs(
  context: ReleaseContext,
  what: string,
): Promise<ReadonlyMap<string, string>> {
  const remote = await context.remote();
  if (remote.state === 'seen') return remote.refs;
  throw new ReleaseError(
    l10n.t(
      '{0} did not answer, so it is not known whether it has {1}.',
      context.intent.remote,
      what,
    ),
    remote.advice,
  );
}

/** Restores the index after a crash between staging and commit. What the user staged since then stays. */
async function unstage(context: ReleaseContext): Promise<void> {
  const { repository, journal, tree } = context;
  const { index, committing } = journal.made;
  if (index === undefined || committing === undefined) return;
  if ((await context.head()).commit === committing.parent) {
    const staged = new Set<string>();
    for (const { file, object } of await repository.indexEntries(
      index.map(({ file }) => tree.absolute(file)),
    )) {
      const text = await disk.read(tree.absolute(file));
      // Nothing is lost: the file on disk has the same content.
      if (text !== undefined && (await repository.objectName(tree.absolute(file), text)) === object)
        staged.add(file);
    }
    const entries = index.filter(({ file }) => staged.has(file));
    if (entries.length > 0)
      await repository.restoreIndex(
        entries.map(({ file }) => tree.absolute(file)),
        entries,
      );
  }
  await journal.note({ index: undefined, committing: undefined });
}

/** Restores the index, as far as it holds what the commit held. */
async function forgetCommit(
  { repository, journal, tree }: ReleaseContext,
  commit: string,
): Promise<void> {
  const files = (await repository.changedIn(commit)).map(file => tree.relative(file));
  const before = new Map((journal.made.index ?? []).map(entry => [entry.file, entry]));
  const absolute = (file: string) => tree.absolute(file);
  // Entries that the release did not stage come from the commit that is checked out again: a hook may have added files.
  const parent = await repository.parent(commit);
  const others = files.filter(file => !before.has(file));
  const entries =
    parent === undefined ? [] : await repository.treeEntries(parent, others.map(absolute));
  await repository.restoreIndex(files.map(absolute), [
    ...files.flatMap(file => before.get(file) ?? []),
    ...entries,
  ]);
  await journal.note({
    commit: undefined,
    committing: undefined,
    accepted: undefined,
    index: undefined,
  });
}

/** Puts back the text that files had before the release edited them: all of them, or none. @throws WriteError */
export async function restoreFiles(context: ReleaseContext): Promise<UndoResult> {
  const { tree, journal, repository } = context;
  // A commit that stays holds the edits.
  if (journal.made.commit !== undefined) return { state: 'nothing' };
  const edits = journal.made.files ?? [];
  const head = (await context.head()).commit;
  const all = edits.map(({ file }) => tree.absolute(file));
  const uncommitted = head === undefined ? new Set(all) : await repository.differing(head, all);
  const tracked = await repository.tracked(all);
  const kept = new Set<string>();
  const changes = new Map<string, FileChange>();
  // Newest first: a file may have been edited again after its changelog entry was decided.
  for (const edit of [...edits].reverse()) {
    const file = tree.absolute(edit.file);
    // A user who committed the edit has made it theirs.
    if (tracked.has(file) && !uncommitted.has(file)) continue;
    const onDisk = changes.get(edit.file)?.before ?? (await disk.read(file));
    const text = changes.get(edit.file)?.after ?? onDisk;
    if (onDisk === undefined || text === undefined || tree.unsaved().includes(file)) {
      kept.add(edit.file);
      continue;
    }
    if (isBefore(edit, text)) continue;
    const after = revertEdit(edit, text);
    if (after === undefined) kept.add(edit.file);
    else changes.set(edit.file, { file, before: onDisk, after });
  }
  const restored = [...changes].filter(([file]) => !kept.has(file)).map(([, change]) => change);
  await tree.write(restored);
  const open = edits.filter(({ file }) => kept.has(file));
  await journal.note({ files: open.length === 0 ? undefined : open });
  if (kept.size > 0) {
    return {
      state: 'kept',
      detail: l10n.t('{0} stays, because it was edited since', [...kept].join(', ')),
    };
  }
  if (restored.length === 0) return { state: 'nothing' };
  return {
    state: 'undone',
    detail: plural(
      restored.length,
      l10n.t('1 file is as it was before the release'),
      l10n.t('{0} files are as they were before the release', restored.length),
    ),
  };
}
