import * as l10n from '@vscode/l10n';
import { plural } from '../../base/text';
import { agreement, type Package } from '../../manifests/package';
import { releaseVersion, type ReleaseVersion } from '../../versions/releaseVersion';
import type { Markup } from '../changelog/changelogFile';
import { planChangelog } from '../changelog/planChangelog';
import type { SectionOwner } from '../changelog/readChangelog';
import type { Observation } from '../fact';
import type { Answer, Answers } from './answers';
import type { ChecklistItem } from './items';

/**
 * How an item of a checklist stands.
 * - `pass`, `fail`: answered, and what the answer rests on is as it was
 * - `stale`: answered, and something has changed since; never taken for `pass`
 * - `open`: not answered, or not known
 * - `due`: not so yet, and the release itself makes it so
 */
export interface ItemState {
  readonly item: ChecklistItem;
  readonly state: 'pass' | 'fail' | 'stale' | 'open' | 'due';
  /** What was answered, also where it is stale. */
  readonly answer?: Answer;
  /** What has changed since; `unknown` where it is not known whether files have. */
  readonly since?: 'files' | 'command' | 'unknown';
  /** What was seen, for items that are answered by a fact. */
  readonly detail?: string;
}

export interface Now {
  /** What the answers of commands and tasks rest on, by `fingerprintOf`; absent where it is not known. */
  readonly fingerprint?: string;
  readonly observed: Readonly<Partial<Record<'versions' | 'changelog', Observed>>>;
}

const STATE_OF_FACT: Readonly<Record<Observed['state'], ItemState['state']>> = {
  holds: 'pass',
  missing: 'due',
  inProgress: 'due',
  conflict: 'fail',
  unknown: 'open',
};

/** How the items stand now. */
export function statesOf(items: readonly ChecklistItem[], answers: Answers, now: Now): ItemState[] {
  return items.map(item =>
    stateOf(item, Object.hasOwn(answers, item.id) ? answers[item.id] : undefined, now),
  );
}

function stateOf(item: ChecklistItem, answer: Answer | undefined, now: Now): ItemState {
  switch (item.answer.kind) {
    case 'fact': {
      const seen = now.observed[item.answer.fact];
      if (seen === undefined) return { item, state: 'open' };
      return { item, state: STATE_OF_FACT[seen.state], detail: seen.detail };
    }
    case 'byHand': {
      // What a machine answered before the item was given to a person says nothing of it.
      const isByHand = answer?.fingerprint === undefined && answer?.command === undefined;
      return answer === undefined || !isByHand
        ? { item, state: 'open' }
        : { item, state: answer.outcome, answer };
    }
    case 'command':
    case 'task': {
      if (answer === undefined) return { item, state: 'open' };
      const since = changedSince(item, answer, now);
      return since === undefined
        ? { item, state: answer.outcome, answer }
        : { item, state: 'stale', answer, since };
    }
  }
}

function changedSince(
  { answer: how }: ChecklistItem,
  answer: Answer,
  now: Now,
): ItemState['since'] {
  if (answer.command !== (how.kind === 'command' ? how.command : undefined)) return 'command';
  if (now.fingerprint === undefined || answer.fingerprint === undefined) return 'unknown';
  return answer.fingerprint === now.fingerprint ? undefined : 'files';
}

/** The required items that do not pass: with one of them a release is not planned without an explicit "release anyway". */
export function inTheWay(states: readonly ItemState[]): ItemState[] {
  return states.filter(({ item, state }) => item.isRequired && state !== 'pass' && state !== 'due');
}

/** How an item stands, in a word or two: it comes first where there is little room. */
export function stateWord({ state, since }: Pick<ItemState, 'state' | 'since'>): string {
  switch (state) {
    case 'pass':
      return l10n.t('passed');
    case 'fail':
      return l10n.t('failed');
    case 'open':
      return l10n.t('not answered');
    case 'due':
      return l10n.t('with the release');
    case 'stale':
      return staleWord(since);
  }
}

function staleWord(since: ItemState['since']): string {
  switch (since) {
    case 'command':
      return l10n.t('stale: the command has changed since');
    case 'unknown':
      return l10n.t('stale: whether files have changed is not known');
    case 'files':
    case undefined:
      return l10n.t('stale: files have changed since');
  }
}

/** An item and how it stands, for a list in a sentence. */
export function describeItemState(state: ItemState): string {
  return l10n.t('{0} ({1})', state.item.title, stateWord(state));
}

/** What was seen of an item that needs no answer of the user. */
export type Observed = Pick<Observation, 'state' | 'detail'>;

/** Whether the version sites say the same. Where they can be written, a release makes them say it. */
export function observeVersions({ sites, questions, refusals, decidedBy }: Package): Observed {
  if (decidedBy === 'tag') return { state: 'holds', detail: l10n.t('the tag decides the version') };
  const { current, mismatched } = agreement(sites);
  if (current === undefined) return { state: 'conflict', detail: l10n.t('no version was found') };
  if (mismatched.length === 0)
    return {
      state: 'holds',
      detail: plural(
        sites.length,
        l10n.t('1 place says {0}', current.text),
        l10n.t('{0} places say {1}', sites.length, current.text),
      ),
    };
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
  /** The version to be released; undefined while the user has not said which it is. */
  readonly version: ReleaseVersion | undefined;
  /** Whether a release writes the section (`budtiktok.release.changelog`). */
  readonly isUpdated: boolean;
}

/** Stands for a version that the user has not named yet: none that a section is about. */
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
  if (plan.kind === 'present' || (plan.kind === 'byHand' && plan.notes !== undefined)) {
    const name = version?.semver ?? '';
    return plan.notes?.trim() === '' && markup === 'markdown'
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
