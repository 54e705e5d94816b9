// The heading of what is on screen now; it takes the focus when it appears, so that a screen reader reads it.

import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';
import { Attention } from './attention.ts';

interface Props {
  readonly class?: string | undefined;
  readonly children: ComponentChildren;
}

export function Heading({ class: className, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const attention = useContext(Attention);

  useEffect(() => {
    if (attention) heading.current?.focus({ preventScroll: true });
  }, [attention]);

  return (
    <h1 ref={heading} class={className} tabIndex={-1}>
      {children}
    </h1>
  );
}
