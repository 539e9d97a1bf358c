import type { Clock } from '../release/clock';

/** The clock of the computer that the extension runs on, in its time zone. */
export const CLOCK: Clock = {
  today: () => {
    const now = new Date();
    const twoDigits = (part: number) => String(part).padStart(2, '0');
    return `${now.getFullYear()}-${twoDigits(now.getMonth() + 1)}-${twoDigits(now.getDate())}`;
  },
};
