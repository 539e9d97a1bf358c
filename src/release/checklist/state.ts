import type { Observation } from '../fact';
import type { Answer, Answers } from './answers';
import type { ChecklistItem } from './items';

/**
 * How an item of a checklist stands.
 * - `pass`, `fail`: answered, and what the answer rests on is as it was
 * - `stale`: answered, and files have changed since; never taken for `pass`
 * - `open`: not answered, or not known
 * - `due`: not so yet, and the release itself makes it so
 */
export interface ItemState {
  readonly item: ChecklistItem;
  readonly state: 'pass' | 'fail' | 'stale' | 'open' | 'due';
  /** What was answered, also where it is stale. */
  readonly answer?: Answer;
  /** What was seen, for items that are answered by a fact. */
  readonly detail?: string;
}

export interface Now {
  /** What the answers of commands and tasks rest on, by `fingerprintOf`; absent while it is not known. */
  readonly fingerprint?: string;
  readonly observed: Readonly<Partial<Record<'versions' | 'changelog', Pick<Observation, 'state' | 'detail'>>>>;
}

const STATE_OF_FACT: Readonly<Record<Observation['state'], ItemState['state']>> = { holds: 'pass', missing: 'due', inProgress: 'due', conflict: 'fail', unknown: 'open' };

/** How the items stand now. */
export function statesOf(items: readonly ChecklistItem[], answers: Answers, now: Now): ItemState[] {
  return items.map(item => stateOf(item, Object.hasOwn(answers, item.id) ? answers[item.id] : undefined, now));
}

function stateOf(item: ChecklistItem, answer: Answer | undefined, now: Now): ItemState {
  switch (item.answer.kind) {
    case 'fact': {
      const seen = now.observed[item.answer.fact];
      if (seen === undefined) return { item, state: 'open' };
      return { item, state: STATE_OF_FACT[seen.state], detail: seen.detail };
    }
    case 'byHand': return answer === undefined ? { item, state: 'open' } : { item, state: answer.outcome, answer };
    case 'command':
    case 'task': {
      if (answer === undefined) return { item, state: 'open' };
      const isFresh = now.fingerprint !== undefined && answer.fingerprint === now.fingerprint;
      return { item, state: isFresh ? answer.outcome : 'stale', answer };
    }
  }
}

/** The required items that do not pass: with one of them a release is not planned without an explicit "release anyway". */
export function inTheWay(states: readonly ItemState[]): ItemState[] {
  return states.filter(({ item, state }) => item.isRequired && state !== 'pass' && state !== 'due');
}
