// Writes the bank's index as short as it can be, because every start reads all of it.

import type { PackedBank } from '../bank/card.ts';
import type { CompiledBank } from './compile.ts';

/** The form that `src/bank/unpack.ts` reads. */
export function pack({ bank }: Pick<CompiledBank, 'bank'>): PackedBank {
  const { version, checked, topics } = bank;
  return {
    version,
    checked,
    topics: topics.map(({ id, title, cards }) => {
      const entries = cards.map((card) => {
        const letter = card.level.charAt(0);
        return card.id + (card.core ? letter.toUpperCase() : letter);
      });
      return [id, title, entries.join(' ')];
    }),
  };
}
