// The line of the chart as a table, for whoever wants the figures.

import type { ReadinessPoint } from '../../memory/timeline.ts';
import type { ForecastPoint } from '../../state/outlook.ts';
import { percent } from '../words.ts';
import { More } from './More.tsx';
import styles from './Numbers.module.css';
import { dayOf, inPercent } from './words.ts';

interface Props {
  readonly past: readonly ReadinessPoint[];
  readonly ahead: readonly ForecastPoint[];
}

export function Numbers({ past, ahead }: Props) {
  const days = past.slice(0, -1);
  const now = past.at(-1);
  return (
    <More title="Day by day">
      <table class={styles['numbers']}>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Ready</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ at, readiness }) => (
            <tr key={at}>
              <th scope="row">{dayOf(at)}</th>
              <td>{inPercent(readiness)}</td>
            </tr>
          ))}
          {now && (
            <tr>
              <th scope="row">now</th>
              <td>{inPercent(now.readiness)}</td>
            </tr>
          )}
          {ahead.map(({ at, readiness, low, high }) => (
            <tr key={at}>
              <th scope="row">{dayOf(at)}</th>
              <td>
                about {inPercent(readiness)} ({percent(low)} to {percent(high)})
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </More>
  );
}
