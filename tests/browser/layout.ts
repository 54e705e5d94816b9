// What is wrong with the layout of a page, as sentences; an empty list is a sound page.

import type { Locator, Page } from '@playwright/test';

/** Today's phone, and the smallest that anyone still carries. */
export const SIZES = [
  { width: 412, height: 892 },
  { width: 320, height: 568 },
] as const;

/** Whether a finger at its middle would touch it, with nothing scrolled. */
export function onTopInSight(locator: Locator): Promise<boolean> {
  return locator.evaluate(async (element) => {
    // What has just come takes no finger for a moment.
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
    const { left, top, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });
}

/** What has the focus, if all of it lies under something else. */
export function hiddenFocus(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return null;
    // A label is part of its field's target.
    const target = focused.closest('label') ?? focused;
    const { left, top, width, height } = target.getBoundingClientRect();
    const inSight = [top + 2, top + height / 2, top + height - 2].some((y) => {
      const there = document.elementFromPoint(left + width / 2, y);
      return there !== null && (target.contains(there) || there.contains(target));
    });
    return inSight ? null : `${focused.tagName} ${target.textContent?.trim().slice(0, 40)}`;
  });
}

/** Text and controls that something else lies on, however one scrolls; a dialog may lie on all. */
export function covered(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.querySelector('dialog:modal') ?? document.body;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const [text, parent] = [node.textContent?.trim(), node.parentElement];
      if (!text || !parent || !shown(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      if (isCovered(parent, range)) found.push(`“${text.slice(0, 40)}”`);
    }
    for (const control of root.querySelectorAll('a[href], button')) {
      if (!shown(control) || !isCovered(control, control)) continue;
      found.push(`${control.tagName} ${control.textContent?.trim().slice(0, 40)}`);
    }
    for (const scroller of document.querySelectorAll('*')) scroller.scrollTop = 0;
    return found;

    function shown(element: Element): boolean {
      const { opacity, visibility } = getComputedStyle(element);
      const silent = element.closest('.hidden-text, [inert], [aria-hidden=true], noscript');
      return !silent && element.checkVisibility() && visibility === 'visible' && opacity !== '0';
    }

    function isCovered(element: Element, lines: Pick<Element, 'getClientRects'>): boolean {
      const firstLine = () => [...lines.getClientRects()].find(({ width }) => width > 0);
      element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
      // Of something tall the first line may still be out of sight.
      for (let at = element.parentElement; at; at = at.parentElement) {
        const line = firstLine();
        if (!line) return false;
        if (!scrolls(at) && at !== document.documentElement) continue;
        at.scrollTop += middleOf(line) - middleOfScroller(element);
      }
      const line = firstLine();
      if (!line) return false;
      const x = line.left + Math.min(line.width / 2, 8);
      // What a block of code or a table has scrolled out of its frame lies under nothing.
      const wide = element.closest('pre, .table')?.getBoundingClientRect();
      if (wide && (x < wide.left || x > wide.right)) return false;
      return !element.contains(document.elementFromPoint(x, middleOf(line)));
    }

    function scrolls(element: Element): boolean {
      const { scrollHeight, clientHeight } = element;
      return scrollHeight > clientHeight && /auto|scroll/.test(getComputedStyle(element).overflowY);
    }

    function middleOf({ top, bottom }: { readonly top: number; readonly bottom: number }): number {
      return (top + bottom) / 2;
    }

    function middleOfScroller(element: Element): number {
      let [top, bottom] = [0, innerHeight];
      for (let at = element.parentElement; at; at = at.parentElement) {
        if (!scrolls(at)) continue;
        const box = at.getBoundingClientRect();
        [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
      }
      return middleOf({ top, bottom });
    }
  });
}

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
    const controls = [
      ...document.querySelectorAll<HTMLElement>(
        'a[href], button, input, select, textarea, summary',
      ),
    ];
    return controls.flatMap((control) => {
      // A label is part of its field's target.
      const target = control.closest('label') ?? control;
      const { width, height } = target.getBoundingClientRect();
      const inText = getComputedStyle(target).display === 'inline';
      const hidden = width === 0 || target.closest('[inert], [aria-hidden=true]') !== null;
      if (hidden || inText || Math.min(width, height) >= LEAST - 0.01) return [];
      return [`${target.textContent?.trim()}: ${width} px wide, ${height} px high`];
    });
  });
}

/** Lists with nothing in them, which would be a frame around nothing. */
export function emptyLists(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('ul, ol, dl')]
      .filter((list) => list.childElementCount === 0 && list.checkVisibility())
      .map((list) => `${list.tagName} after “${list.previousElementSibling?.textContent}”`),
  );
}

/** The most that a page may move by itself while it comes up, as a share of the screen. */
const MOST_SHIFT = 0.02;

/** What moved under the reader's eyes since the page was loaded, if that was too much of it. */
export function shifts(page: Page): Promise<readonly string[]> {
  return page.evaluate(async (most) => {
    interface Shift extends PerformanceEntry {
      readonly value: number;
      readonly hadRecentInput: boolean;
      readonly sources: readonly { readonly node: Node | null }[];
    }
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const observer = new PerformanceObserver(() => undefined);
    observer.observe({ type: 'layout-shift', buffered: true });
    const entries = (observer.takeRecords() as Shift[]).filter((entry) => !entry.hadRecentInput);
    const sum = entries.reduce((so, { value }) => so + value, 0);
    if (sum <= most) return [];
    return entries.map(({ value, sources }) => {
      const texts = sources.map(({ node }) => node?.textContent?.trim().slice(0, 30));
      return `${value.toFixed(3)}: ${texts.join(', ')}`;
    });
  }, MOST_SHIFT);
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
