// Hands the learner a file with all their data, and says so when that fails.

import { useSignal } from '@preact/signals';
import { useModels } from './models.ts';

export function ExportButton({ class: className }: { readonly class?: string | undefined }) {
  const { device } = useModels();
  const failed = useSignal(false);

  function exportData(): void {
    device.exportData().then(
      () => {
        failed.value = false;
      },
      () => {
        failed.value = true;
      },
    );
  }

  return (
    <>
      <button type="button" class={className} onClick={exportData}>
        Export my data
      </button>
      {failed.value && (
        <p role="alert">Your data could not be read. Close other tabs of this app and try again.</p>
      )}
    </>
  );
}
