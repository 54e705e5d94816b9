// The cards with a star, and a burst on them.

import { hashOf } from '../../state/route.ts';
import { starredCards } from '../../state/starred.ts';
import { useModels } from '../models.ts';
import { BurstButton } from './BurstButton.tsx';
import { QuestionOf } from './QuestionOf.tsx';
import styles from './Starred.module.css';

export function Starred() {
  const models = useModels();
  const { content } = models;
  const cards = starredCards(models);

  if (cards.length === 0) return null;
  return (
    <details
      class={styles['starred']}
      onToggle={() => {
        for (const { topic } of cards) void content.load(topic);
      }}
    >
      <summary class={styles['summary']}>
        <span class={styles['star']} aria-hidden="true">
          ★{' '}
        </span>
        Starred ({cards.length})
      </summary>
      <ul class={styles['cards']}>
        {cards.map((card) => (
          <li key={card.id}>
            <a href={hashOf({ screen: 'card', card: card.id })}>
              <QuestionOf card={card} />
            </a>
          </li>
        ))}
      </ul>
      <BurstButton
        kind="plain"
        on="them"
        scope={{ kind: 'list', list: 'starred', cards: cards.map(({ id }) => id) }}
      />
    </details>
  );
}
