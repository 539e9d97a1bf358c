import * as l10n from '@vscode/l10n';
import { ReleaseError, type Fact } from '../fact';
import { short, type ReleaseContext } from '../releaseContext';
import { abortCommand } from '../repository';

/** Fact 4: one commit on the release branch holds exactly these edits. */
export const commit: Fact = {
  id: 'commit',

  title: () => l10n.t('Commit'),

  async observe(context) {
    const { repository, intent } = context;
    const head = await context.head();
    if (head.branch !== intent.branch)
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
        const later = await repository.distance(found.commit, 'HEAD');
        return {
          state: 'holds',
          detail:
            later === 0
              ? l10n.t('{0} on {1}', short(found.commit), intent.branch)
              : l10n.t(
                  '{0}, {1} commits before the tip of {2}',
                  short(found.commit),
                  later,
                  intent.branch,
                ),
        };
      }
    }
  },

  async make(context) {
    const { repository, intent } = context;
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
    await repository.commit(files, intent.commitMessage);
    await refuseOtherContents(context, files);
  },

  async undo(context) {
    const { repository, intent } = context;
    const head = await context.head();
    const found = await context.releaseCommit();
    if (intent.commit !== undefined || found.state !== 'found')
      return { undone: false, detail: l10n.t('The release made no commit') };
    if (head.commit !== found.commit)
      return {
        undone: false,
        detail: l10n.t('{0} has other commits on top of it', short(found.commit)),
      };
    const remote = await context.remote();
    const there =
      remote.state === 'seen' ? remote.refs.get(`refs/heads/${intent.remoteBranch}`) : undefined;
    if (remote.state === 'unknown') {
      throw new ReleaseError(
        l10n.t(
          '{0} did not answer, so nobody knows whether the commit is there already.',
          intent.remote,
        ),
        remote.advice,
      );
    }
    if (there !== undefined && (await repository.contains(there, found.commit)) !== false) {
      return {
        undone: false,
        detail: l10n.t('{0} is on {1} already and stays', short(found.commit), intent.remote),
      };
    }
    await repository.uncommit(
      intent.branch,
      found.commit,
      await repository.changedIn(found.commit),
    );
    return {
      undone: true,
      detail: l10n.t('{0} was taken off {1}', short(found.commit), intent.branch),
    };
  },
};

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

/** A hook may have put more into the commit than was asked for. */
async function refuseOtherContents(
  context: ReleaseContext,
  files: readonly string[],
): Promise<void> {
  const { repository, tree } = context;
  const head = (await context.head()).commit;
  if (head === undefined) return;
  const ours = new Set(files);
  const other = (await repository.changedIn(head)).find(file => !ours.has(file));
  if (other === undefined) return;
  throw new ReleaseError(
    l10n.t(
      'The commit {0} holds {1} as well, which was not planned; a hook may have added it.',
      short(head),
      tree.relative(other),
    ),
    l10n.t('Look at the commit. Undo takes it back; Retry accepts it and goes on.'),
  );
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}
