// The app as a learner uses it: the words on its screens, and the ways through a burst.

import { expect, type Locator, type Page } from '@playwright/test';
import { write } from './database.ts';
import { fling } from './touch.ts';

export type Rating = 'Blank' | 'Shaky' | 'Solid' | 'Nailed';

/** Opens the app and waits until the tunnel may come. */
export async function openOffline(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByText('ready offline')).toBeVisible();
}

export async function startBurst(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Start a (new )?\d+-minute burst$/ }).click();
  await expect(question(page)).toBeVisible();
}

/** The card in use, of all those on the pile. */
export function card(page: Page): Locator {
  return page.locator('article[data-layer=top]');
}

export function question(page: Page): Locator {
  return card(page).getByRole('heading', { level: 1 });
}

export function answer(page: Page): Locator {
  return card(page).getByRole('group', { name: 'Answer' });
}

export async function reveal(page: Page, by = 'I know this'): Promise<void> {
  await page.getByRole('button', { name: by }).click();
  await expect(answer(page)).toBeVisible();
}

export async function rate(page: Page, rating: Rating): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${rating}`) }).click();
}

/** Reveals the card that is up and flicks it away, with a finger. */
export async function revealAndFling(page: Page, direction: 'left' | 'right'): Promise<void> {
  const button = direction === 'right' ? 'I know this' : 'Not sure';
  await page.getByRole('button', { name: button }).tap();
  await expect(answer(page)).toBeVisible();
  await fling(page, direction);
}

/** Waits until this card of the burst is up, 1 being the first. */
export async function expectCard(page: Page, number: number): Promise<void> {
  const header = page.locator('main > header');
  await expect(header.getByText(new RegExp(`^card ${number}\\b`))).toBeVisible();
}

/** Waits for the receipt: all ratings so far are on disk. */
export async function expectSaved(page: Page): Promise<void> {
  await expect(page.getByText('saved', { exact: true })).toBeAttached();
}

/** Reveals and rates so many cards by buttons, each on disk before the next. */
export async function rateCards(page: Page, ratings: readonly Rating[]): Promise<void> {
  for (const rating of ratings) {
    await reveal(page);
    await rate(page, rating);
    await expect(page.getByRole('button', { name: 'I know this' })).toBeVisible();
    await expectSaved(page);
  }
}

/** Reveals and rates solid by keyboard, whether or not it can be saved. */
export async function rateByKeys(page: Page, times: number): Promise<void> {
  for (let left = times; left > 0; left -= 1) {
    await expect(question(page)).toBeFocused();
    await page.keyboard.press('Space');
    await expect(answer(page)).toBeFocused();
    await page.keyboard.press('3');
  }
  await expect(question(page)).toBeFocused();
}

export async function leaveBurst(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Leave the burst; it is kept' }).click();
  await expect(page.getByRole('button', { name: /^Go on where you were/ })).toBeVisible();
}

/** A face of this very card, reached as a burst that was cut off there. */
export async function openCardInBurst(
  page: Page,
  url: string,
  card: string,
  kind: 'question' | 'answer',
): Promise<void> {
  await openOffline(page, url);
  const place = { kind, card, prediction: 'none' };
  const burst = { id: 'cut-off', minutes: 5, startedAt: Date.now(), spentMs: 0, place };
  await write(page, { settings: { burst } });
  await page.reload();
  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  await expect(kind === 'question' ? question(page) : answer(page)).toBeVisible();
}
