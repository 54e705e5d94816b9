// A whole burst works by keyboard alone and by taps alone, and reads well to those who do not see it.

import type { Locator, Page } from '@playwright/test';
import {
  answer,
  card,
  expectCard,
  expectSaved,
  openCardInBurst,
  openOffline,
  question,
  rate,
  rateCards,
  reveal,
  startBurst,
} from './app.ts';
import { wholeBank } from './bank.ts';
import { reviews } from './database.ts';
import { expect, test } from './fixtures.ts';
import { finishOnNextRating } from './time.ts';

async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const isFocused = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 40 && !(await isFocused()); presses += 1) {
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

test('by keyboard alone, from home to home', async ({ phone: { page }, served }) => {
  await page.clock.install();
  await openOffline(page, served.url);
  await tabTo(page, page.getByRole('button', { name: 'Start a 5-minute burst' }));
  await page.keyboard.press('Enter');
  await expect(question(page)).toBeFocused();
  for (const [index, key] of ['1', '2', '3', '4', 'ArrowLeft', 'ArrowRight'].entries()) {
    await page.keyboard.press('Space');
    await expect(answer(page)).toBeFocused();
    await page.keyboard.press(key);
    await expectCard(page, index + 2);
    await expect(question(page)).toBeFocused();
    await expect(page.getByRole('status')).toHaveText(
      new RegExp(`^Question ${index + 1} rated (blank|shaky|solid|nailed)\\.$`),
    );
  }
  await page.keyboard.press('Z');
  await expect(answer(page)).toBeFocused();
  await page.keyboard.press('4');
  await expectCard(page, 7);
  await finishOnNextRating(page);
  await tabTo(page, page.getByRole('button', { name: 'I know this' }));
  await page.keyboard.press('Enter');
  await expect(answer(page)).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: /^Shaky/ }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Burst done' })).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: 'Done for now' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Start a 5-minute burst' })).toBeVisible();

  const rated = await reviews(page);
  expect(rated.map(({ confidence }) => confidence)).toEqual([1, 2, 3, 4, 1, 3, 4, 2]);
  expect(rated.at(-1)?.prediction).toBe('sure');
});

test('Escape leaves the burst, which is kept', async ({ phone: { page }, served }) => {
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid']);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  await expectCard(page, 2);
});

test('keys that belong to something else rate nothing', async ({ phone: { page }, served }) => {
  await openOffline(page, served.url);
  await startBurst(page);
  await page.keyboard.press('3');
  await page.keyboard.press('ArrowRight');
  await expectCard(page, 1);
  await page.keyboard.press('Space');
  await expect(answer(page)).toBeFocused();
  await page.keyboard.press('Control+3');
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('5');
  await page.keyboard.press('Space');
  await expectCard(page, 1);
  await expect(answer(page)).toBeVisible();
  expect(await reviews(page)).toEqual([]);
});

test('by taps alone, from home to home', async ({ phone: { page }, served }) => {
  await page.clock.install();
  await openOffline(page, served.url);
  await page.getByRole('button', { name: 'Start a 5-minute burst' }).tap();
  for (const [index, rating] of (['Blank', 'Shaky', 'Solid', 'Nailed'] as const).entries()) {
    await page.getByRole('button', { name: index % 2 === 0 ? 'Not sure' : 'I know this' }).tap();
    await page.getByRole('button', { name: new RegExp(`^${rating}`) }).tap();
    await expectCard(page, index + 2);
  }
  await finishOnNextRating(page);
  await question(page).tap();
  await page.getByRole('button', { name: /^Solid/ }).tap();
  await expect(page.getByText('5 cards in 5 min')).toBeVisible();
  await page.getByRole('button', { name: 'Done for now' }).tap();
  await expect(page.getByRole('button', { name: 'Start a 5-minute burst' })).toBeVisible();
  const rated = await reviews(page);
  expect(rated.map(({ confidence }) => confidence)).toEqual([1, 2, 3, 4, 3]);
  expect(rated.map(({ prediction }) => prediction)).toEqual([
    'unsure',
    'sure',
    'unsure',
    'sure',
    'none',
  ]);
});

test('a tap on the card reveals without a prediction', async ({ phone: { page }, served }) => {
  await openOffline(page, served.url);
  await startBurst(page);
  await card(page).tap({ position: { x: 190, y: 500 } });
  await expect(answer(page)).toBeVisible();
  await rate(page, 'Solid');
  await expectSaved(page);
  expect((await reviews(page))[0]?.prediction).toBe('none');
});

test('a tap on the code of a question does not reveal', async ({ phone: { page }, served }) => {
  const withCode = wholeBank().cards.find(({ given }) => given.length > 0);
  await openCardInBurst(page, served.url, withCode?.id ?? '', 'question');
  await card(page).locator('pre').tap();
  await expect(page.getByText('both show the answer')).toBeVisible();
  await expect(answer(page)).toHaveCount(0);
  await question(page).tap();
  await expect(answer(page)).toBeVisible();
});

test('a screen reader finds one question, and no word of the answer before the reveal', async ({
  phone: { page },
  served,
}) => {
  await openOffline(page, served.url);
  await startBurst(page);
  for (let number = 1; number <= 4; number += 1) {
    await expectCard(page, number);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expect(page.getByRole('article')).toHaveCount(1);
    const asked = (await question(page).textContent())?.trim();
    const shown = wholeBank().cards.find(({ plainQuestion }) => plainQuestion === asked);
    const hidden = [shown?.say, ...(shown?.points ?? []), shown?.why].map(words);
    const before = flat(await page.locator('body').ariaSnapshot());
    expect(before).toContain(words(asked).slice(0, 30));
    for (const text of hidden) expect(before).not.toContain(text);

    await reveal(page);
    const after = flat(await page.locator('body').ariaSnapshot());
    for (const text of hidden) expect(after).toContain(text);
    await rate(page, 'Solid');
  }
});

test('each rating is announced, even one like the last, and so is taking it back', async ({
  phone: { page },
  served,
}) => {
  await openOffline(page, served.url);
  await startBurst(page);
  const status = page.getByRole('status');
  const said = [''];
  /** Other words than before, or nobody would hear them. */
  const says = async (words: RegExp) => {
    await expect.poll(() => status.textContent()).not.toBe(said.at(-1));
    await expect(status).toHaveText(words);
    said.push((await status.textContent()) ?? '');
  };
  for (const number of [1, 2, 3]) {
    await page.keyboard.press('Space');
    await expect(answer(page)).toBeFocused();
    await page.keyboard.press('3');
    await expectCard(page, number + 1);
    await says(/rated solid/i);
  }
  for (const number of [3, 2]) {
    await page.keyboard.press('z');
    await expectCard(page, number);
    await says(/taken back/i);
  }
  await page.keyboard.press('3');
  await expectCard(page, 3);
  await says(/rated solid/i);
});

test('while a card flies off, only the new question is there to read', async ({
  phone: { page },
  served,
}) => {
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid']);
  await reveal(page);
  await page.evaluate(() => {
    const look = new MutationObserver(() => {
      const articles = [...document.querySelectorAll('article')];
      if (articles.length < 2) return;
      const open = articles.filter((one) => !one.inert && one.ariaHidden !== 'true');
      Object.assign(globalThis, { openWhileFlying: open.map((one) => one.dataset['layer']) });
    });
    look.observe(document.body, { childList: true, subtree: true });
  });
  await rate(page, 'Solid');
  await expect
    .poll(() => page.evaluate(() => (globalThis as { openWhileFlying?: string[] }).openWhileFlying))
    .toEqual(['top']);
});

/** The first words of compiled HTML or text, as the snapshot shows them. */
function words(html: string | undefined): string {
  return flat((html ?? '').replace(/<[^>]*>/g, '')).slice(0, 24);
}

/** Letters only: quotes, entities and markup are written differently here and there. */
function flat(text: string): string {
  return text
    .replace(/&\w+;/g, '')
    .replace(/\b(code|text|paragraph|strong|emphasis|checkbox|listitem):?/g, '')
    .replace(/[^a-zA-Z]/g, '');
}
