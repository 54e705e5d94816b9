// The flask whose level is the learner's readiness.

import styles from './Flask.module.css';
import { percent } from './words.ts';

const OUTLINE = 'M44 10 V52 L10 128 Q4 146 22 148 H98 Q116 146 110 128 L76 52 V10';

interface Props {
  /** 0–1. */
  readonly level: number;
}

export function Flask({ level }: Props) {
  return (
    <svg
      class={styles['flask']}
      viewBox="0 0 120 156"
      role="img"
      aria-label={`Flask filled to ${percent(level)} per cent`}
      style={{ '--level': level }}
    >
      <clipPath id="flask-inside">
        <path d={`${OUTLINE} Z`} />
      </clipPath>
      <g clip-path="url(#flask-inside)">
        <rect class={styles['glass']} width="120" height="156" />
        <path
          class={styles['liquid']}
          d="M-120 4 q15 -7 30 0 t30 0 t30 0 t30 0 t30 0 t30 0 t30 0 t30 0 V170 H-120 Z"
        />
      </g>
      <path class={styles['outline']} d={OUTLINE} />
      <path class={styles['outline']} d="M36 10 H84" />
    </svg>
  );
}
