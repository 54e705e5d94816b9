// How a figure has moved since last week; its room is kept until that is known.

import type { Change } from '../../state/summary.ts';
import { percent } from '../words.ts';
import styles from './Trend.module.css';

export function Trend({ change }: { readonly change: Change | null }) {
  if (!change) return <span class={styles['trend']} />;
  const points = percent(change.to) - percent(change.from);
  if (points === 0) {
    return (
      <span class={styles['trend']}>
        same<span class="hidden-text"> as last week</span>
      </span>
    );
  }
  const way = points > 0 ? 'up' : 'down';
  return (
    <span class={styles['trend']} data-way={way}>
      <span aria-hidden="true">{way === 'up' ? '▲' : '▼'} </span>
      <span class="hidden-text">{way} </span>
      {Math.abs(points)}
      <span class="hidden-text"> since last week</span>
    </span>
  );
}
