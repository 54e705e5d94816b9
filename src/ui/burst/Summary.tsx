// What the burst did: the flask from and to, topic by topic, and what to look at again.

import { useEffect, useState } from 'preact/hooks';
import type { CardEntry } from '../../bank/card.ts';
import { hashOf } from '../../state/route.ts';
import type { Change, Summary as SummaryOfBurst } from '../../state/summary.ts';
import { Button } from '../Button.tsx';
import { CONFIDENCE } from '../confidence.ts';
import { duration } from '../duration.ts';
import { Flask } from '../Flask.tsx';
import { Heading } from '../Heading.tsx';
import { Install } from '../Install.tsx';
import { Markup } from '../Markup.tsx';
import { useModels } from '../models.ts';
import { useKeys } from '../useKeys.ts';
import { percent, plural } from '../words.ts';
import styles from './Summary.module.css';
import { useBurst } from './useBurst.ts';

export function Summary({ summary }: { readonly summary: SummaryOfBurst }) {
  const { bursts, progress, route, settings } = useModels();
  const burst = useBurst();
  const { overall, topics, reviews, again } = summary;
  const { minutes } = settings.settings.value;

  function done(): void {
    burst.close();
    route.leave({ screen: 'study' });
  }

  useKeys((key) => {
    if (key === 'z' || key === 'Z') burst.undo();
    else if (key === 'Escape') done();
    else return false;
    return true;
  });

  return (
    <main class={`${styles['summary']} fresh`}>
      <header class={styles['header']}>
        <Heading class={styles['title']}>Burst done</Heading>
        <button type="button" class={styles['undo']} onClick={burst.undo}>
          <span aria-hidden="true">↶ </span>undo the last rating
        </button>
      </header>
      <div class={styles['flask']}>
        <Flask level={overall.to} />
        <p class={styles['overall']}>
          {percent(overall.from)}% <Arrow /> {percent(overall.to)}%
        </p>
        <p class={styles['facts']}>
          {plural(reviews.length, 'card')} in {duration(burst.spentMs.value)}
        </p>
      </div>
      <ol class={styles['ratings']} aria-label="Your ratings">
        {reviews.map(({ id, confidence }) => (
          <li key={id} data-confidence={confidence}>
            <span aria-hidden="true">{confidence}</span>
            <span class="hidden-text">{CONFIDENCE[confidence]}</span>
          </li>
        ))}
      </ol>
      <ul class={styles['topics']}>
        {topics.map(({ topic, from, to }) => (
          <li key={topic.id}>
            <span class={styles['topic']}>{topic.title}</span>
            <span class={styles['facts']}>
              {percent(from)} <Arrow /> {percent(to)}%
            </span>
            <Difference from={from} to={to} />
          </li>
        ))}
      </ul>
      {again.length > 0 && <Again cards={again} />}
      <InstallOffer />
      <div class={styles['actions']}>
        {progress.lastDay.value ? (
          <Button kind="primary" onClick={() => route.replace({ screen: 'last-day' })}>
            What can still be won
          </Button>
        ) : (
          <Button kind="primary" onClick={() => bursts.ask(minutes)}>
            Another {minutes} minutes
          </Button>
        )}
        <Button kind="quiet" onClick={done}>
          Done for now
        </Button>
      </div>
    </main>
  );
}

/** Once, after the first burst at whose end the browser lets us: one that says so later moves nothing. */
function InstallOffer() {
  const { device, settings } = useModels();
  const [offers] = useState(() => {
    const state = device.install.state.peek();
    const possible = state === 'ready' || state === 'by-hand';
    return possible && !settings.settings.peek().installOffered;
  });

  useEffect(() => {
    if (offers) void settings.choose('installOffered', true);
  }, [offers, settings]);

  if (!offers) return null;
  return (
    <section class={styles['install']}>
      <h2>Keep it on your home screen</h2>
      <Install />
    </section>
  );
}

function Arrow() {
  return (
    <>
      <span aria-hidden="true">→</span>
      <span class="hidden-text">to</span>
    </>
  );
}

function Difference({ from, to }: Change) {
  const points = percent(to) - percent(from);
  if (points === 0) return <span class={styles['same']}>same</span>;
  return points > 0 ? (
    <span class={styles['up']}>
      <span aria-hidden="true">▲ </span>
      <span class="hidden-text">up </span>
      {points}
    </span>
  ) : (
    <span class={styles['down']}>
      <span aria-hidden="true">▼ </span>
      <span class="hidden-text">down </span>
      {-points}
    </span>
  );
}

function Again({ cards }: { readonly cards: readonly CardEntry[] }) {
  const { content } = useModels();

  useEffect(() => {
    for (const card of cards) void content.load(card.topic);
  }, [cards, content]);

  return (
    <section class={styles['again']}>
      <h2>To look at again</h2>
      <ul>
        {cards.map(({ id, topic }) => {
          const loaded = content.cards(topic).value;
          const card = loaded?.kind === 'loaded' ? loaded.cards.get(id) : undefined;
          return (
            card && (
              <li key={id}>
                <a href={hashOf({ screen: 'card', card: id })}>
                  <Markup html={card.question} />
                </a>
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}
