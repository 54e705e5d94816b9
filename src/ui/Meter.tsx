// A level as a bar, with its text beside it for those who do not see it.

import styles from './Meter.module.css';

interface Props {
  /** 0–1. */
  readonly value: number;
}

/** Decoration: the figure it stands for is always written next to it. */
export function Meter({ value }: Props) {
  return (
    <span class={styles['meter']} aria-hidden="true">
      <span class={styles['fill']} style={{ '--value': value }} />
    </span>
  );
}
