// Light, dark, or as the phone has it.

import { useModels } from '../models.ts';
import { Choices } from './Choices.tsx';

export function ThemeField() {
  const { settings } = useModels();
  return (
    <Choices
      legend="Theme"
      name="theme"
      options={[
        ['auto', 'As the phone'],
        ['light', 'Light'],
        ['dark', 'Dark'],
      ]}
      value={settings.settings.value.theme}
      onChoose={(theme) => void settings.choose('theme', theme)}
    />
  );
}
