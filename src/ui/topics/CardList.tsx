// The cards of a topic in the order in which a burst on it asks them.

import type { CardEntry, Topic } from '../../bank/card.ts';
import { hashOf } from '../../state/route.ts';
import { turnsOf } from '../../state/turns.ts';
import { CONFIDENCE } from '../confidence.ts';
import { useModels } from '../models.ts';
import { NotLoaded } from '../NotLoaded.tsx';
import { percent } from '../words.ts';
import styles from './CardList.module.css';
import { QuestionOf } from './QuestionOf.tsx';
import { whenAsked } from './words.ts';

export function CardList({ topic }: { readonly topic: Topic }) {
  const models = useModels();
  const { content } = models;
  const loaded = content.cards(topic.id).value;
  if (loaded?.kind === 'missing') {
    return <NotLoaded what="The questions" onRetry={() => void content.load(topic.id)} />;
  }
  if (loaded?.kind !== 'loaded') return null;
  return (
    <section>
      <h2 class={styles['head']}>Cards, as they come</h2>
      <ol class={styles['cards']}>
        {turnsOf(topic, models).map(({ card, turn }) => (
          <li key={card.id}>
            <a class={styles['card']} href={hashOf({ screen: 'card', card: card.id })}>
              <QuestionOf card={card} /> <State card={card} />{' '}
              <span class={styles['turn']}>{whenAsked(card, turn)}</span>
            </a>
          </li>
        ))}
      </ol>
    </section>
  );
}

function State({ card }: { readonly card: CardEntry }) {
  const { marks, progress } = useModels();
  const memory = progress.memories.value.get(card.id);
  const own = marks.of(card.id);
  const facts = [
    memory && `${percent(progress.readinessOf(card.id))}% ready`,
    card.level,
    own?.starred && '★ starred',
    own?.note && 'has a note',
    own?.suspended && 'not needed',
  ];
  return (
    <span class={styles['state']}>
      <span class={styles['confidence']} data-confidence={memory?.confidence ?? 0}>
        {memory ? CONFIDENCE[memory.confidence] : 'Not seen'}
      </span>{' '}
      {facts.filter(Boolean).join(' · ')}
    </span>
  );
}
