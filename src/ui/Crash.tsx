// What a learner sees when a screen breaks: what to do, and that nothing is lost.

import styles from './Crash.module.css';
import { ExportButton } from './ExportButton.tsx';

export function Crash() {
  return (
    <main class={styles['crash']}>
      <h1>Something broke in Pocket Flask</h1>
      <p role="alert">Your saved ratings are safe on this device. Reload to go on.</p>
      <a class={styles['action']} href="./">
        Reload
      </a>
      <ExportButton class={styles['action']} />
    </main>
  );
}
