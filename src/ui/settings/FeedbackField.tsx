// What a rating feels and sounds like.

import type { ComponentChildren } from 'preact';
import { useModels } from '../models.ts';
import styles from './Settings.module.css';

export function FeedbackField() {
  const { device, settings } = useModels();
  const { haptics, sound } = settings.settings.value;

  /** With a sample, so that one knows what one chose. */
  function choose(key: 'haptics' | 'sound', isOn: boolean, sample: () => void): void {
    if (isOn) sample();
    void settings.choose(key, isOn);
  }

  return (
    <fieldset class={styles['group']}>
      <legend>When you rate</legend>
      <Switch
        isOn={haptics}
        note="A short tick, where the phone can."
        onSwitch={(isOn) => choose('haptics', isOn, device.feedback.vibrate)}
      >
        Haptics
      </Switch>
      <Switch
        isOn={sound}
        note="A soft tone."
        onSwitch={(isOn) => choose('sound', isOn, device.feedback.tick)}
      >
        Sound
      </Switch>
    </fieldset>
  );
}

interface Props {
  readonly isOn: boolean;
  readonly note: string;
  readonly onSwitch: (isOn: boolean) => void;
  readonly children: ComponentChildren;
}

function Switch({ isOn, note, onSwitch, children }: Props) {
  return (
    <label class={styles['switch']}>
      <input
        type="checkbox"
        checked={isOn}
        onChange={({ currentTarget }) => onSwitch(currentTarget.checked)}
      />
      <span>
        {children} <span class={styles['note']}>· {note}</span>
      </span>
    </label>
  );
}
