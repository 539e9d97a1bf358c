import type { GitHubFailure } from './failure';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

/** Whether the user can see the runs: the window has the focus, the view is open. */
export interface Attention {
  readonly focused: boolean;
  readonly visible: boolean;
}

/**
 * The pause before the next request, in milliseconds: 5 s after a change, 15 s after two minutes without one,
 * 60 s after ten; longer while the view is hidden or the window has no focus.
 */
export function pauseFor(sinceChange: number, { focused, visible }: Attention): number {
  const active =
    sinceChange < 2 * MINUTE ? 5 * SECOND : sinceChange < 10 * MINUTE ? 15 * SECOND : 60 * SECOND;
  if (!focused) return Math.max(active, 60 * SECOND);
  return visible ? active : Math.max(active, 15 * SECOND);
}

/** The pause after failed requests: until GitHub's `retryAt`, or doubling from 15 s to 5 minutes. */
export function pauseAfterFailure(
  failures: number,
  { retryAt }: Pick<GitHubFailure, 'retryAt'>,
  now: number,
): number {
  const backoff = Math.min(15 * SECOND * 2 ** (failures - 1), 5 * MINUTE);
  return retryAt === undefined ? backoff : Math.max(retryAt - now, SECOND);
}
