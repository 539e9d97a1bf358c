import * as l10n from '@vscode/l10n';
import { type Fact, type FactId, ReleaseError } from './fact';
import { type ReleaseContext } from './releaseContext';
import { type Head, short } from './repository';
/** Facts that a new commit of the user would become part of. */
const BEFORE_COMMIT: readonly FactId[] = ['versions', 'locks', 'changelog', 'commit'];

/** Stops a release when the user switches, resets or moves the branch while it is made. */
export class HeadGuard {
  private constructor(
    private readonly context: ReleaseContext,
    private expected: Head,
  ) {}

  static async of(context: ReleaseContext): Promise<HeadGuard> {
    return new HeadGuard(context, isGuarded(context) ? await context.repository.head() : {});
  }

  /** @throws ReleaseError where what is checked out is no longer what the release was confirmed for */
  async check({ id }: Pick<Fact, 'id'>): Promise<void> {
    const { context, expected } = this;
    const { repository, intent } = context;
    if (!isGuarded(context)) return;
    const head = await repository.head();
    if (head.branch !== expected.branch) {
      throw new ReleaseError(
        l10n.t(
          '{0} was checked out while the release was made from {1}.',
          head.branch ?? 'HEAD',
          expected.branch ?? 'HEAD',
        ),
        l10n.t('Switch back to {0}, then run Resume Release.', intent.branch),
      );
    }
    if (head.commit === expected.commit || head.commit === undefined) return;
    const isOnTop =
      expected.commit === undefined ||
      (await repository.contains(head.commit, expected.commit)) === true;
    if (isOnTop && !BEFORE_COMMIT.includes(id)) return;
    throw new ReleaseError(
      isOnTop
        ? l10n.t(
            '{0} has new commits since the release was confirmed: {1} is now {2}.',
            intent.branch,
            short(expected.commit ?? ''),
            short(head.commit),
          )
        : l10n.t(
            '{0} was reset while the release was made: {1} is no longer part of it.',
            intent.branch,
            short(expected.commit),
          ),
      l10n.t('Run Resume Release to see the plan for what is checked out now.'),
    );
  }

  /** The release moved the branch itself. */
  async update({ id }: Pick<Fact, 'id'>): Promise<void> {
    if (id === 'commit' && isGuarded(this.context))
      this.expected = await this.context.repository.head();
  }
}

/**
 * *Bump Version* edits files alone, on whatever is checked out. A commit that was pushed for a pull request is on its way
 * without the branch that is checked out.
 */
function isGuarded({ intent, journal: { made } }: ReleaseContext): boolean {
  return intent.branch !== '' && (intent.pullRequest === undefined || made.proposed === undefined);
}
