import type { ReleaseContext } from '../releaseContext';
import { releaseTags } from '../releaseTags';

/**
 * What the commits since the last release of this package give for its section, where nothing else is known to stand in
 * it; undefined where nothing is to be decided.
 */
export async function proposedEntry(
  context: ReleaseContext,
  tagFormat: string,
): Promise<string | undefined> {
  const { repository, intent } = context;
  const changelog = await context.writtenChangelog();
  if (changelog === undefined || !(await changelog.isOpen())) return undefined;
  const [last] = releaseTags(await repository.tags(), intent.package, tagFormat);
  const plan = await changelog.plan(await repository.messages(last?.tag, 'HEAD'));
  return plan?.kind === 'propose' ? plan.entry : undefined;
}
