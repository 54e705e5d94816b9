// A question as the interviewer puts it, and nothing that would help.

import type { Card } from '../../bank/card.ts';
import { Code } from '../Code.tsx';
import { Heading } from '../Heading.tsx';
import { Markup } from '../Markup.tsx';
import styles from './Question.module.css';

export function Question({ card }: { readonly card: Card }) {
  return (
    <div class={styles['question']}>
      <Heading class={styles['text']}>
        <Markup html={card.question} />
      </Heading>
      {card.given.map((block) => (
        <Code key={block.html} block={block} />
      ))}
      <p class={styles['hint']}>Say your answer out loud, as you would in the room.</p>
    </div>
  );
}
