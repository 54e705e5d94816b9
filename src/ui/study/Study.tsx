// Home: how ready you are, what is weakest, and one big button.

import { useEffect } from 'preact/hooks';
import { hashOf } from '../../state/route.ts';
import { Button } from '../Button.tsx';
import { Flask } from '../Flask.tsx';
import { useModels } from '../models.ts';
import { OfflineState } from '../OfflineState.tsx';
import { Screen } from '../Screen.tsx';
import { TopicRow } from '../TopicRow.tsx';
import { ago, clock, countdown, percent, shortDate } from '../words.ts';
import { Choice } from './Choice.tsx';
import { FirstRun } from './FirstRun.tsx';
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
        <NotSafeYet />
        {progress.lastDay.value && <LastDayLink />}
        {progress.lastReviewAt.value === 0 ? <FirstRun /> : <Weakest />}
        <MoreWays />
        <Start />
      </div>
    </Screen>
  );
}

function Weakest() {
  const { progress } = useModels();
  return (
    <section class={styles['weakest']}>
      <h2>Weakest topics first</h2>
      <ol>
        {progress.topics.value.slice(0, WEAKEST).map((each) => (
          <TopicRow key={each.topic.id} progress={each} brief />
        ))}
      </ol>
    </section>
  );
}

/** Safari forgets what a tab stored after seven days without a visit, but not what an app did. */
function NotSafeYet() {
  const { device, progress } = useModels();
  if (device.install.state.value !== 'by-hand' || progress.lastReviewAt.value === 0) return null;
  return (
    <p class={styles['unsafe']}>
      Not safe yet: Safari deletes a tab’s data after seven days without a visit.{' '}
      <a href={hashOf({ screen: 'settings' })}>Add Pocket Flask to the Home Screen</a>
    </p>
  );
}

/** What else one can do here, apart from a burst. */
function MoreWays() {
  const { mocks } = useModels();
  const mock = mocks.underWay.value;
  return (
    <nav class={styles['more']} aria-label="More ways to prepare">
      <a href={hashOf({ screen: 'mock' })}>
        {mock ? `Mock interview: question ${mock.number} of ${mock.of}` : 'Mock interview'}
      </a>
      <a href={hashOf({ screen: 'guide' })}>Cheat sheet</a>
    </nav>
  );
}

function LastDayLink() {
  return (
    <a class={styles['last']} href={hashOf({ screen: 'last-day' })}>
      What can still be won
    </a>
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
  const { bursts, plan, progress, route, settings } = useModels();
  const { minutes } = settings.settings.value;
  const unfinished = bursts.unfinished.value;

  function start(): void {
    bursts.ask(minutes);
    route.open({ screen: 'burst' });
  }

  if (plan.topics.value.length === 0) return <NothingToAsk />;
  return (
    <div class={styles['start']}>
      {unfinished && (
        <Button kind="primary" onClick={() => route.open({ screen: 'burst' })}>
          Go on where you were · {clock(bursts.leftMs.value)} left
        </Button>
      )}
      <fieldset class={styles['lengths']}>
        <legend class="hidden-text">Length of the burst</legend>
        {([3, 5, 10] as const).map((length) => (
          <Choice
            key={length}
            name="minutes"
            checked={minutes === length}
            onChoose={() => void settings.choose('minutes', length)}
          >
            {length} min
          </Choice>
        ))}
      </fieldset>
      <Button kind={unfinished || progress.lastDay.value ? 'plain' : 'primary'} onClick={start}>
        Start a {unfinished ? 'new ' : ''}
        {minutes}-minute burst
      </Button>
      <p class={styles['note']}>
        <LastTime />
      </p>
    </div>
  );
}

function NothingToAsk() {
  return (
    <p class={styles['note']}>
      No card is left to ask. <a href={hashOf({ screen: 'topics' })}>Switch topics or levels on</a>{' '}
      to start a burst.
    </p>
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
