import type * as lateModule from '../../github/late';

/** What is read when it is first needed. */
export function late(): Promise<typeof lateModule> {
  return import('../../github/late');
}
