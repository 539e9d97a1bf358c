import { firstLine } from '../../base/text';
import type { ReleaseContext } from '../releaseContext';

/**
 * Completes the journal after a crash or a rebase: the commit or tag that git made just before the program ended, and the
 * commit that `git pull --rebase` put in place of the recorded one.
 */
export async function recogniseOwn(context: ReleaseContext): Promise<void> {
  const { committing, commit, tagging, tag } = context.journal.made;
  if (commit !== undefined) await findRebased(context, commit);
  else if (committing !== undefined) await findCommit(context, committing);
  if (tag === undefined && tagging !== undefined) await findTag(context, tagging);
  for (const part of context.parts) {
    const { made } = part.journal;
    if (made.tag === undefined && made.tagging !== undefined) await findTag(part, made.tagging);
  }
}

/** The child of the commit that git was asked to commit on: made since then, and with our message. */
async function findCommit(
  context: ReleaseContext,
  { parent, at }: { readonly parent: string; readonly at: number },
): Promise<void> {
  const { repository, intent, journal } = context;
  const [child] = await repository.commitsAfter(parent).catch(() => []);
  if (child === undefined || (await repository.parent(child)) !== parent) return;
  const made = await repository.signature(child);
  // A hook may have added to the message.
  const isOurs =
    made !== undefined && made.at >= at && made.message.includes(firstLine(intent.commitMessage));
  if (isOurs && (await context.saysAt(child)))
    await journal.note({ commit: child, committing: undefined });
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

async function findTag(
  context: ReleaseContext,
  { parent, at }: { readonly parent: string; readonly at: number },
): Promise<void> {
  const { repository, intent, journal } = context;
  const here = await context.localTag();
  if (here?.annotated !== true || here.commit !== parent) return;
  const made = await repository.tagSignature(intent.tag);
  if (made !== undefined && made.at >= at && made.message.startsWith(intent.tagMessage.trim()))
    await journal.note({ tag: here.object, tagging: undefined });
}
