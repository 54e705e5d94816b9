// A burst, full screen: the time, the way out, undo, and the deck or the summary.

import { useEffect, useLayoutEffect } from 'preact/hooks';
import { createBurst } from '../../state/burst.ts';
import { attend } from '../attend.ts';
import { CONFIDENCE } from '../confidence.ts';
import { Elsewhere } from '../Elsewhere.tsx';
import { useModels } from '../models.ts';
import { useTitle } from '../useTitle.ts';
import { clock } from '../words.ts';
import styles from './Burst.module.css';
import { Deck } from './Deck.tsx';
import { Summary } from './Summary.tsx';
import { BurstProvider, useBurst } from './useBurst.ts';

export function Burst() {
  const models = useModels();
  const { bursts } = models;

  useLayoutEffect(() => {
    void bursts.open(() => createBurst(models.environment, models));
  }, [bursts, models]);

  const burst = bursts.model.value;
  if (!burst) return null;
  return (
    <BurstProvider value={burst}>
      <Sitting />
    </BurstProvider>
  );
}

function Sitting() {
  const { device, route } = useModels();
  const burst = useBurst();
  const view = burst.view.value;
  const running = view.kind === 'card';
  useTitle(view.kind === 'summary' ? 'Burst done' : 'Burst');
  const leave = () => route.leave({ screen: 'study' });

  useEffect(() => (running ? attend(burst) : undefined), [running, burst]);
  useEffect(() => (running ? device.keepAwake() : undefined), [running, device]);
  useEffect(() => {
    if (view.kind === 'none') route.replace({ screen: 'study' });
  }, [view.kind, route]);

  if (view.kind === 'none') return null;
  if (view.kind === 'elsewhere') {
    return (
      <Elsewhere
        title="This burst is open in another tab"
        onTakeOver={() => void burst.takeOver()}
        onLeave={leave}
      />
    );
  }
  if (view.kind === 'summary') return <Summary summary={view.summary} />;
  return (
    <main class={`${styles['burst']} fresh`}>
      <TimeBar />
      <header class={styles['header']}>
        <button
          type="button"
          class={styles['leave']}
          aria-label="Leave the burst; it is kept"
          onClick={leave}
        >
          <span aria-hidden="true">✕</span>
        </button>
        <TimeLeft />
        <span class={styles['number']}>
          card {view.number} <Receipt />
        </span>
        <UndoButton />
      </header>
      <Deck view={view} onLeave={leave} />
      <Announcer number={view.number} undone={view.why.kind === 'undone'} />
    </main>
  );
}

function TimeBar() {
  const burst = useBurst();
  const left = burst.leftMs.value / (burst.minutes.value * 60_000);
  return (
    <div class={styles['bar']} aria-hidden="true">
      <div class={styles['left']} style={{ '--left': left }} />
    </div>
  );
}

function TimeLeft() {
  const burst = useBurst();
  const left = burst.leftMs.value;
  return (
    <span class={styles['time']} role="timer">
      {left > 0 ? `${clock(left)} left` : 'last card'}
    </span>
  );
}

function UndoButton() {
  const burst = useBurst();
  const last = burst.lastReview.value;
  if (!last) return null;
  const name = CONFIDENCE[last.confidence];
  return (
    // Each undo is another button: two taps on one would take back two ratings.
    <button key={last.id} type="button" class={`${styles['undo']} fresh`} onClick={burst.undo}>
      <span aria-hidden="true">↶ </span>undo {name.toLowerCase()}
    </button>
  );
}

/** The receipt for all ratings so far: they are on disk. */
function Receipt() {
  const { device, saving } = useModels();
  const burst = useBurst();
  if (!burst.lastReview.value || device.storage !== 'durable') return null;
  return saving.settled.value ? (
    <span class={styles['saved']}>
      <span aria-hidden="true">✓</span>
      <span class="hidden-text">saved</span>
    </span>
  ) : (
    <span class="hidden-text">saving</span>
  );
}

/** Says what happened last to those who do not see the card fly; each time in other words. */
function Announcer({ number, undone }: { readonly number: number; readonly undone: boolean }) {
  const burst = useBurst();
  const last = burst.lastReview.value;
  const rated =
    last && `Question ${number - 1} rated ${CONFIDENCE[last.confidence].toLowerCase()}.`;
  return (
    <p class="hidden-text" role="status">
      {undone ? `Rating of question ${number} taken back.` : rated}
    </p>
  );
}
