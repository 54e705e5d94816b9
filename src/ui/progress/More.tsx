// What most people need not see, behind a line that says what it is.

import type { ComponentChildren } from 'preact';
import styles from './More.module.css';

interface Props {
  readonly title: string;
  readonly children: ComponentChildren;
}

export function More({ title, children }: Props) {
  return (
    <details class={styles['more']}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
