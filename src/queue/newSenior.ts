// What the last day before an interview leaves no time for.

import type { CardEntry, CardId } from '../bank/card.ts';
import type { Memory } from '../memory/memory.ts';

/** A senior card never seen costs more than one day can win back. */
export function isNewSenior(
  { id, level }: CardEntry,
  memories: ReadonlyMap<CardId, Memory>,
): boolean {
  return level === 'senior' && !memories.has(id);
}
