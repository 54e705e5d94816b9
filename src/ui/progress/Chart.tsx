// A line from the first day to today, going on dashed to where it leads, within its band.

import type { ReadinessPoint } from '../../memory/timeline.ts';
import type { ForecastPoint } from '../../state/outlook.ts';
import styles from './Chart.module.css';
import { dayOf, inPercent } from './words.ts';

interface Props {
  /** At least two. */
  readonly past: readonly ReadinessPoint[];
  /** May be none. */
  readonly ahead: readonly ForecastPoint[];
}

/** Of the width of the picture; below it two dates would lie on each other. */
const ROOM_FOR_A_DATE = 0.25;

export function Chart({ past, ahead }: Props) {
  const from = past[0]?.at ?? 0;
  const now = past.at(-1) ?? { at: from, readiness: 0 };
  const to = ahead.at(-1) ?? now;
  const x = (at: number) => (100 * (at - from)) / Math.max(1, to.at - from);
  const y = (share: number) => 100 - 100 * share;
  const line = (points: readonly ReadinessPoint[]) =>
    points.map(({ at, readiness }) => `${x(at)},${y(readiness)}`).join(' ');
  const band = [
    ...ahead.map(({ at, high }) => ({ at, readiness: high })),
    ...ahead.toReversed().map(({ at, low }) => ({ at, readiness: low })),
  ];
  const elapsed = x(now.at) / 100;

  return (
    <figure class={styles['chart']}>
      <div class={styles['scale']} aria-hidden="true">
        <span>100</span>
        <span>50</span>
        <span>0%</span>
      </div>
      <svg
        class={styles['plot']}
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={nameOf(past, ahead)}
      >
        <path class={styles['grid']} d="M0 0H100M0 50H100M0 100H100" />
        {ahead.length > 0 && <polygon class={styles['band']} points={line([now, ...band])} />}
        <polygon class={styles['area']} points={`${x(from)},100 ${line(past)} ${x(now.at)},100`} />
        <polyline class={styles['line']} points={line(past)} />
        <polyline class={styles['ahead']} points={line([now, ...ahead])} />
        {/* A line of no length with round ends: a circle, however the picture is stretched. */}
        <path class={styles['now']} d={`M${x(now.at)} ${y(now.readiness)}h0`} />
      </svg>
      <figcaption class={styles['dates']} aria-hidden="true">
        <span class={styles['past']} style={{ '--share': elapsed }}>
          <span>{elapsed > ROOM_FOR_A_DATE ? dayOf(from) : ''}</span>
          <span>today</span>
        </span>
        {ahead.length > 0 && (
          <span class={styles['end']} style={{ '--share': 1 - elapsed }}>
            {dayOf(to.at)}
          </span>
        )}
      </figcaption>
    </figure>
  );
}

function nameOf(past: readonly ReadinessPoint[], ahead: readonly ForecastPoint[]): string {
  const [first, now, end] = [past[0], past.at(-1), ahead.at(-1)];
  if (!first || !now) return '';
  const line = `Readiness: a line from ${inPercent(first.readiness)} to ${inPercent(now.readiness)} today`;
  return end
    ? `${line}, then dashed to about ${inPercent(end.readiness)} on ${dayOf(end.at)}`
    : line;
}
