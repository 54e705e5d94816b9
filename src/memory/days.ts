// Days of the calendar in the time zone of the device, which can have 23 or 25 hours.

const DAY_MS = 86_400_000;

/**
 * The midnight that begins a day.
 *
 * @param at epoch ms, anywhere in a day
 * @param later how many days after that one
 * @returns epoch ms
 */
export function midnight(at: number, later = 0): number {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + later).getTime();
}

/** How many midnights lie between two moments; negative if the second one is on an earlier day. */
export function daysBetween(from: number, to: number): number {
  return Math.round((midnight(to) - midnight(from)) / DAY_MS);
}
