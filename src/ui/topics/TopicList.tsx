// The topics of the interview with their trend, then those that are not in it.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Topic } from '../../bank/card.ts';
import { hashOf } from '../../state/route.ts';
import { type LastWeek, lastWeek, trendOf } from '../../state/trend.ts';
import { useModels } from '../models.ts';
import { TopicRow } from '../TopicRow.tsx';
import { percent } from '../words.ts';
import styles from './TopicList.module.css';
import { Trend } from './Trend.tsx';

export function TopicList() {
  const { bank, plan, progress } = useModels();
  const past = useLastWeek();
  const topics = progress.topics.value;
  const ins = new Set(plan.topics.value.map(({ id }) => id));
  const outs = bank.topics.filter(({ id }) => !ins.has(id));
  return (
    <>
      {topics.length === 0 ? (
        <p>No card is left to ask. Switch on a topic or a level.</p>
      ) : (
        <ol class={styles['list']}>
          {topics.map((each) => (
            <TopicRow key={each.topic.id} progress={each}>
              <Trend change={past && trendOf(each, past)} />
            </TopicRow>
          ))}
        </ol>
      )}
      {outs.length > 0 && (
        <section aria-labelledby="not-in">
          <h3 id="not-in" class={styles['out']}>
            Not in my interview
          </h3>
          <ul class={styles['list']}>
            {outs.map((topic) => (
              <Out key={topic.id} topic={topic} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** A topic that is switched off, or has no card left to ask. */
function Out({ topic }: { readonly topic: Topic }) {
  const { plan, progress, settings } = useModels();
  const askable = plan.askable(topic);
  const off = settings.settings.value.topicsOff.includes(topic.id);
  return (
    <li>
      <a class={styles['dimmed']} href={hashOf({ screen: 'topic', topic: topic.id })}>
        <span>{topic.title}</span>{' '}
        <span>
          {askable.cards.length === 0
            ? 'no card left to ask'
            : off && `${percent(progress.ofTopic(askable).readiness)}% ready`}
        </span>
      </a>
    </li>
  );
}

/** Comes a little later than the screen, because start-up does not read the log. */
function useLastWeek(): LastWeek | null {
  const { device, progress, settings } = useModels();
  const past = useSignal<LastWeek | null>(null);

  useEffect(() => {
    device.events().then(
      (events) => {
        const { interview } = settings.settings.peek();
        past.value = lastWeek(events, progress.lookedAt.peek(), interview);
      },
      // Without the log there is no trend, and the notice at the top says why.
      () => undefined,
    );
  }, [device, progress, settings, past]);

  return past.value;
}
