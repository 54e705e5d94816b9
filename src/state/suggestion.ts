// The confidence that ticked points suggest; the learner decides.

import type { Confidence } from '../memory/event.ts';

/** @returns `null` while nothing is ticked, because an untouched list says nothing */
export function suggest(ticked: number, points: number): Confidence | null {
  if (ticked === 0) return null;
  if (ticked === points) return 4;
  return ticked / points >= 0.6 ? 3 : 2;
}
