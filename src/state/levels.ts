// The level of the interview as one choice, where each level includes those below it.

import type { Level } from '../bank/card.ts';

export const LEVELS: readonly Level[] = ['junior', 'mid', 'senior'];

export function upTo(level: Level): readonly Level[] {
  return LEVELS.slice(0, LEVELS.indexOf(level) + 1);
}

/** `null` if single levels were chosen that no such choice stands for. */
export function highestOf(levels: readonly Level[]): Level | null {
  const chosen = new Set(levels);
  return LEVELS.find((level) => isSame(new Set(upTo(level)), chosen)) ?? null;
}

function isSame(a: ReadonlySet<Level>, b: ReadonlySet<Level>): boolean {
  return a.size === b.size && [...a].every((level) => b.has(level));
}
