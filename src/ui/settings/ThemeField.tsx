// Light, dark, or as the phone has it.

import type { Theme } from '../../state/settings.ts';
import { useModels } from '../models.ts';
import styles from './Settings.module.css';

const THEMES: readonly (readonly [Theme, string])[] = [
  ['auto', 'As the phone'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

export function ThemeField() {
  const { settings } = useModels();
  const { theme } = settings.settings.value;
  return (
    <fieldset class={styles['group']}>
      <legend>Theme</legend>
      <div class={styles['choices']}>
        {THEMES.map(([value, name]) => (
          <label key={value} class={styles['choice']}>
            <input
              type="radio"
              name="theme"
              checked={theme === value}
              onChange={() => void settings.choose('theme', value)}
            />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
