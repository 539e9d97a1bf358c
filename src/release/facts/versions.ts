import * as l10n from '@vscode/l10n';
import { plural } from '../../base/text';
import { describeProblem, obstacles, siteHasVersion } from '../../manifests/plan/versionPlan';
import { agreement } from '../../manifests/package';
import type { VersionSite } from '../../manifests/versionSite';
import { writeReleaseFiles } from '../commitContents';
import { compareWritten, readVersion } from '../../versions/writtenVersion';
import type { Fact, FactId } from '../fact';
import { settledCommit } from '../releaseCommit';
import { short } from '../repository';
import { restoreFiles } from '../undo';

/** Fact 1: every version site of the package says X, each in its own spelling. */
export const versions: Fact = siteFact('versions', {
  title: () => l10n.t('Versions'),
  isOurs: site => site.kind !== 'lock',
  none: () => l10n.t('No version site was found'),
  byTag: tool =>
    tool === undefined
      ? l10n.t('the tag decides; no file is edited')
      : l10n.t('the tag decides ({0}); no file is edited', tool),
  toDo: (count, crates, version) =>
    crates > 1
      ? plural(
          count,
          l10n.t('Set 1 version site to {0}; {1} crates move', version, crates),
          l10n.t('Set {0} version sites to {1}; {2} crates move', count, version, crates),
        )
      : plural(
          count,
          l10n.t('Set 1 version site to {0}', version),
          l10n.t('Set {0} version sites to {1}', count, version),
        ),
});

/** Fact 2: every lock file agrees with the manifests. */
export const locks: Fact = siteFact('locks', {
  title: () => l10n.t('Lock files'),
  isOurs: site => site.kind === 'lock',
  none: () => l10n.t('No lock file records these crates'),
  byTag: () => l10n.t('the tag decides; no lock is edited'),
  toDo: (count, _crates, version) =>
    plural(
      count,
      l10n.t('Set 1 lock entry to {0}', version),
      l10n.t('Set {0} lock entries to {1}', count, version),
    ),
});

interface Words {
  title(): string;
  isOurs(site: VersionSite): boolean;
  none(): string;
  /** Of a package whose version the git tag decides. @param tool what reads it there, where that is known */
  byTag(tool: string | undefined): string;
  toDo(count: number, crates: number, version: string): string;
}

/**
 * Manifests and locks are two facts, because each can be missing without the other, and one edit with the changelog: all
 * files are written together or none is.
 */
function siteFact(id: FactId, words: Words): Fact {
  return {
    id,
    title: () => words.title(),

    async observe(context) {
      const settled = await settledCommit(context);
      if (settled !== undefined && (await context.saysAt(settled)))
        return {
          state: 'holds',
          detail: l10n.t('{0} in {1}', context.version.semver, short(settled)),
        };
      const { pkg } = await context.package();
      if (pkg.decidedBy === 'tag') return { state: 'holds', detail: words.byTag(pkg.taggedBy) };
      const sites = pkg.sites.filter(site => words.isOurs(site));
      const behind = sites.filter(site => !siteHasVersion(site, context.version));
      if (sites.length === 0 && id === 'locks') return { state: 'holds', detail: words.none() };
      if (sites.length === 0) {
        return {
          state: 'conflict',
          detail: words.none(),
          advice: l10n.t('See the Problems panel for what is wrong with the manifests.'),
        };
      }
      const interrupted = id === 'versions' ? (await context.interrupted()).length : 0;
      if (behind.length === 0 && interrupted > 0)
        return { state: 'missing', detail: l10n.t('Write the rest of the edited files') };
      if (behind.length === 0)
        return {
          state: 'holds',
          detail: l10n.t('{0} of {0} say {1}', sites.length, context.version.semver),
        };
      const current = agreement(pkg.sites).current;
      if (
        current !== undefined &&
        current.text !== context.intent.from &&
        compareWritten(current, readVersion(context.version.semver, 'semver')) > 0
      ) {
        return {
          state: 'conflict',
          detail: l10n.t(
            'The files say {0}, which is newer than {1}',
            current.text,
            context.version.semver,
          ),
          advice: l10n.t('A version is never lowered. Abandon this release.'),
        };
      }
      const [refusal] = obstacles(await context.plan());
      if (refusal !== undefined) {
        return {
          state: 'conflict',
          detail: describeProblem(context.tree.index.root, refusal),
          advice: l10n.t('Change the line by hand, then try again.'),
        };
      }
      return {
        state: 'missing',
        detail: words.toDo(behind.length, pkg.crates.length, context.version.semver),
      };
    },

    make: writeReleaseFiles,

    ...(id === 'versions' && { undo: restoreFiles }),
  };
}
