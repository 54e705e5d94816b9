// Marks what overflows sideways, so that a finger there scrolls it and the keyboard can reach it.

import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** What does not overflow must neither keep a sideways finger from the card, nor take the focus. */
export function useOverflow(container: RefObject<HTMLElement | null>, contents: unknown): void {
  // New contents are new elements.
  useLayoutEffect(() => {
    const scrollers = [...(container.current?.querySelectorAll<HTMLElement>('pre, .table') ?? [])];
    const observer = new ResizeObserver(() => scrollers.forEach(mark));
    for (const scroller of scrollers) {
      observer.observe(scroller);
      scroller.addEventListener('scroll', () => markPlace(scroller), { passive: true });
    }
    return () => observer.disconnect();
  }, [container, contents]);
}

function mark(scroller: HTMLElement): void {
  const overflows = scroller.scrollWidth > scroller.clientWidth;
  scroller.toggleAttribute('data-overflows', overflows);
  if (overflows) scroller.tabIndex = 0;
  else scroller.removeAttribute('tabindex');
  markPlace(scroller);
}

/** Says which way it can still go, to the pixel, because browsers end a scroll between two. */
function markPlace(scroller: HTMLElement): void {
  const { scrollLeft, scrollWidth, clientWidth } = scroller;
  const left = scrollWidth - clientWidth - scrollLeft;
  scroller.dataset['at'] = scrollLeft <= 1 ? 'start' : left <= 1 ? 'end' : 'middle';
}
