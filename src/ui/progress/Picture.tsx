// The frame of one picture: its title, what it says in a sentence, and the picture.

import type { ComponentChildren } from 'preact';
import styles from './Progress.module.css';

interface Props {
  readonly title: string;
  readonly children: ComponentChildren;
}

export function Picture({ title, children }: Props) {
  return (
    <section class={styles['picture']}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
