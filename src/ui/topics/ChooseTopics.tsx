// Every topic with a tick for "in my interview", in an order that stays while one ticks.

import { useRef, useState } from 'preact/hooks';
import type { Topic } from '../../bank/card.ts';
import type { Choosing } from '../../state/choosing.ts';
import { useModels } from '../models.ts';
import { percent, plural } from '../words.ts';
import styles from './ChooseTopics.module.css';

interface Props {
  readonly choosing: Choosing;
}

export function ChooseTopics({ choosing }: Props) {
  const { bank, progress } = useModels();
  const list = useRef<HTMLUListElement>(null);
  const [order] = useState(() => {
    const ins = progress.topics.peek().map(({ topic }) => topic.id);
    const outs = bank.topics.filter(({ id }) => !ins.includes(id));
    return [...ins.flatMap((id) => bank.topics.find((topic) => topic.id === id) ?? []), ...outs];
  });

  /** The button goes when all are in, so the focus moves to the list. */
  function putAllIn(): void {
    choosing.allTopics();
    list.current?.querySelector('input')?.focus();
  }

  return (
    <>
      <ul ref={list} class={styles['list']}>
        {order.map((topic) => (
          <Choice key={topic.id} topic={topic} choosing={choosing} />
        ))}
      </ul>
      {order.some(({ id }) => choosing.topic(id) === 'off') && (
        <button type="button" class={styles['all']} onClick={putAllIn}>
          Put all topics in
        </button>
      )}
    </>
  );
}

function Choice({ topic, choosing }: Props & { readonly topic: Topic }) {
  const { plan, progress } = useModels();
  const { readiness } = progress.ofTopic(plan.askable(topic));
  const cards = plan.askable(topic).cards.length;
  const state = choosing.topic(topic.id);
  const note = `only-${topic.id}`;
  return (
    <li>
      <label class={styles['choice']}>
        <input
          type="checkbox"
          checked={state !== 'off'}
          disabled={state === 'only'}
          aria-describedby={state === 'only' ? note : undefined}
          onChange={() => choosing.turnTopic(topic.id)}
        />
        <span class={styles['title']}>{topic.title}</span>{' '}
        <span class={styles['facts']}>
          {cards === 0
            ? 'no card left to ask'
            : `${plural(cards, 'card')}, ${percent(readiness)}% ready`}
        </span>
      </label>
      {state === 'only' && (
        <p id={note} class={styles['note']}>
          It has to stay, or there would be no card to ask.
        </p>
      )}
    </li>
  );
}
