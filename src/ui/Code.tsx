// One block of code that scrolls sideways when it must, by finger or by keyboard.

import { useLayoutEffect, useRef } from 'preact/hooks';
import type { CodeBlock } from '../bank/card.ts';
import styles from './Code.module.css';
import { Markup } from './Markup.tsx';

interface Props {
  readonly block: CodeBlock;
}

export function Code({ block }: Props) {
  const figure = useRef<HTMLElement>(null);

  // Only code that overflows may keep a sideways finger from the card, or take the focus.
  useLayoutEffect(() => {
    const code = figure.current?.querySelector('pre');
    if (!code) return;
    const observer = new ResizeObserver(() => {
      const overflows = code.scrollWidth > code.clientWidth;
      code.toggleAttribute('data-overflows', overflows);
      if (overflows) code.tabIndex = 0;
      else code.removeAttribute('tabindex');
    });
    observer.observe(code);
    return () => observer.disconnect();
  }, [block]);

  return (
    <figure ref={figure} class={styles['figure']}>
      {block.file && <figcaption class={styles['file']}>{block.file}</figcaption>}
      <Markup as="div" class={styles['code']} html={block.html} />
    </figure>
  );
}
