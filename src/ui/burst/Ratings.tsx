// The four confidence buttons: the same as a swipe or a key, for everyone who does neither.

import type { Confidence } from '../../memory/event.ts';
import { CONFIDENCE } from '../confidence.ts';
import styles from './Ratings.module.css';

const HINTS: Readonly<Record<Confidence, string>> = { 1: '← 1', 2: '2', 3: '→ 3', 4: '4' };

interface Props {
  /** What the ticked points suggest. */
  readonly suggested: Confidence | null;
  readonly onRate: (confidence: Confidence) => void;
}

export function Ratings({ suggested, onRate }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as this row
    <div class={styles['ratings']} role="group" aria-label="How well did you know it?">
      {([1, 2, 3, 4] as const).map((confidence) => (
        <button
          key={confidence}
          type="button"
          class={`${styles['rating']} ${styles[CONFIDENCE[confidence].toLowerCase()]}`}
          data-suggested={confidence === suggested || undefined}
          onClick={() => onRate(confidence)}
        >
          {CONFIDENCE[confidence]}
          {confidence === suggested && <span class="hidden-text"> (suggested by your points)</span>}
          <span class={styles['hint']} aria-hidden="true">
            {HINTS[confidence]}
          </span>
        </button>
      ))}
    </div>
  );
}
