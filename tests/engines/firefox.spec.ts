// What only Firefox's automation can do: fingers that swipe, and a look at what the browser asks.

import type { Spot } from '../browser/touch.ts';
import {
  openInTheTunnel,
  QUESTION,
  rateCards,
  ratings,
  reveal,
  seeCard,
  startBurst,
  tap,
  textOf,
} from './app.ts';
import type { Browser } from './browser.ts';
import { expect, test } from './fixtures.ts';

test('a finger rates: to the right is solid, to the left is blank, and up scrolls', async ({
  firefox: { browser },
  served,
}) => {
  await openInTheTunnel(browser, served);
  await startBurst(browser);
  for (const [index, sideways] of [200, -200].entries()) {
    await reveal(browser);
    const { y } = await middleOfAnswer(browser);
    const from = { x: 206 - sideways / 2, y };
    await browser.swipe(from, { x: from.x + sideways, y });
    await seeCard(browser, index + 2);
  }
  expect(await ratings(browser)).toEqual([3, 1]);

  const number = await revealLongAnswer(browser, 3);
  const asked = await textOf(browser, QUESTION);
  await browser.swipe({ x: 206, y: 600 }, { x: 196, y: 200 });
  await expect.poll(async () => (await scrolled(browser)).top).toBeGreaterThan(0);
  await seeCard(browser, number);
  expect(await textOf(browser, QUESTION)).toBe(asked);
  expect(await ratings(browser)).toHaveLength(number - 1);
});

test('a question about storage that nobody answers holds nothing up', async ({
  firefox: { browser },
  served,
}) => {
  await openInTheTunnel(browser, served);
  await startBurst(browser);
  await rateCards(browser, ['Solid']);
  await expect.poll(browser.asksToPersist).toBe(true);
  await rateCards(browser, ['Blank', 'Solid'], 2);
  await browser.reload();
  await seeCard(browser, 4);
  expect(await browser.asksToPersist()).toBe(false);
  await rateCards(browser, ['Solid'], 4);
  expect(await ratings(browser)).toEqual([3, 1, 3, 3]);
});

/** Spoken text, and so never code that scrolls by itself. */
function middleOfAnswer(browser: Browser): Promise<Spot> {
  return browser.evaluate(() => {
    const answer = document.querySelector('article[data-layer=top] [aria-label=Answer]');
    answer?.scrollIntoView({ block: 'center' });
    const { x, y, width, height } = answer?.getBoundingClientRect() ?? new DOMRect();
    return { x: x + width / 2, y: y + height / 2 };
  }, null);
}

/** Rates on until an answer is up that does not fit the screen. */
async function revealLongAnswer(browser: Browser, from: number): Promise<number> {
  for (let number = from; ; number += 1) {
    await reveal(browser);
    if ((await scrolled(browser)).hidden > 200) return number;
    await tap(browser, 'button', /^Solid\b/);
    await seeCard(browser, number + 1);
  }
}

/** Of the card that is up, in pixels. */
function scrolled(browser: Browser): Promise<{ readonly top: number; readonly hidden: number }> {
  return browser.evaluate(() => {
    const scroller = document.querySelector('article[data-layer=top] > div');
    const { scrollTop, scrollHeight, clientHeight } = scroller ?? document.body;
    return { top: scrollTop, hidden: scrollHeight - clientHeight };
  }, null);
}
