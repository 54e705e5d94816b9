// The back of a card, in the order one needs it: what to say, what to hit, the code, the rest.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Card } from '../../bank/card.ts';
import { CardParts } from '../CardParts.tsx';
import { Code } from '../Code.tsx';
import { Markup } from '../Markup.tsx';
import styles from './Answer.module.css';

interface Props {
  readonly card: Card;
  /** Only the top card may take the focus. */
  readonly onTop: boolean;
  readonly onTicked: (ticked: number) => void;
}

export function Answer({ card, onTop, onTicked }: Props) {
  const answer = useRef<HTMLDivElement>(null);
  const ticked = useSignal<ReadonlySet<number>>(new Set());

  useEffect(() => {
    if (onTop) answer.current?.focus({ preventScroll: true });
  }, [onTop]);

  function toggle(index: number): void {
    const next = new Set(ticked.value);
    if (!next.delete(index)) next.add(index);
    ticked.value = next;
    onTicked(next.size);
  }

  return (
    <div class={styles['answer']}>
      <h1 class={styles['question']}>
        <Markup html={card.question} />
      </h1>
      {card.given.map((block) => (
        <Code key={block.html} block={block} />
      ))}
      {/* biome-ignore lint/a11y/useSemanticElements: a group of its own, so that focus reads the answer */}
      <div ref={answer} class={styles['say']} role="group" aria-label="Answer" tabIndex={-1}>
        <Markup as="div" html={card.say} />
      </div>
      <fieldset class={styles['points']}>
        <legend>Points to hit</legend>
        {card.points.map((point, index) => (
          <label key={point} class={styles['point']}>
            <input
              type="checkbox"
              checked={ticked.value.has(index)}
              onChange={() => toggle(index)}
            />
            <Markup html={point} />
          </label>
        ))}
      </fieldset>
      <CardParts card={card} links={false} />
    </div>
  );
}
