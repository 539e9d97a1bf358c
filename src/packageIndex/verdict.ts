import type { IndexVerdict } from '../release/check';
import type { Availability } from './availability';
import { describeAvailability } from './words';

/** What the index says of a version before its release. That it did not answer is no yes. */
export function availabilityVerdict(
  seen: Availability,
  name: string,
  version: string,
  index: string,
): IndexVerdict {
  const { detail, advice } = describeAvailability(seen, name, version, index);
  return {
    state: stateOf(seen),
    detail: detail.replace(/\.$/, ''),
    ...(advice !== undefined && { advice }),
  };
}

function stateOf({ state }: Availability): IndexVerdict['state'] {
  switch (state) {
    case 'taken':
    case 'yanked':
    case 'quarantined':
      return 'blocks';
    case 'notServed':
      return 'ok';
    // The name may be taken for another's, or mistyped.
    case 'nameNotServed':
      return 'warning';
    case 'unknown':
      return 'unknown';
  }
}
