// One topic as a level, with the way to its cards.

import type { ComponentChildren } from 'preact';
import type { TopicProgress } from '../state/progress.ts';
import { hashOf } from '../state/route.ts';
import { Meter } from './Meter.tsx';
import styles from './TopicRow.module.css';
import { percent, plural } from './words.ts';

interface Props {
  readonly progress: TopicProgress;
  /** Without the count of cards, where room is short. */
  readonly brief?: boolean;
  /** Beside the count of cards. */
  readonly children?: ComponentChildren;
}

export function TopicRow({ progress, brief = false, children }: Props) {
  const { topic, readiness, seen } = progress;
  return (
    <li>
      <a class={styles['row']} href={hashOf({ screen: 'topic', topic: topic.id })}>
        <span class={styles['dot']} data-level={levelOf(readiness)} aria-hidden="true" />
        <span class={styles['title']}>{topic.title}</span>
        <span class={styles['figure']}>
          {percent(readiness)}%<span class="hidden-text"> ready</span>
        </span>
        <span class={styles['meter']}>
          <Meter value={readiness} />
        </span>
        {!brief && (
          <span class={styles['seen']}>
            {seen} of {plural(topic.cards.length, 'card')} seen
          </span>
        )}
        {children}
      </a>
    </li>
  );
}

function levelOf(readiness: number): 'weak' | 'half' | 'good' {
  if (readiness < 0.3) return 'weak';
  return readiness < 0.7 ? 'half' : 'good';
}
