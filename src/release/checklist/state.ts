import type { Answer, Answers } from './answers';
import type { ChecklistItem } from './items';
import type { Observed } from './observed';

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
  /** What has changed since; `unknown` where it cannot be told whether files have. */
  readonly since?: 'files' | 'command' | 'unknown';
  /** What was seen, for items that are answered by a fact. */
  readonly detail?: string;
}

export interface Now {
  /** What the answers of commands and tasks rest on, by `fingerprintOf`; absent where it cannot be told. */
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
