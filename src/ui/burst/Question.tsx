// The front of a card: what is asked, and why now.

import type { Card } from '../../bank/card.ts';
import type { Why } from '../../state/sitting.ts';
import { Code } from '../Code.tsx';
import { Heading } from '../Heading.tsx';
import { Markup } from '../Markup.tsx';
import { useModels } from '../models.ts';
import styles from './Question.module.css';
import { whyThisCard } from './why.ts';

interface Props {
  readonly card: Card;
  readonly why: Why | null;
}

export function Question({ card, why }: Props) {
  const { content } = useModels();
  return (
    <div class={styles['question']}>
      <p class={styles['tags']}>
        <span class={styles['topic']}>{content.topic(card.topic)?.title}</span>
        <span class={styles['level']}>{card.level}</span>
      </p>
      <Heading class={styles['text']}>
        <Markup html={card.question} />
      </Heading>
      {card.given.map((block) => (
        <Code key={block.html} block={block} />
      ))}
      <p class={styles['hint']}>Say your answer out loud, then check it.</p>
      {why && <p class={styles['why']}>{whyThisCard(why, content.topic)}</p>}
    </div>
  );
}
