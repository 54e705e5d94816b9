// How long a burst is.

import { useModels } from '../models.ts';
import { Choices } from './Choices.tsx';

export function MinutesField() {
  const { settings } = useModels();
  return (
    <Choices
      legend="Length of a burst"
      name="minutes"
      options={[
        [3, '3 min'],
        [5, '5 min'],
        [10, '10 min'],
      ]}
      value={settings.settings.value.minutes}
      onChoose={(minutes) => void settings.choose('minutes', minutes)}
    />
  );
}
