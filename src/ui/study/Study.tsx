// Home: how ready you are, what is weakest, and one big button.

import { useEffect } from 'preact/hooks';
import type { Minutes } from '../../state/settings.ts';
import { Button } from '../Button.tsx';
import { Flask } from '../Flask.tsx';
import { useModels } from '../models.ts';
import { OfflineState } from '../OfflineState.tsx';
import { Screen } from '../Screen.tsx';
import { TopicRow } from '../TopicRow.tsx';
import { ago, clock, countdown, percent, shortDate } from '../words.ts';
import styles from './Study.module.css';

const WEAKEST = 3;
/** What an answer took in the mean of our own trials; it only feeds an "about". */
const MS_PER_CARD = 38_000;

export function Study() {
  const { progress } = useModels();

  useEffect(() => progress.refresh(), [progress]);

  return (
    <Screen title="Pocket Flask" aside={<OfflineState />}>
      <div class={styles['study']}>
        <Today />
        <section class={styles['weakest']}>
          <h2>Weakest topics first</h2>
          <ol>
            {progress.topics.value.slice(0, WEAKEST).map((each) => (
              <TopicRow key={each.topic.id} progress={each} brief />
            ))}
          </ol>
        </section>
        <Start />
      </div>
    </Screen>
  );
}

function Today() {
  const { progress } = useModels();
  const readiness = progress.readiness.value;
  return (
    <div class={styles['today']}>
      <Flask level={readiness} />
      <div class={styles['figures']}>
        <p class={styles['readiness']}>
          {percent(readiness)}
          <span class={styles['unit']}>%</span>
        </p>
        <p class={styles['quiet']}>ready for your interview</p>
        <Countdown />
      </div>
    </div>
  );
}

function Countdown() {
  const { progress, settings } = useModels();
  const days = progress.daysToInterview.value;
  const { interview } = settings.settings.value;
  if (!interview || days === null || days < 0) {
    return (
      <p>
        <a class={styles['date']} href="#/settings">
          {interview ? 'Set your next interview date' : 'Set your interview date'}
        </a>
      </p>
    );
  }
  return (
    <p>
      <strong>{countdown(days)}</strong>
      <span class={styles['quiet']}> · {shortDate(interview)}</span>
    </p>
  );
}

function Start() {
  const { burst, route, settings } = useModels();
  const { minutes } = settings.settings.value;
  const unfinished = burst.unfinished.value;

  function start(): void {
    burst.start(minutes);
    route.open({ screen: 'burst' });
  }

  return (
    <div class={styles['start']}>
      {unfinished && (
        <Button kind="primary" onClick={() => route.open({ screen: 'burst' })}>
          Go on where you were · {clock(burst.leftMs.value)} left
        </Button>
      )}
      <fieldset class={styles['lengths']}>
        <legend class="hidden-text">Length of the burst</legend>
        {([3, 5, 10] as const).map((length) => (
          <Length key={length} minutes={length} />
        ))}
      </fieldset>
      <Button kind={unfinished ? 'plain' : 'primary'} onClick={start}>
        Start a {unfinished ? 'new ' : ''}
        {minutes}-minute burst
      </Button>
      <p class={styles['note']}>
        <LastTime />
      </p>
    </div>
  );
}

function Length({ minutes }: { readonly minutes: Minutes }) {
  const { settings } = useModels();
  return (
    <label class={styles['length']}>
      <input
        type="radio"
        name="minutes"
        checked={settings.settings.value.minutes === minutes}
        onChange={() => void settings.choose('minutes', minutes)}
      />
      <span>{minutes} min</span>
    </label>
  );
}

function LastTime() {
  const { progress, settings } = useModels();
  const last = progress.lastReviewAt.value;
  if (last === 0) return <>Read the question, say your answer, check it, rate yourself.</>;
  const cards = Math.round((settings.settings.value.minutes * 60_000) / MS_PER_CARD);
  return (
    <>
      About {cards} cards · last card {ago(progress.lookedAt.value - last)}
    </>
  );
}
