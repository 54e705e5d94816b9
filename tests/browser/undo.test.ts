// A slip of the finger is never final: undo puts everything back exactly as it was.

import type { Page } from '@playwright/test';
import {
  answer,
  expectCard,
  expectSaved,
  openOffline,
  question,
  rate,
  rateCards,
  reveal,
  startBurst,
} from './app.ts';
import { contents, isUndo, reviews, write } from './database.ts';
import { expect, test } from './fixtures.ts';
import { finishOnNextRating } from './time.ts';

/** As home shows it; the burst, if any, is left and taken up again. */
async function shownReadiness(page: Page): Promise<string | null> {
  await page.getByRole('button', { name: 'Leave the burst; it is kept' }).click();
  const shown = await page
    .getByRole('img', { name: /^Flask filled to/ })
    .getAttribute('aria-label');
  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  return shown;
}

async function memories(page: Page) {
  return (await contents(page)).memories;
}

async function threeRated(page: Page, url: string): Promise<void> {
  await openOffline(page, url);
  await startBurst(page);
  await rateCards(page, ['Solid', 'Nailed', 'Shaky']);
}

test('on the next card: readiness is what it was, and the card is up with its answer', async ({
  phone: { page },
  served,
}) => {
  await threeRated(page, served.url);
  const before = await memories(page);
  const shown = await shownReadiness(page);
  const asked = await question(page).textContent();
  await reveal(page, 'Not sure');
  const said = await answer(page).textContent();
  await rate(page, 'Nailed');
  await expectSaved(page);
  expect(await memories(page)).not.toEqual(before);

  await page.getByRole('button', { name: 'undo nailed' }).click();
  await expect(answer(page)).toHaveText(said ?? '');
  await expect(question(page)).toHaveText(asked ?? '');
  await expectCard(page, 4);
  await expectSaved(page);
  expect(await memories(page)).toEqual(before);
  expect(await shownReadiness(page)).toBe(shown);

  await rate(page, 'Blank');
  await expect(page.getByRole('button', { name: 'undo blank' })).toBeVisible();
  await expectSaved(page);
  const rated = await reviews(page);
  expect(rated.map(({ confidence }) => confidence)).toEqual([3, 4, 2, 4, 1]);
  expect(rated[4]).toMatchObject({ card: rated[3]?.card, prediction: 'unsure' });
  expect((await contents(page)).events.filter(isUndo)).toMatchObject([{ undoes: rated[3]?.id }]);
});

test('several in a row, back to nothing', async ({ phone: { page }, served }) => {
  await threeRated(page, served.url);
  for (const name of ['shaky', 'nailed', 'solid']) {
    await page.getByRole('button', { name: `undo ${name}` }).click();
  }
  await expectCard(page, 1);
  await expect(page.getByRole('button', { name: /^undo/ })).toHaveCount(0);
  await expect.poll(() => memories(page)).toEqual([]);
  expect((await contents(page)).events).toHaveLength(6);
});

test('after a reload', async ({ phone: { page }, served }) => {
  await threeRated(page, served.url);
  const before = await memories(page);
  await rateCards(page, ['Solid']);
  await page.reload();
  await page.getByRole('button', { name: 'undo solid' }).click();
  await expect(answer(page)).toBeVisible();
  await expectCard(page, 4);
  await expect.poll(() => memories(page)).toEqual(before);
});

test('after the clock was set back in the middle of a burst, and a reload', async ({
  phone: { page },
  served,
}) => {
  await page.addInitScript(() => {
    const now = Date.now;
    const backMs = () => Number(sessionStorage.getItem('set-back') ?? 0);
    Date.now = () => now() - backMs();
  });
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid', 'Nailed']);
  const before = await memories(page);
  await page.evaluate(() => sessionStorage.setItem('set-back', String(2 * 86_400_000)));
  const asked = await question(page).textContent();
  await rateCards(page, ['Blank']);
  await page.reload();
  await page.getByRole('button', { name: 'undo blank' }).click();
  await expect(question(page)).toHaveText(asked ?? '');
  await expect(answer(page)).toBeVisible();
  await expectCard(page, 3);
  await expect.poll(() => memories(page)).toEqual(before);
  await page.getByRole('button', { name: 'undo nailed' }).click();
  await page.getByRole('button', { name: 'undo solid' }).click();
  await expectCard(page, 1);
  await expect.poll(() => memories(page)).toEqual([]);
});

test('a card with a past gets exactly that past back, even after a reload', async ({
  phone: { page },
  served,
}) => {
  await threeRated(page, served.url);
  const [first] = await reviews(page);
  const before = await memories(page);
  // The queue would not put up a card just rated, so a burst that was cut off there does.
  const place = { kind: 'answer', card: first?.card, prediction: 'none' };
  await putBurst(page, place);
  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  await rate(page, 'Blank');
  await expectSaved(page);
  expect(await memories(page)).not.toEqual(before);
  await page.reload();
  await page.getByRole('button', { name: 'undo blank' }).click();
  await expect.poll(() => memories(page)).toEqual(before);
});

test('on the summary', async ({ phone: { page }, served }) => {
  await page.clock.install();
  await threeRated(page, served.url);
  const before = await memories(page);
  const shown = await shownReadiness(page);
  await finishOnNextRating(page);
  await reveal(page);
  await rate(page, 'Blank');
  await expect(page.getByRole('heading', { name: 'Burst done' })).toBeVisible();
  await expect(page.getByText('4 cards in 5 min')).toBeVisible();

  await page.getByRole('button', { name: 'Undo the last rating' }).click();
  await expect(answer(page)).toBeVisible();
  await expectCard(page, 4);
  await expectSaved(page);
  expect(await memories(page)).toEqual(before);
  expect(await shownReadiness(page)).toBe(shown);

  await rate(page, 'Nailed');
  await expect(page.getByRole('heading', { name: 'Burst done' })).toBeVisible();
  await expect.poll(async () => (await reviews(page)).length).toBe(5);
});

test('on the summary after a reload', async ({ phone: { page }, served }) => {
  await page.clock.install();
  await threeRated(page, served.url);
  const before = await memories(page);
  await finishOnNextRating(page);
  await reveal(page);
  await rate(page, 'Blank');
  await expect.poll(async () => (await reviews(page)).length).toBe(4);
  await page.reload();
  await page.getByRole('button', { name: 'Undo the last rating' }).click();
  await expect(answer(page)).toBeVisible();
  await expect.poll(() => memories(page)).toEqual(before);
});

test('by Z', async ({ phone: { page }, served }) => {
  await threeRated(page, served.url);
  await page.keyboard.press('z');
  await expect(answer(page)).toBeVisible();
  await expectCard(page, 3);
  await page.keyboard.press('3');
  await expectCard(page, 4);
  await expectSaved(page);
  expect((await reviews(page)).map(({ confidence }) => confidence)).toEqual([3, 4, 2, 3]);
});

async function putBurst(page: Page, place: object): Promise<void> {
  await page.getByRole('button', { name: 'Leave the burst; it is kept' }).click();
  const burst = { id: 'later', minutes: 5, startedAt: Date.now(), spentMs: 0, place };
  await write(page, { settings: { burst } });
  await page.reload();
}
