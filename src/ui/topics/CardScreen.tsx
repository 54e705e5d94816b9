// Any card to read, with all its parts and what the learner makes of it; nothing is rated here.

import { useEffect } from 'preact/hooks';
import type { Card, CardId } from '../../bank/card.ts';
import { hashOf } from '../../state/route.ts';
import { Button } from '../Button.tsx';
import { CardParts } from '../CardParts.tsx';
import { Code } from '../Code.tsx';
import { Markup } from '../Markup.tsx';
import { useModels } from '../models.ts';
import { NotLoaded } from '../NotLoaded.tsx';
import { Screen } from '../Screen.tsx';
import { CardActions } from './CardActions.tsx';
import styles from './CardScreen.module.css';
import { Note } from './Note.tsx';
import { Wrong } from './Wrong.tsx';
import { LEVEL, lastTime } from './words.ts';

export function CardScreen({ id }: { readonly id: CardId }) {
  const { content, progress, route } = useModels();
  const entry = content.entry(id);
  const topic = entry?.topic;

  useEffect(() => {
    progress.refresh();
    if (topic) void content.load(topic);
  }, [content, progress, topic]);

  if (!topic) {
    return (
      <Screen title="No such card">
        <p>This version of Pocket Flask has no card “{id}”. Your ratings of it are kept.</p>
        <Button kind="plain" onClick={() => route.replace({ screen: 'topics' })}>
          All topics
        </Button>
      </Screen>
    );
  }
  const cards = content.cards(topic).value;
  if (cards?.kind === 'missing') {
    return (
      <Screen title="Card not loaded">
        <NotLoaded what="This card" onRetry={() => void content.load(topic)} />
      </Screen>
    );
  }
  const card = cards?.kind === 'loaded' ? cards.cards.get(id) : undefined;
  return card ? <Page key={card.id} card={card} /> : null;
}

function Page({ card }: { readonly card: Card }) {
  return (
    <Screen title={card.plainQuestion}>
      <Place card={card} />
      <CardActions card={card} />
      <article class={styles['card']}>
        {card.given.map((block) => (
          <Code key={block.html} block={block} />
        ))}
        <Markup as="div" class={styles['say']} html={card.say} />
        <section>
          <h2 class={styles['label']}>Points to hit</h2>
          <ul class={styles['points']}>
            {card.points.map((point) => (
              <li key={point}>
                <Markup html={point} />
              </li>
            ))}
          </ul>
        </section>
        <CardParts card={card} links />
      </article>
      <Note card={card.id} />
      <Wrong card={card} />
    </Screen>
  );
}

/** Where the card belongs, and what the learner holds of it. */
function Place({ card }: { readonly card: Card }) {
  const { content, progress } = useModels();
  const memory = progress.memories.value.get(card.id);
  return (
    <div class={styles['place']}>
      <p>
        <a href={hashOf({ screen: 'topic', topic: card.topic })}>
          {content.topic(card.topic)?.title}
        </a>{' '}
        · {LEVEL[card.level].toLowerCase()}
      </p>
      <p>
        {memory
          ? lastTime(memory, progress.readinessOf(card.id), progress.lookedAt.value)
          : 'Not seen yet'}
      </p>
    </div>
  );
}
