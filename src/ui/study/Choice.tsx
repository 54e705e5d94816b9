// One of a few exclusive choices, as a field that a thumb can hit.

import type { ComponentChildren } from 'preact';
import styles from './Choice.module.css';

interface Props {
  /** Of the group. */
  readonly name: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
  readonly children: ComponentChildren;
}

export function Choice({ name, checked, onChoose, children }: Props) {
  return (
    <label class={styles['choice']}>
      <input type="radio" name={name} checked={checked} onChange={onChoose} />
      <span>{children}</span>
    </label>
  );
}
