// A short burst in which one call of IndexedDB goes wrong: no rating is lost or doubled, whatever it is.

import { expect, type Page } from '@playwright/test';
import { fold } from '../../src/memory/fold.ts';
import { expectSaved, rateByKeys, startBurst } from './app.ts';
import { armFault, disarmFault, type Kind } from './broken.ts';
import { contents, reviews } from './database.ts';

const RATED = 3;

/** @returns whether the fault came to pass before the burst was over */
export async function rateUnderFault(page: Page, kind: Kind, left: number): Promise<boolean> {
  const before = (await reviews(page)).length;
  await armFault(page, kind, left);
  await startBurst(page);
  await rateByKeys(page, RATED);
  const tryAgain = page.getByRole('button', { name: 'Try again' });
  const saved = page.getByText('saved', { exact: true });
  await expect(saved.or(tryAgain)).toBeAttached();
  const happened = await disarmFault(page);
  if (await tryAgain.isVisible()) await tryAgain.click();
  await expectSaved(page);
  await expect(page.getByRole('alert')).toHaveCount(0);
  const rated = await reviews(page);
  expect(rated.length - before, `${kind} after ${left} calls`).toBe(RATED);
  expect(new Set(rated.map(({ id }) => id)).size).toBe(rated.length);
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
