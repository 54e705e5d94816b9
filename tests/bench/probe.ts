// Runs in the page before anything else: notes when a thing was first painted.

import type { Page } from '@playwright/test';

/** What a learner waits for, as the page knows it. */
const THINGS = {
  blank: { selector: 'h1', words: '^Blank$' },
  home: { selector: 'button', words: '^Start a (new )?\\d+-minute burst$' },
  question: { selector: 'article[data-layer="top"] h1', words: '.' },
} as const;

export type Thing = keyof typeof THINGS;

type Painted = { readonly painted: Readonly<Record<Thing, Promise<number>>> };

/** From the next document on, `paintedAt` can be asked for any of the things. */
export async function watchForThings(page: Page): Promise<void> {
  await page.addInitScript((things) => {
    const waiting = new Map(Object.entries(things));
    const times = new Map([...waiting.keys()].map((name) => [name, Promise.withResolvers()]));
    const promises = [...times].map(([name, { promise }]) => [name, promise]);
    Object.assign(globalThis, { painted: Object.fromEntries(promises) });

    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { identifier, startTime } = entry as PerformanceEntry & { identifier: string };
        times.get(identifier)?.resolve(startTime);
      }
    }).observe({ type: 'element', buffered: true });

    /** Before its first paint, so that the browser itself notes when that was. */
    const mark = () => {
      for (const [name, { selector, words }] of waiting) {
        const found = [...document.querySelectorAll(selector)];
        const thing = found.find((one) => new RegExp(words).test(one.textContent?.trim() ?? ''));
        if (!thing) continue;
        waiting.delete(name);
        thing.setAttribute('elementtiming', name);
      }
    };
    new MutationObserver(mark).observe(document, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  }, THINGS);
}

/** Milliseconds from the start of the navigation until the thing was on the screen. */
export function paintedAt(page: Page, thing: Thing): Promise<number> {
  return page.evaluate((name) => (globalThis as unknown as Painted).painted[name], thing);
}
