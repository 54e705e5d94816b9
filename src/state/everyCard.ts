// All cards of the bank at once, for screens that look across topics.

import type { Bank, Card } from '../bank/card.ts';
import type { Content } from './content.ts';

/** Changes as topics come in; `missing` if any of them did not. */
export function everyCard(
  { topics }: Pick<Bank, 'topics'>,
  content: Pick<Content, 'cards'>,
): readonly Card[] | 'loading' | 'missing' {
  const all = topics.map(({ id }) => content.cards(id).value);
  if (all.some((each) => each?.kind === 'missing')) return 'missing';
  const loaded = all.flatMap((each) => (each?.kind === 'loaded' ? [each.cards] : []));
  if (loaded.length < all.length) return 'loading';
  return loaded.flatMap((cards) => [...cards.values()]);
}
