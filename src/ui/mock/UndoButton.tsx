// Takes the last rating back.

import { CONFIDENCE } from '../words.ts';
import { useMock } from './useMock.ts';

export function UndoButton({ class: className }: { readonly class: string | undefined }) {
  const mock = useMock();
  const last = mock.lastReview.value;
  if (!last) return null;
  return (
    <button type="button" class={className} onClick={mock.undo}>
      <span aria-hidden="true">↶ </span>undo {CONFIDENCE[last.confidence].toLowerCase()}
    </button>
  );
}
