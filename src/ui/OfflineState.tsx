// Whether the tunnel may come, told truthfully.

import { useModels } from './models.ts';
import styles from './OfflineState.module.css';
import { OFFLINE } from './words.ts';

export function OfflineState() {
  const { device } = useModels();
  const state = device.offline.value;
  return (
    <p class={styles['state']} data-state={state} role="status">
      {state === 'ready' && <span aria-hidden="true">✓ </span>}
      {OFFLINE[state]}
    </p>
  );
}
