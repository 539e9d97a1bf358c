import type * as lateModule from '../../packageIndex/late';

/** What asks package indexes, read when it is first needed. */
export function late(): Promise<typeof lateModule> {
  return import('../../packageIndex/late');
}
