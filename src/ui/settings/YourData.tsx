// What is saved, where, and how to take it along.

import { ExportButton } from '../ExportButton.tsx';
import { Import } from '../Import.tsx';
import { useModels } from '../models.ts';
import { Health } from './Health.tsx';
import { OtherExports } from './OtherExports.tsx';
import styles from './Settings.module.css';

export function YourData() {
  const { device } = useModels();
  return (
    <section class={styles['group']}>
      <h2>Your data</h2>
      <Health />
      <p class={styles['note']}>Everything stays on this device. Nothing is sent anywhere.</p>
      <div class={styles['actions']}>
        <ExportButton class={styles['action']} />
      </div>
      {device.storage === 'durable' ? (
        <Import />
      ) : (
        <p class={styles['note']}>
          An export made now holds only what you did since you opened the app. What was saved before
          is not in it.
        </p>
      )}
      <OtherExports />
    </section>
  );
}
