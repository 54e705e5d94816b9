// Readiness over time, and on to the interview.

import type { ReadinessPoint } from '../../memory/timeline.ts';
import type { Outlook } from '../../state/outlook.ts';
import { hashOf } from '../../state/route.ts';
import { useModels } from '../models.ts';
import { Chart } from './Chart.tsx';
import { Numbers } from './Numbers.tsx';
import { Picture } from './Picture.tsx';
import styles from './Readiness.module.css';
import { inPercent, outlookInWords, sinceThen } from './words.ts';

interface Props {
  readonly past: readonly ReadinessPoint[];
  readonly outlook: Outlook;
}

export function Readiness({ past, outlook }: Props) {
  const { plan, progress } = useModels();
  const [first] = past;
  const now = past.at(-1);
  if (!first || !now) return null;
  if (plan.topics.value.length === 0) return <NothingAsked />;

  const ahead = outlook.kind === 'forecast' ? outlook.points : [];
  const days = progress.daysToInterview.value;
  return (
    <Picture title="Readiness">
      <p>
        <strong class={styles['today']}>{inPercent(now.readiness)}</strong> ready today,{' '}
        {sinceThen(first.readiness, now.readiness, first.at)}.
      </p>
      <Chart past={past} ahead={ahead} />
      <p>{outlookInWords(outlook)}</p>
      {(days === null || days < 0) && (
        <p>
          <a class={styles['date']} href={hashOf({ screen: 'settings' })}>
            {days === null ? 'Set your interview date' : 'Set your next interview date'}
          </a>
        </p>
      )}
      <Numbers past={past} ahead={ahead} />
    </Picture>
  );
}

function NothingAsked() {
  return (
    <Picture title="Readiness">
      <p>No topic is in your interview, so there is nothing to be ready for.</p>
      <p>
        <a class={styles['date']} href={hashOf({ screen: 'topics' })}>
          Choose your topics
        </a>
      </p>
    </Picture>
  );
}
