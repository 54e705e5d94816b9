// The buttons of the app: one that matters most on a screen, and the rest.

import type { ComponentChildren } from 'preact';
import styles from './Button.module.css';

interface Props {
  readonly kind: 'primary' | 'plain' | 'quiet';
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

export function Button({ kind, onClick, children }: Props) {
  return (
    <button type="button" class={`${styles['button']} ${styles[kind]}`} onClick={onClick}>
      {children}
    </button>
  );
}
