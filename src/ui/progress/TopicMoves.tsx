// Each topic a week ago and now, the biggest change first.

import { hashOf } from '../../state/route.ts';
import type { TopicChange } from '../../state/summary.ts';
import { percent } from '../words.ts';
import { More } from './More.tsx';
import { Picture } from './Picture.tsx';
import styles from './TopicMoves.module.css';

/** More at once would be a wall. */
const SHOWN_AT_ONCE = 8;

export function TopicMoves({ changes }: { readonly changes: readonly TopicChange[] }) {
  if (changes.length === 0) return null;
  const rest = changes.slice(SHOWN_AT_ONCE);
  return (
    <Picture title="Topics, a week ago and now">
      <Rows changes={changes.slice(0, SHOWN_AT_ONCE)} />
      {rest.length > 0 && (
        <More title={`${rest.length} that changed less`}>
          <Rows changes={rest} />
        </More>
      )}
    </Picture>
  );
}

function Rows({ changes }: { readonly changes: readonly TopicChange[] }) {
  return (
    <ol class={styles['rows']}>
      {changes.map((change) => (
        <Row key={change.topic.id} change={change} />
      ))}
    </ol>
  );
}

function Row({ change: { topic, from, to } }: { readonly change: TopicChange }) {
  return (
    <li>
      <a class={styles['row']} href={hashOf({ screen: 'topic', topic: topic.id })}>
        <span class={styles['title']}>{topic.title}</span>
        <span class={styles['figures']}>
          {percent(from)} <span aria-hidden="true">→</span>
          <span class="hidden-text">to</span> <strong>{percent(to)}%</strong>
        </span>
        <span class={styles['track']} aria-hidden="true">
          <span class={styles['now']} style={{ '--value': to }} />
          <span class={styles['then']} style={{ '--value': from }} />
        </span>
      </a>
    </li>
  );
}
