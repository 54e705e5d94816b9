// What became of something handed over; where nothing took it, there it is to copy by hand.

import type { Handed } from '../../state/device.ts';
import styles from './Outcome.module.css';

interface Props {
  /** `null` before it was tried. */
  readonly handed: Handed | null;
  /** The sentence for when it is on the clipboard. */
  readonly copied: string;
  /** What to copy by hand. */
  readonly text: string;
}

export function Outcome({ handed, copied, text }: Props) {
  return (
    <div>
      <p class={styles['words']} role="status">
        {handed && sentence(handed, copied)}
      </p>
      {handed === 'failed' && (
        <textarea
          class={styles['text']}
          aria-label="To copy by hand"
          readOnly
          rows={text.split('\n').length + 1}
          value={text}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
      )}
    </div>
  );
}

function sentence(handed: Handed, copied: string): string {
  switch (handed) {
    case 'shared':
      return 'Handed over.';
    case 'copied':
      return copied;
    case 'cancelled':
      return 'Not shared.';
    case 'failed':
      return 'This browser neither shares nor copies. Copy it by hand:';
  }
}
