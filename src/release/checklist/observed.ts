import * as l10n from '@vscode/l10n';
import { agreement, type Package } from '../../manifests/package';
import type { Markup } from '../changelog/changelogFile';
import { isEmptySection, readChangelog } from '../changelog/readChangelog';
import { sectionOf } from '../changelog/section';
import type { Observation } from '../fact';

/** What was seen of an item that nobody has to answer. */
export type Observed = Pick<Observation, 'state' | 'detail'>;

/** Whether the version sites say the same. Where they can be written, a release makes them say it. */
export function observeVersions({ sites, questions, refusals, decidedBy }: Package): Observed {
  if (decidedBy === 'tag') return { state: 'holds', detail: l10n.t('the tag decides the version') };
  const { current, odd } = agreement(sites);
  if (current === undefined) return { state: 'conflict', detail: l10n.t('no version was found') };
  if (odd.length === 0) return { state: 'holds', detail: l10n.t('{0} places say {1}', sites.length, current.text) };
  const detail = l10n.t('{0} of {1} places differ from {2}', odd.length, sites.length, current.text);
  return { state: refusals.length + questions.length > 0 ? 'conflict' : 'missing', detail };
}

/**
 * Whether a changelog has something to say about a release: a section of its own, or changes that are listed as unreleased
 * and become that section.
 *
 * @param version the version to be released, as SemVer; undefined while nobody has said which it is
 */
export function observeChangelog(text: string | undefined, markup: Markup, version: string | undefined): Observed {
  if (text === undefined) return { state: 'unknown', detail: l10n.t('the changelog cannot be read') };
  if (markup !== 'markdown') return { state: 'unknown', detail: l10n.t('only changelogs in Markdown are read') };
  const changelog = readChangelog(text);
  const section = version === undefined ? undefined : sectionOf(changelog, version);
  if (version !== undefined && section !== undefined) {
    return isEmptySection(changelog, section)
      ? { state: 'conflict', detail: l10n.t('the section for {0} is empty', version) }
      : { state: 'holds', detail: l10n.t('the section for {0} is there', version) };
  }
  if (changelog.unreleased !== undefined && !isEmptySection(changelog, changelog.unreleased)) {
    return { state: 'missing', detail: l10n.t('what is listed as unreleased becomes its section') };
  }
  return {
    state: 'conflict',
    detail: version === undefined ? l10n.t('nothing is listed as unreleased') : l10n.t('it has no section for {0}, and nothing is listed as unreleased', version),
  };
}
