// A newcomer's two choices, one tap each, or none: when the interview is, and for which level.

import type { Level } from '../../bank/card.ts';
import { highestOf, upTo } from '../../state/levels.ts';
import { hashOf } from '../../state/route.ts';
import { dateIn } from '../../state/settings.ts';
import { useModels } from '../models.ts';
import { shortDate } from '../words.ts';
import { Choice } from './Choice.tsx';
import styles from './FirstRun.module.css';

const DATES = [
  [7, 'In a week'],
  [14, 'In 2 weeks'],
  [30, 'In a month'],
] as const;

const LEVELS: readonly (readonly [Level, string])[] = [
  ['junior', 'Junior'],
  ['mid', 'Mid'],
  ['senior', 'Senior'],
];

export function FirstRun() {
  const { progress, settings } = useModels();
  const { interview, levels } = settings.settings.value;
  const now = progress.lookedAt.value;
  const chosen = highestOf(levels);
  return (
    <section class={styles['first']}>
      <h2>Your interview</h2>
      <fieldset class={styles['choices']}>
        <legend class="hidden-text">When it is</legend>
        {DATES.map(([days, name]) => (
          <Choice
            key={days}
            name="interview"
            checked={interview === dateIn(days, now)}
            onChoose={() => void settings.choose('interview', dateIn(days, now))}
          >
            {name}
          </Choice>
        ))}
      </fieldset>
      <fieldset class={styles['choices']}>
        <legend class="hidden-text">Its level</legend>
        {LEVELS.map(([level, name]) => (
          <Choice
            key={level}
            name="level"
            checked={chosen === level}
            onChoose={() => void settings.choose('levels', upTo(level))}
          >
            {name}
          </Choice>
        ))}
      </fieldset>
      <p class={styles['note']}>
        {interview ? `On ${shortDate(interview)}. ` : 'Skip it if you do not know. '}
        <a href={hashOf({ screen: 'settings' })}>Another day</a>
      </p>
    </section>
  );
}
