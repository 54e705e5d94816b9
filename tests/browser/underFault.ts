// A short burst in which one call of IndexedDB goes wrong: no rating is lost or doubled, whatever it is.

import { expect, type Page } from '@playwright/test';
import { fold } from '../../src/memory/fold.ts';
import { byTime } from '../../src/memory/order.ts';
import { answer, expectSaved, question, rateByKeys, startBurst } from './app.ts';
import { armFault, disarmFault, type Kind } from './broken.ts';
import { contents, isReview } from './database.ts';

/** Two ratings, the second of which is taken back and given anew. */
async function rateAndUndo(page: Page): Promise<void> {
  await rateByKeys(page, 2);
  await page.keyboard.press('z');
  await expect(answer(page)).toBeFocused();
  await page.keyboard.press('4');
  await expect(question(page)).toBeFocused();
}

const DONE = [3, 3, 'undo', 4];

/** @returns whether the fault came to pass before the burst was over */
export async function rateUnderFault(page: Page, kind: Kind, left: number): Promise<boolean> {
  const before = new Set((await contents(page)).events.map(({ id }) => id));
  await armFault(page, kind, left);
  await startBurst(page);
  await rateAndUndo(page);
  const tryAgain = page.getByRole('button', { name: 'Try again' });
  const saved = page.getByText('saved', { exact: true });
  await expect(saved.or(tryAgain)).toBeAttached();
  const happened = await disarmFault(page);
  if (await tryAgain.isVisible()) await tryAgain.click();
  await expectSaved(page);
  await expect(page.getByRole('alert')).toHaveCount(0);
  const { events } = await contents(page);
  const news = events.filter(({ id }) => !before.has(id)).toSorted(byTime);
  const done = news.map((event) => (isReview(event) ? event.confidence : event.type));
  expect(done, `${kind} after ${left} calls`).toEqual(DONE);
  expect(events).toHaveLength(before.size + DONE.length);
  await page.goBack();
  await expect(page.getByRole('button', { name: /^Go on where you were/ })).toBeVisible();
  return happened;
}

/** What is on disk of memories is what the events on disk come to. */
export async function expectFolded(page: Page): Promise<void> {
  const { events, memories, settings } = await contents(page);
  expect(new Map(memories.map((memory) => [memory.card, memory]))).toEqual(fold(events).memories);
  expect(settings['marker']).toMatchObject({ events: events.length });
}
