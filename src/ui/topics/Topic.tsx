// The cards of one topic, each with where you stand on it and when it comes.

import { useEffect, useMemo } from 'preact/hooks';
import type { TopicId, Topic as TopicOfBank } from '../../bank/card.ts';
import { createChoosing } from '../../state/choosing.ts';
import { asksByAge } from '../../state/turns.ts';
import { Button } from '../Button.tsx';
import { Meter } from '../Meter.tsx';
import { useModels } from '../models.ts';
import { Screen } from '../Screen.tsx';
import { percent, plural } from '../words.ts';
import { BurstButton } from './BurstButton.tsx';
import { CardList } from './CardList.tsx';
import { Before } from './Overall.tsx';
import styles from './Topic.module.css';
import { whenTopicAsked } from './words.ts';

export function Topic({ id }: { readonly id: TopicId }) {
  const { content, progress, route } = useModels();
  const topic = content.topic(id);

  useEffect(() => {
    progress.refresh();
    void content.load(id);
  }, [content, progress, id]);

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
  const loaded = content.cards(id).value;
  return (
    <Screen title={topic.title}>
      <p class={styles['summary']}>{loaded?.kind === 'loaded' && loaded.summary}</p>
      <Standing topic={topic} />
      <BurstButton kind="primary" scope={{ kind: 'topic', topic: id }} on="this topic" />
      <CardList topic={topic} />
    </Screen>
  );
}

/** How ready, how much of it was seen, and whether it is in the interview. */
function Standing({ topic }: { readonly topic: TopicOfBank }) {
  const models = useModels();
  const { plan, progress } = models;
  const choosing = useMemo(() => createChoosing(models), [models]);
  const askable = plan.askable(topic);
  const asked = askable.cards.length > 0 ? askable : topic;
  const { readiness, seen } = progress.ofTopic(asked);
  const inInterview = progress.topics.value;
  const rank = inInterview.findIndex((each) => each.topic.id === topic.id);
  const state = choosing.topic(topic.id);
  return (
    <section class={styles['standing']}>
      <p class={styles['figures']}>
        <span>
          <strong class={styles['readiness']}>{percent(readiness)}%</strong> ready
        </span>{' '}
        <span class={styles['note']}>
          {seen} of {plural(asked.cards.length, 'card')} seen
        </span>
      </p>
      <Meter value={readiness} />
      <p class={styles['note']}>
        {askable.cards.length > 0
          ? whenTopicAsked(rank, inInterview.length, asksByAge(models))
          : 'None of its cards is in your interview; a burst on this topic asks them all the same.'}
      </p>
      <label class={styles['switch']}>
        <input
          type="checkbox"
          checked={state !== 'off'}
          disabled={state === 'only'}
          aria-describedby="interview-note"
          onChange={() => choosing.turnTopic(topic.id)}
        />
        In my interview
      </label>
      <p id="interview-note" class={styles['note']} role="status">
        {state === 'only' && 'It has to stay, or there would be no card to ask. '}
        Over all topics you are {percent(progress.readiness.value)}% ready
        <Before choosing={choosing} />.
      </p>
    </section>
  );
}
