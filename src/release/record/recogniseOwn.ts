import { firstLine } from '../../base/text';
import type { ReleaseContext } from '../releaseContext';
import type { Attempt } from './releaseRecord';

/**
 * Completes the journal after a crash or a rebase: the commit or tag that git made just before the program ended, and the
 * commit that `git pull --rebase` put in place of the recorded one.
 */
export async function recogniseOwn(context: ReleaseContext): Promise<void> {
  const { committing, commit } = context.journal.made;
  if (commit !== undefined) await findRebased(context, commit);
  else if (committing !== undefined) {
    const found = await findCommit(context, committing);
    if (found !== undefined) await context.journal.note({ commit: found, committing: undefined });
  }
  for (const part of [context, ...context.parts]) {
    const { made } = part.journal;
    if (made.tag !== undefined || made.tagging === undefined) continue;
    const found = await findTag(part, made.tagging);
    if (found !== undefined) await part.journal.note({ tag: found, tagging: undefined });
  }
}

/**
 * The commit that git was asked for: made since then on top of the one that was checked out, with our message and version.
 * @param attempt what was recorded before git was asked
 */
export async function findCommit(
  context: ReleaseContext,
  { parent, at }: Attempt,
): Promise<string | undefined> {
  const { repository, intent } = context;
  // A commit of the user may have come between.
  for (const commit of await repository.commitsAfter(parent).catch(() => [])) {
    const made = await repository.signature(commit);
    // A hook may have added to the message.
    const isOurs =
      made !== undefined && made.at >= at && made.message.includes(firstLine(intent.commitMessage));
    if (isOurs && (await context.saysAt(commit))) return commit;
  }
  return undefined;
}

async function findRebased(context: ReleaseContext, commit: string): Promise<void> {
  const { repository, journal } = context;
  const head = (await context.head()).commit;
  if (head === undefined || (await repository.contains(head, commit)) !== false) return;
  const recorded = await repository.signature(commit);
  if (recorded === undefined) return;
  const parent = await repository.parent(commit);
  for (const other of parent === undefined ? [] : await repository.commitsAfter(parent)) {
    const found = await repository.signature(other);
    if (found?.author === recorded.author && found.message === recorded.message) {
      await journal.note({ commit: other });
      return;
    }
  }
}

/**
 * The tag that git was asked for, rather than one of the user: annotated since then, on our commit and with our message.
 * @param attempt what was recorded before git was asked
 */
export async function findTag(
  context: ReleaseContext,
  { parent, at }: Attempt,
): Promise<string | undefined> {
  const { repository, intent } = context;
  const here = await context.localTag();
  if (here?.annotated !== true || here.commit !== parent) return undefined;
  const made = await repository.tagSignature(intent.tag);
  return made !== undefined && made.at >= at && made.message.startsWith(intent.tagMessage.trim())
    ? here.object
    : undefined;
}
