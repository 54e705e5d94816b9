// How ready the learner is for what is in the interview, always in sight while they change that.

import type { Choosing } from '../../state/choosing.ts';
import { Meter } from '../Meter.tsx';
import { useModels } from '../models.ts';
import { percent } from '../words.ts';
import styles from './Overall.module.css';

export function Overall({ choosing }: { readonly choosing: Choosing }) {
  const { progress } = useModels();
  const { topics, ofTopics, cards, ofCards } = choosing.extent.value;
  const readiness = progress.readiness.value;
  return (
    <div class={styles['overall']} role="status">
      <p>
        <strong class={styles['figure']}>{percent(readiness)}%</strong> ready for your interview
        <Before choosing={choosing} />
      </p>
      <Meter value={readiness} />
      <p class={styles['extent']}>
        {topics} of {ofTopics} topics · {cards} of {ofCards} cards
      </p>
    </div>
  );
}

/** What the last switch has changed. */
export function Before({ choosing }: { readonly choosing: Choosing }) {
  const before = choosing.before.value;
  return before !== null && <span class={styles['before']}>, {percent(before)}% before</span>;
}
