// What the database does not take waits in a second place, and comes in at the next start.

import type { Page } from '@playwright/test';
import { openOffline, question, rateByKeys, rateCards, startBurst } from './app.ts';
import { failingWrites, setFault } from './broken.ts';
import { contents, reviews } from './database.ts';
import { expect, test } from './fixtures.ts';
import type { Served } from './served.ts';

const PREFIX = 'pocket-flask waiting ';

/** How many places hold events that wait. */
function places(page: Page): Promise<number> {
  return page.evaluate(
    (prefix) => Object.keys(localStorage).filter((key) => key.startsWith(prefix)).length,
    PREFIX,
  );
}

/** One rating on disk, and then two that the disk does not take. */
async function rateInVain(page: Page, served: Served): Promise<void> {
  await page.addInitScript(failingWrites);
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid']);
  await setFault(page, { failAll: true });
  await rateByKeys(page, 2);
  await expect(page.getByRole('alert')).toContainText('2 ratings are not saved yet');
}

test('ratings that could not be saved outlive the app, and the same card is up', async ({
  phone,
  served,
}) => {
  await rateInVain(phone.page, served);
  const asked = (await question(phone.page).textContent()) ?? '';
  await phone.close();
  const page = await phone.relaunch();
  await page.goto(served.url);
  await expect.poll(async () => (await reviews(page)).length).toBe(3);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect.poll(() => places(page)).toBe(0);
  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  await expect(question(page)).toHaveText(asked);
  await rateCards(page, ['Blank']);
  const { events, settings } = await contents(page);
  expect(new Set(events.map(({ id }) => id)).size).toBe(4);
  expect(settings['marker']).toMatchObject({ events: 4 });
});

test('while the disk takes nothing they stay, are not multiplied, and hide no others', async ({
  phone: { page },
  served,
}) => {
  await rateInVain(page, served);
  await page.evaluate((prefix) => localStorage.setItem(`${prefix}0`, '[{"id":'), PREFIX);
  await page.addInitScript(() => {
    Object.assign((globalThis as unknown as { fault: object }).fault, {
      failAll: sessionStorage.getItem('mended') === null,
    });
  });
  for (let starts = 0; starts < 3; starts += 1) {
    await page.reload();
    await expect(page.getByRole('alert')).toContainText('2 ratings are not saved yet');
  }
  await page.evaluate(() => sessionStorage.setItem('mended', 'yes'));
  await page.reload();
  await expect.poll(async () => (await reviews(page)).length).toBe(3);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect.poll(() => places(page)).toBe(0);
});
