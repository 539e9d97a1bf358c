import * as l10n from '@vscode/l10n';
import { firstLine, plural } from '../../base/text';
import { type Fact, type Observation, ReleaseError } from '../fact';
import { type ReleaseContext } from '../releaseContext';
import { abortCommand, short } from '../repository';
import { findCommit } from '../record/recogniseOwn';
import type { Attempt } from '../record/releaseRecord';
import { settledCommit } from '../releaseCommit';
import { takeOffCommit } from '../undo';
/** Fact 4: one commit on the release branch holds exactly these edits. */
export const commit: Fact = {
  id: 'commit',

  title: () => l10n.t('Commit'),

  async observe(context) {
    const { repository, intent } = context;
    const head = await context.head();
    const settled = await settledCommit(context);
    if (settled === undefined && head.branch !== intent.branch)
      return { state: 'conflict', ...wrongBranch(head.branch, intent.branch) };
    const found = await context.releaseCommit();
    switch (found.state) {
      case 'missing':
        return {
          state: 'missing',
          detail: l10n.t('Commit "{0}" on {1}', firstLine(intent.commitMessage), intent.branch),
        };
      case 'conflict':
        return found;
      case 'found': {
        const unplanned = await unplannedConflict(context, found.commit);
        if (unplanned !== undefined) return unplanned;
        if (settled !== undefined)
          return {
            state: 'holds',
            detail:
              settled === context.journal.made.merged
                ? l10n.t('{0} on {1}/{2}', short(settled), intent.remote, intent.remoteBranch)
                : l10n.t('{0}, pushed to {1}', short(settled), intent.pullRequest?.branch ?? ''),
          };
        const later = await repository.distance(found.commit, 'HEAD');
        return {
          state: 'holds',
          detail:
            later === 0
              ? l10n.t('{0} on {1}', short(found.commit), intent.branch)
              : plural(
                  later,
                  l10n.t('{0}, 1 commit before the tip of {1}', short(found.commit), intent.branch),
                  l10n.t(
                    '{0}, {1} commits before the tip of {2}',
                    short(found.commit),
                    later,
                    intent.branch,
                  ),
                ),
        };
      }
    }
  },

  async make(context) {
    const { repository, intent, journal } = context;
    const before = await context.head();
    if (before.branch !== intent.branch) {
      const { detail, advice } = wrongBranch(before.branch, intent.branch);
      throw new ReleaseError(detail, advice);
    }
    const operation = await repository.operation();
    if (operation !== undefined) {
      // The git extension would continue a rebase instead of committing.
      throw new ReleaseError(
        l10n.t('git {0} is in progress.', operation),
        l10n.t('Finish it, or abort it with "{0}".', abortCommand(operation)),
      );
    }
    const { files, foreign } = await context.commitContents();
    const [other] = foreign;
    if (other !== undefined) {
      throw new ReleaseError(
        l10n.t('{0} holds other changes beside the version.', context.tree.relative(other)),
        l10n.t(
          'Commit or stash them first. The release commit takes in what the plan changes, and nothing else.',
        ),
      );
    }
    await refuseForeignStaged(context, files);
    if (files.length === 0) {
      throw new ReleaseError(
        l10n.t('There is nothing to commit: git tracks none of the files that hold the version.'),
        l10n.t('Add them to git, then try again.'),
      );
    }
    const parent = before.commit;
    const committing =
      // Before the first commit of a repository there is nothing to go back to.
      parent === undefined ? undefined : { parent, at: Math.floor(Date.now() / 1000) };
    const index = await repository.indexEntries(files);
    await journal.note({ index, committing });
    let isReported = false;
    try {
      await repository.commit(files, intent.commitMessage);
      isReported = true;
    } finally {
      context.forget('here');
      const made = await madeCommit(context, committing, isReported);
      // Where that fails, the error of the commit says why: the index is locked, or the disk is full.
      if (made === undefined) await repository.restoreIndex(files, index).catch(() => undefined);
      await journal.note({
        committing: undefined,
        ...(made === undefined ? { index: undefined } : { commit: made }),
      });
    }
    const after = await context.head();
    if (after.branch !== intent.branch) {
      throw new ReleaseError(
        l10n.t(
          'The commit {0} was made on {1}, because another branch was checked out meanwhile.',
          short(after.commit ?? ''),
          after.branch ?? 'HEAD',
        ),
        l10n.t('Undo takes it back. Switch to {0} before you try again.', intent.branch),
      );
    }
  },

  undo: takeOffCommit,
};

/**
 * The commit that git has just made. The user may have committed at the same moment.
 * @param isReported whether git said that it made one; only then a hook may have given it another message or content
 */
async function madeCommit(
  context: ReleaseContext,
  committing: Attempt | undefined,
  isReported: boolean,
): Promise<string | undefined> {
  const head = (await context.head()).commit;
  if (committing === undefined) return isReported ? head : undefined;
  const found = await findCommit(context, committing);
  if (found !== undefined || !isReported || head === undefined) return found;
  return (await context.repository.parent(head)) === committing.parent ? head : undefined;
}

/** What is in the release commit and not in the plan, which the user has not accepted. */
export async function unplannedConflict(
  context: ReleaseContext,
  commit: string,
): Promise<Observation | undefined> {
  const [other, ...more] = await context.unplannedChanges();
  if (other === undefined) return undefined;
  const file = context.tree.relative(other.file);
  return {
    state: 'conflict',
    detail:
      more.length === 0
        ? l10n.t('{0} holds changes of {1} that were not planned', short(commit), file)
        : l10n.t(
            '{0} holds changes of {1} and of {2} more files that were not planned',
            short(commit),
            file,
            more.length,
          ),
    advice:
      commit === context.journal.made.merged
        ? l10n.t('They were merged with it. Show the changes, then accept them.')
        : l10n.t(
            'A hook may have made them. Show the changes, then accept them or undo the release.',
          ),
  };
}

function wrongBranch(
  branch: string | undefined,
  wanted: string,
): { detail: string; advice: string } {
  return {
    detail:
      branch === undefined ? l10n.t('HEAD is detached') : l10n.t('{0} is checked out', branch),
    advice: l10n.t('Switch to {0}, from which this release is made.', wanted),
  };
}

async function refuseForeignStaged(
  context: ReleaseContext,
  files: readonly string[],
): Promise<void> {
  const ours = new Set(files);
  const foreign = (await context.repository.status()).find(
    ({ staged, conflicted, file }) => (staged || conflicted) && !ours.has(file),
  );
  if (foreign === undefined) return;
  throw new ReleaseError(
    l10n.t(
      '{0} is staged and does not belong to the release.',
      context.tree.relative(foreign.file),
    ),
    l10n.t('Commit or unstage it first.'),
  );
}
