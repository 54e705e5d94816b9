// What the learner may choose, and the truth about what is saved.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Install } from '../Install.tsx';
import { useModels } from '../models.ts';
import { Screen } from '../Screen.tsx';
import { About } from './About.tsx';
import { EraseField } from './EraseField.tsx';
import { FeedbackField } from './FeedbackField.tsx';
import { InterviewField } from './InterviewField.tsx';
import { LevelField } from './LevelField.tsx';
import { MinutesField } from './MinutesField.tsx';
import { Nothing } from './Nothing.tsx';
import styles from './Settings.module.css';
import { TextSizeField } from './TextSizeField.tsx';
import { ThemeField } from './ThemeField.tsx';
import { YourData } from './YourData.tsx';

export function Settings() {
  const { progress } = useModels();
  const isErased = useSignal(false);

  useEffect(() => progress.refresh(), [progress]);

  if (isErased.value) return <Nothing key="nothing" />;
  return (
    <Screen key="settings" title="Settings" wide>
      <div class={styles['groups']}>
        <InterviewField />
        <LevelField />
        <MinutesField />
        <ThemeField />
        <TextSizeField />
        <FeedbackField />
        <section class={styles['group']}>
          <h2>Install</h2>
          <Install />
        </section>
        <YourData />
        <EraseField
          onErased={() => {
            isErased.value = true;
          }}
        />
        <About />
      </div>
    </Screen>
  );
}
