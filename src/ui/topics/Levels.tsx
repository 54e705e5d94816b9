// Which levels the interview may ask.

import type { Choosing } from '../../state/choosing.ts';
import { LEVELS } from '../../state/levels.ts';
import styles from './Levels.module.css';
import { LEVEL } from './words.ts';

export function Levels({ choosing }: { readonly choosing: Choosing }) {
  const only = LEVELS.find((level) => choosing.level(level) === 'only');
  return (
    <fieldset class={styles['levels']} aria-describedby={only && 'last-level'}>
      <legend>In my interview</legend>
      {LEVELS.map((level) => (
        <label key={level} class={styles['level']}>
          <input
            type="checkbox"
            checked={choosing.level(level) !== 'off'}
            disabled={choosing.level(level) === 'only'}
            onChange={() => choosing.turnLevel(level)}
          />
          <span>
            {choosing.level(level) !== 'off' && <span aria-hidden="true">✓ </span>}
            {LEVEL[level]}
          </span>
        </label>
      ))}
      {only && (
        <p id="last-level" class={styles['note']}>
          {LEVEL[only]} has to stay on
          {choosing.extent.value.cards > 0
            ? ', or there would be no card to ask.'
            : ' as the last.'}
        </p>
      )}
    </fieldset>
  );
}
