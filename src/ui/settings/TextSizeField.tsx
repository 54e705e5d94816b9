// How large the text is, on top of what the phone itself does.

import { useModels } from '../models.ts';
import { Choices } from './Choices.tsx';

export function TextSizeField() {
  const { settings } = useModels();
  return (
    <Choices
      legend="Text size"
      name="text-size"
      options={[
        ['normal', 'Normal'],
        ['large', 'Large'],
        ['larger', 'Larger'],
      ]}
      value={settings.settings.value.textSize}
      onChoose={(size) => void settings.choose('textSize', size)}
    />
  );
}
