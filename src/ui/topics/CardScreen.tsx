// Any card to read, with all its parts; nothing is rated here.

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
import styles from './CardScreen.module.css';

export function CardScreen({ id }: { readonly id: CardId }) {
  const { content, route } = useModels();
  const entry = content.entry(id);
  const topic = entry?.topic;

  useEffect(() => {
    if (topic) void content.load(topic);
  }, [content, topic]);

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
  const { content } = useModels();
  const topic = content.topic(card.topic);
  return (
    <Screen title={card.plainQuestion}>
      <p class={styles['place']}>
        <a href={hashOf({ screen: 'topic', topic: card.topic })}>{topic?.title}</a> · {card.level}
      </p>
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
    </Screen>
  );
}
