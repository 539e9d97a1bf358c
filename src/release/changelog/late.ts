import type * as plans from './planChangelog';

/** What reads and edits changelogs, read when a repository keeps one. */
export function late(): Promise<typeof plans> {
  return import('./planChangelog');
}
