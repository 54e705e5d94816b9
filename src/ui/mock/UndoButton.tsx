// Takes the last step back.

import { useMock } from './useMock.ts';
import { stepName } from './words.ts';

export function UndoButton({ class: className }: { readonly class: string | undefined }) {
  const mock = useMock();
  const last = mock.lastStep.value;
  if (!last) return null;
  return (
    <button type="button" class={className} onClick={mock.undo}>
      <span aria-hidden="true">↶ </span>undo {stepName(last)}
    </button>
  );
}
