// The question of a card, as soon as its topic is here.

import type { CardEntry } from '../../bank/card.ts';
import { Markup } from '../Markup.tsx';
import { useModels } from '../models.ts';

/** Where it cannot be fetched, the card's id, which says what it is about. */
export function QuestionOf({ card }: { readonly card: CardEntry }) {
  const loaded = useModels().content.cards(card.topic).value;
  if (loaded?.kind === 'missing') return <>{card.id}</>;
  const whole = loaded?.kind === 'loaded' && loaded.cards.get(card.id);
  return whole ? <Markup html={whole.question} /> : null;
}
