// What the learner may choose, and the truth about what is saved.

import { Screen } from '../Screen.tsx';
import { About } from './About.tsx';
import { InterviewField } from './InterviewField.tsx';
import styles from './Settings.module.css';
import { ThemeField } from './ThemeField.tsx';
import { YourData } from './YourData.tsx';

export function Settings() {
  return (
    <Screen title="Settings">
      <div class={styles['groups']}>
        <InterviewField />
        <ThemeField />
        <YourData />
        <About />
      </div>
    </Screen>
  );
}
