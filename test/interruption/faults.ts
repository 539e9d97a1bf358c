/**
 * What goes wrong in a step of the program.
 * - `refuse`: it fails and has no effect
 * - `lost`: it has its effect, and is reported as failed
 * - `full`: the disk is full; half of a text may be written
 */
export type Fault = 'refuse' | 'lost' | 'full';

/** The faults that a step can meet. @param step as cuts.ts names it */
export function faultsOf(step: string): readonly Fault[] {
  if (/^(?:run|request) /.test(step)) return ['refuse', 'lost'];
  return step.startsWith('write ') ? ['full'] : [];
}
