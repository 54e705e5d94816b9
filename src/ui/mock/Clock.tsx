// The two minutes of a question: counting down, then gently on.

import { clock } from '../words.ts';
import styles from './Clock.module.css';
import { useMock } from './useMock.ts';
import { timeLeft, timeTaken } from './words.ts';

export function Clock() {
  const mock = useMock();
  const left = mock.leftMs.value;
  return (
    <p class={styles['clock']}>
      <span class={styles['left']} role="timer" data-over={left <= 0 || undefined}>
        {timeLeft(left)}
        {left > 0 && <span class="hidden-text"> left for this question</span>}
      </span>
      <span class={styles['total']}>{clock(mock.totalMs.value)} in all</span>
    </p>
  );
}

/** Where the clock was while the question was up. */
export function Taken({ ms }: { readonly ms: number }) {
  return (
    <p class={styles['clock']}>
      <span class={styles['total']}>Your answer took {timeTaken(ms)}. Tick what you said.</span>
    </p>
  );
}
