import type { Place } from '../github/workflows/workflow';
import type { Need } from '../maturin/missing';

/**
 * The state of one thing that a release needs.
 * - `warning`: a release can go through, and may not be what it seems
 * - `problem`: a release would fail
 * - `unknown`: it could not be seen; never taken for good or for absent
 * - `info`: nothing that can be right or wrong from here
 */
export type SetupState = 'ok' | 'warning' | 'problem' | 'unknown' | 'info';

export const SETUP_GROUPS = ['github', 'workflow', 'publishing', 'computer'] as const;

export type SetupGroup = (typeof SETUP_GROUPS)[number];

/** What can be done about an item. */
export type SetupAction =
  | { readonly kind: 'signIn' }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'createWorkflow' }
  | { readonly kind: 'setSecret'; readonly secret: string; readonly environment?: string }
  | { readonly kind: 'open'; readonly page: string }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'install'; readonly need: Need };

/** One thing that a release needs, and its state. Texts are for people. */
export interface SetupItem {
  /** Stable, and the only one of its package. */
  readonly id: string;
  readonly group: SetupGroup;
  readonly state: SetupState;
  readonly title: string;
  /** What was seen. */
  readonly detail: string;
  readonly advice?: string;
  /** Its place; the file from the root of the repository, with `/`. */
  readonly place?: Place;
  /** The first is the one thing to do. */
  readonly actions?: readonly SetupAction[];
  /** What belongs to it, such as the values that a form asks for. */
  readonly children?: readonly SetupItem[];
}

const ORDER: readonly SetupState[] = ['problem', 'warning', 'unknown', 'ok', 'info'];

/** The state that matters most; `ok` where there is nothing. */
export function worst(items: readonly Pick<SetupItem, 'state'>[]): SetupState {
  return ORDER.find(state => items.some(item => item.state === state)) ?? 'ok';
}
