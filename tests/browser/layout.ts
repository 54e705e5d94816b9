// What is wrong with the layout of a page, as sentences; an empty list is a sound page.

import type { Page } from '@playwright/test';

/** Whether one would have to scroll sideways to read. */
export function sidewaysScroll(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`${scrollWidth} px wide on ${clientWidth} px`] : [];
  });
}

/** Controls that a thumb would miss. Links within a sentence are as high as their line, as in WCAG. */
export function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const LEAST = 44;
    const controls = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select')];
    return controls.flatMap((control) => {
      // A label is part of its field's target.
      const target = control.closest('label') ?? control;
      const { width, height } = target.getBoundingClientRect();
      const inText = getComputedStyle(target).display === 'inline';
      const hidden = width === 0 || target.closest('[inert], [aria-hidden=true]') !== null;
      if (hidden || inText || height >= LEAST - 0.01) return [];
      return [`${target.textContent?.trim()}: ${height} px high`];
    });
  });
}

/** Text that is cut off by something that does not scroll, or that lies outside the screen. */
export function cutOffText(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim();
      const parent = node.parentElement;
      if (!text || !parent || parent.closest('.hidden-text, [inert], noscript')) continue;
      if (getComputedStyle(parent).opacity === '0') continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const cut = cutBy(range.getBoundingClientRect(), parent);
      if (cut) found.push(`“${text.slice(0, 40)}” ${cut}`);
    }
    return found;

    function cutBy(box: DOMRect, from: HTMLElement): string | null {
      if (box.width === 0) return null;
      let acrossFree = false;
      let downFree = false;
      for (let at: HTMLElement | null = from; at; at = at.parentElement) {
        const { overflowX, overflowY, position } = getComputedStyle(at);
        const frame = at.getBoundingClientRect();
        if (/auto|scroll/.test(overflowX)) acrossFree = true;
        else if (overflowX !== 'visible' && !acrossFree && outside(box, frame, 'across')) {
          return `is cut at the side by ${at.tagName}.${at.className}`;
        }
        if (/auto|scroll/.test(overflowY)) downFree = true;
        else if (overflowY !== 'visible' && !downFree && outside(box, frame, 'down')) {
          return `is cut at the bottom by ${at.tagName}.${at.className}`;
        }
        if (position === 'fixed' && !downFree && outside(box, screenBox(), 'down')) {
          return 'lies below the screen';
        }
      }
      return !acrossFree && outside(box, screenBox(), 'across') ? 'lies beside the screen' : null;
    }

    function screenBox(): DOMRect {
      return new DOMRect(0, 0, innerWidth, innerHeight);
    }

    function outside(box: DOMRect, frame: DOMRect, way: 'across' | 'down'): boolean {
      return way === 'across'
        ? box.left < frame.left - 1 || box.right > frame.right + 1
        : box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
    }
  });
}
