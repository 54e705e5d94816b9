// One block of code that scrolls sideways when it must, by finger or by keyboard.

import { useRef } from 'preact/hooks';
import type { CodeBlock } from '../bank/card.ts';
import styles from './Code.module.css';
import { Markup } from './Markup.tsx';
import { useOverflow } from './useOverflow.ts';

interface Props {
  readonly block: CodeBlock;
}

export function Code({ block }: Props) {
  const figure = useRef<HTMLElement>(null);

  useOverflow(figure, block);

  return (
    <figure ref={figure} class={styles['figure']}>
      {block.file && <figcaption class={styles['file']}>{block.file}</figcaption>}
      <Markup as="div" class={styles['code']} html={block.html} />
    </figure>
  );
}
