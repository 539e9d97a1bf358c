import * as l10n from '@vscode/l10n';
import { agreement, type Package } from '../../manifests/package';
import { releaseVersion, type ReleaseVersion } from '../../versions/releaseVersion';
import type { Markup } from '../changelog/changelogFile';
import { planChangelog } from '../changelog/planChangelog';
import type { SectionOwner } from '../changelog/section';
import type { Observation } from '../fact';

/** What was seen of an item that nobody has to answer. */
export type Observed = Pick<Observation, 'state' | 'detail'>;

/** Whether the version sites say the same. Where they can be written, a release makes them say it. */
export function observeVersions({ sites, questions, refusals, decidedBy }: Package): Observed {
  if (decidedBy === 'tag') return { state: 'holds', detail: l10n.t('the tag decides the version') };
  const { current, mismatched } = agreement(sites);
  if (current === undefined) return { state: 'conflict', detail: l10n.t('no version was found') };
  if (mismatched.length === 0)
    return { state: 'holds', detail: l10n.t('{0} places say {1}', sites.length, current.text) };
  const detail = l10n.t(
    '{0} of {1} places differ from {2}',
    mismatched.length,
    sites.length,
    current.text,
  );
  return { state: refusals.length + questions.length > 0 ? 'conflict' : 'missing', detail };
}

/** What a changelog is asked about. */
export interface ChangelogQuestion extends SectionOwner {
  /** The version to be released; undefined while nobody has said which it is. */
  readonly version: ReleaseVersion | undefined;
  /** Whether a release writes the section (`budtiktok.release.changelog`). */
  readonly isUpdated: boolean;
}

/** Stands for a version that nobody has named yet: none that a section is about. */
const NEXT = releaseVersion([999_999, 0, 0]);

/** Whether a changelog has a section for a release, or gets one with it: promoted, or written from an entry that is accepted first. */
export function observeChangelog(
  text: string | undefined,
  markup: Markup,
  { version, isUpdated, ...owner }: ChangelogQuestion,
): Observed {
  if (text === undefined)
    return { state: 'unknown', detail: l10n.t('the changelog cannot be read') };
  // Of the plan, how is all that is looked at: its tag and its date are those of no release.
  const plan = planChangelog(
    text,
    markup,
    { version: version ?? NEXT, tag: '', date: '', ...owner },
    [],
  );
  if (plan.kind === 'present') {
    const name = version?.semver ?? '';
    return plan.notes.trim() === '' && markup === 'markdown'
      ? { state: 'conflict', detail: l10n.t('the section for {0} is empty', name) }
      : { state: 'holds', detail: l10n.t('the section for {0} is there', name) };
  }
  if (plan.kind === 'byHand') return { state: 'conflict', detail: plan.detail.replace(/\.$/, '') };
  if (!isUpdated) {
    return {
      state: 'conflict',
      detail:
        version === undefined
          ? l10n.t('it is left as it is by the settings')
          : l10n.t(
              'it has no section for {0}, and is left as it is by the settings',
              version.semver,
            ),
    };
  }
  switch (plan.kind) {
    case 'date':
      return { state: 'missing', detail: l10n.t('its section gets the date') };
    case 'promote':
      return {
        state: 'missing',
        detail: l10n.t('what is listed as unreleased becomes its section'),
      };
    case 'propose':
      return {
        state: 'missing',
        detail: l10n.t('nothing is listed as unreleased: an entry is proposed from the commits'),
      };
  }
}
