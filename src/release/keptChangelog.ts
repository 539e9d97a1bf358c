import * as path from 'node:path';
import * as l10n from '@vscode/l10n';
import { nearestChangelog } from './changelog/nearestChangelog';
import type { ChangelogPlan } from './changelog/planChangelog';
import type { ChangelogIntent, Intent } from './intent';
import { ReleaseChangelog } from './releaseChangelog';
import { filesOf, type WorkingTree } from './workingTree';

/** The changelog that a package keeps, and what a release has to do about it. */
export interface KeptForRelease {
  readonly file: string;
  readonly intent: ChangelogIntent;
  readonly plan: ChangelogPlan;
}

/**
 * Looks for the changelog of a package, for a release that is being prepared or checked. A text that cannot be read is
 * left to people like one that cannot be edited.
 *
 * @param date as `2026-01-31`
 * @returns undefined where the package keeps none
 */
export async function keptChangelog(
  tree: WorkingTree,
  release: Pick<Intent, 'package' | 'version' | 'tag'>,
  date: string,
  entry?: string,
): Promise<KeptForRelease | undefined> {
  const found = await nearestChangelog(
    tree.index.reader,
    path.dirname(tree.manifest),
    tree.repository.root,
  );
  if (found === undefined) return undefined;
  const intent: ChangelogIntent = {
    file: tree.relative(found.file),
    date,
    ...(entry !== undefined && { entry }),
  };
  const byHand = (detail: string, advice: string): KeptForRelease => ({
    file: found.file,
    intent,
    plan: { kind: 'byHand', detail, advice },
  });
  const state = await tree.now();
  if (state !== undefined && filesOf(state.pkg).includes(found.file)) {
    return byHand(
      l10n.t(
        '{0} holds a version that moves with the package, so no section is added to it.',
        intent.file,
      ),
      l10n.t(
        'Take it out of the setting budtiktok.extraFiles, or write the section by hand and commit it before the release.',
      ),
    );
  }
  try {
    const plan = await new ReleaseChangelog(release, intent, tree).plan();
    return plan && { file: found.file, intent, plan };
  } catch (error) {
    return byHand(
      l10n.t(
        'The changelog cannot be read: {0}',
        error instanceof Error ? error.message : String(error),
      ),
      l10n.t('Save it as UTF-8, or write the section by hand and commit it before the release.'),
    );
  }
}
