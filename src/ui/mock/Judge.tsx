// An answer to compare with what was said: the spoken one, the points to tick, the rest on demand.

import type { Card } from '../../bank/card.ts';
import answer from '../burst/Answer.module.css';
import { CardParts } from '../CardParts.tsx';
import { Code } from '../Code.tsx';
import { Heading } from '../Heading.tsx';
import { Markup } from '../Markup.tsx';
import { useModels } from '../models.ts';
import styles from './Judge.module.css';
import { useMock } from './useMock.ts';

interface Props {
  readonly card: Card;
  /** Which points, counted from 0. */
  readonly ticked: readonly number[];
}

export function Judge({ card, ticked }: Props) {
  const { content } = useModels();
  const mock = useMock();
  return (
    <div class={answer['answer']}>
      <div>
        <p class={styles['place']}>
          {content.topic(card.topic)?.title} · {card.level}
        </p>
        <Heading class={answer['question']}>
          <Markup html={card.question} />
        </Heading>
      </div>
      {card.given.map((block) => (
        <Code key={block.html} block={block} />
      ))}
      {/* biome-ignore lint/a11y/useSemanticElements: a group of its own, as in a burst */}
      <div class={answer['say']} role="group" aria-label="Answer">
        <Markup as="div" html={card.say} />
      </div>
      <fieldset class={answer['points']}>
        <legend>Points to hit</legend>
        {card.points.map((point, index) => (
          <label key={point} class={answer['point']}>
            <input
              type="checkbox"
              checked={ticked.includes(index)}
              onChange={() => mock.toggle(index)}
            />
            <Markup html={point} />
          </label>
        ))}
      </fieldset>
      <details class={styles['more']}>
        <summary class={styles['summary']}>Code, why they ask, sources</summary>
        <div class={styles['parts']}>
          <CardParts card={card} links={false} />
        </div>
      </details>
    </div>
  );
}
