// Hands the learner a file with all their data, and says so when that fails or is less than all.

import { useSignal } from '@preact/signals';
import type { Exported } from '../state/device.ts';
import { useModels } from './models.ts';

const WORDS: Readonly<Partial<Record<Exported | 'failed', string>>> = {
  partial: 'That file has only what is not saved yet. What was saved could not be read.',
  failed: 'Your data could not be read. Close other tabs of this app and try again.',
};

export function ExportButton({ class: className }: { readonly class?: string | undefined }) {
  const { device } = useModels();
  const outcome = useSignal<Exported | 'failed' | null>(null);

  function exportData(): void {
    device.exportData().then(
      (exported) => {
        outcome.value = exported;
      },
      () => {
        outcome.value = 'failed';
      },
    );
  }

  const words = outcome.value && WORDS[outcome.value];
  return (
    <>
      <button type="button" class={className} onClick={exportData}>
        Export my data
      </button>
      {words && <p role="alert">{words}</p>}
    </>
  );
}
