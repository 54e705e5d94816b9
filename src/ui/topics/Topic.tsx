// The cards of one topic, each with where you stand on it.

import { useEffect } from 'preact/hooks';
import type { CardEntry, TopicId } from '../../bank/card.ts';
import { hashOf } from '../../state/route.ts';
import { Button } from '../Button.tsx';
import { Markup } from '../Markup.tsx';
import { useModels } from '../models.ts';
import { Screen } from '../Screen.tsx';
import { CONFIDENCE, percent } from '../words.ts';
import styles from './Topic.module.css';

export function Topic({ id }: { readonly id: TopicId }) {
  const { content, route } = useModels();
  const topic = content.topic(id);

  useEffect(() => void content.load(id), [content, id]);

  if (!topic) {
    return (
      <Screen title="No such topic">
        <p>This version of Pocket Flask has no topic “{id}”.</p>
        <Button kind="plain" onClick={() => route.replace({ screen: 'topics' })}>
          All topics
        </Button>
      </Screen>
    );
  }
  return (
    <Screen title={topic.title}>
      <p class={styles['summary']}>{topic.summary}</p>
      <ol class={styles['cards']}>
        {topic.cards.map((entry) => (
          <CardRow key={entry.id} entry={entry} />
        ))}
      </ol>
    </Screen>
  );
}

function CardRow({ entry }: { readonly entry: CardEntry }) {
  const { content, progress } = useModels();
  const loaded = content.cards(entry.topic).value;
  const card = loaded?.kind === 'loaded' ? loaded.cards.get(entry.id) : undefined;
  const memory = progress.memories.value.get(entry.id);
  return (
    <li>
      <a class={styles['card']} href={hashOf({ screen: 'card', card: entry.id })}>
        {card ? <Markup html={card.question} /> : entry.id}
        <span class={styles['state']}>
          {entry.level} ·{' '}
          {memory
            ? `${CONFIDENCE[memory.confidence].toLowerCase()}, ${percent(progress.readinessOf(entry.id))} % ready`
            : 'not seen yet'}
        </span>
      </a>
    </li>
  );
}
