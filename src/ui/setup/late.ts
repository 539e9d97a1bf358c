import type * as lateModule from '../../setup';

/** What says how a package is set up, read when it is first needed. */
export function late(): Promise<typeof lateModule> {
  return import('../../setup');
}
