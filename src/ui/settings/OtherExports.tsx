// The cards for Anki and the events for a spreadsheet, for those who go on elsewhere.

import { useSignal } from '@preact/signals';
import type { HandedOver } from '../../state/device.ts';
import { exportEvents, exportForAnki } from '../../state/exports.ts';
import { useModels } from '../models.ts';
import styles from './Settings.module.css';

export function OtherExports() {
  const models = useModels();
  const outcome = useSignal<HandedOver | 'failed' | null>(null);

  function run(make: (parts: typeof models) => Promise<HandedOver>): void {
    outcome.value = null;
    make(models).then(
      (handed) => {
        outcome.value = handed;
      },
      () => {
        outcome.value = 'failed';
      },
    );
  }

  return (
    <details>
      <summary class={styles['summary']}>For other programs</summary>
      <p class={styles['note']}>
        Anki makes its own schedule; what you know of each card comes along as fields and tags.
      </p>
      <div class={styles['actions']}>
        <button type="button" class={styles['action']} onClick={() => run(exportForAnki)}>
          Cards for Anki
        </button>
        <button type="button" class={styles['action']} onClick={() => run(exportEvents)}>
          Events as CSV
        </button>
      </div>
      <p role="status" class={styles['note']}>
        {outcome.value && OUTCOMES[outcome.value]}
      </p>
    </details>
  );
}

const OUTCOMES: Readonly<Record<HandedOver | 'failed', string>> = {
  shared: 'Handed over.',
  downloaded: 'It is in your downloads.',
  cancelled: 'Nothing was handed over.',
  failed: 'That could not be read. Connect to the network once, then try again.',
};
