// A browser that empties the database is found out: nothing is begun anew before the learner has chosen.

import type { Page } from '@playwright/test';
import { expectSaved, openOffline, rateByKeys, rateCards, startBurst } from './app.ts';
import { wholeBank } from './bank.ts';
import { bringIn, type Copy, copyOf, exportCopy, openSettings, ratings } from './copies.ts';
import { contents, everything, removeEvents, reviews } from './database.ts';
import { expect, test } from './fixtures.ts';
import type { Phone } from './phone.ts';

const [CARD] = wholeBank().cards;
const NOTHING = '{"events":[[],[]],"settings":[[],[]],"snapshots":[[],[]],"states":[[],[]]}';

const lost = (page: Page) =>
  page.getByRole('heading', { name: 'Your ratings are gone from this device' });
const start = (page: Page) => page.getByRole('button', { name: 'Start a 5-minute burst' });

async function clear({ context, page }: Phone, url: string, storageTypes: string): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: new URL(url).origin, storageTypes });
}

/** Three ratings, and then no database, while the app was closed. */
async function wipe(phone: Phone, url: string, storageTypes = 'indexeddb'): Promise<void> {
  const { page } = phone;
  await openOffline(page, url);
  await startBurst(page);
  await rateCards(page, ['Solid', 'Nailed', 'Blank']);
  await page.goto('about:blank');
  await clear(phone, url, storageTypes);
}

test('an emptied database is told, nothing is written, and a copy brings all of it back', async ({
  phone,
  served,
}) => {
  const { page } = phone;
  await wipe(phone, served.url);
  for (let times = 0; times < 2; times += 1) {
    await page.goto(served.url);
    await expect(lost(page)).toBeVisible();
    await expect(page.getByText('There were 3 ratings and marks here')).toBeVisible();
    expect(await everything(page)).toBe(NOTHING);
    await page.goto('about:blank');
  }
  await page.goto(served.url);
  const kept = ratings('kept', 5, [CARD?.id ?? '']);
  await page.getByLabel('Import a copy').setInputFiles({
    name: 'pocket-flask.json',
    mimeType: 'application/json',
    buffer: Buffer.from(copyOf(kept)),
  });
  await page.getByRole('button', { name: 'Add them' }).click();
  await expect(page.getByRole('link', { name: 'Study', exact: true })).toBeVisible();
  await expect(lost(page)).toHaveCount(0);
  expect(await reviews(page)).toHaveLength(5);
});

test('the copy that the app keeps itself brings everything back', async ({ phone, served }) => {
  const { page } = phone;
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid', 'Nailed', 'Blank']);
  await page.keyboard.press('z');
  await expectSaved(page);
  await page.keyboard.press('Escape');
  await expect.poll(() => reserved(page)).toBe(1);
  const { events } = await contents(page);
  expect(events).toHaveLength(4);

  await page.goto('about:blank');
  await clear(phone, served.url, 'indexeddb');
  await page.goto(served.url);
  await expect(lost(page)).toBeVisible();
  await expect(page.getByText(/^The app kept a copy of its own, of \d/)).toBeVisible();
  await page.getByRole('button', { name: 'Bring the app’s own copy back' }).click();
  await expect(page.getByText('Adds 3 ratings, 1 other event')).toBeVisible();
  await page.getByRole('button', { name: 'Add them' }).click();
  await expect(page.getByRole('link', { name: 'Study', exact: true })).toBeVisible();
  expect((await contents(page)).events).toEqual(events);
});

test('events that are gone from a database that is still there are missed, too', async ({
  phone: { page },
  served,
}) => {
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid', 'Nailed', 'Blank']);
  await page.keyboard.press('Escape');
  await expect.poll(() => reserved(page)).toBe(1);
  const { events } = await contents(page);
  await removeEvents(page);
  await page.reload();
  await expect(lost(page)).toBeVisible();
  await page.reload();
  await expect(page.getByText('There were 3 ratings and marks here')).toBeVisible();
  await page.getByRole('button', { name: 'Bring the app’s own copy back' }).click();
  await page.getByRole('button', { name: 'Add them' }).click();
  await expect(page.getByRole('link', { name: 'Study', exact: true })).toBeVisible();
  expect((await contents(page)).events).toEqual(events);
});

/** How many copies there are outside the database. */
function reserved(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const cache = await caches.open('pocket-flask-reserve');
    return (await cache.keys()).length;
  });
}

test('starting again begins as on the first day, and is not asked for twice', async ({
  phone,
  served,
}) => {
  const { page } = phone;
  await wipe(phone, served.url);
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Start again without them' }).click();
  await expect(page.getByRole('heading', { name: 'Your interview' })).toBeVisible();
  await page.reload();
  await expect(start(page)).toBeVisible();
  expect((await contents(page)).events).toEqual([]);
});

test('where the browser has removed everything, it is the first day', async ({ phone, served }) => {
  await wipe(phone, served.url, 'all');
  await phone.page.goto(served.url);
  await expect(start(phone.page)).toBeVisible();
  await expect(lost(phone.page)).toHaveCount(0);
});

test('a database removed under an open burst is not begun anew; what was rated since is kept', async ({
  phone,
  served,
}) => {
  const { page } = phone;
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid', 'Nailed']);
  await clear(phone, served.url, 'indexeddb');
  await rateByKeys(page, 1);
  const notice = page.getByRole('alert');
  await expect(notice).toContainText('The browser has removed what was saved here');
  await notice.getByRole('button', { name: 'Try again' }).click();
  await expect(notice).toContainText('1 rating is not saved yet');
  const { events } = JSON.parse(await exportCopy(page)) as Copy;
  expect(events).toHaveLength(1);
  await expect(notice.first()).toContainText('That file has only what is not saved yet');
  await notice.first().getByRole('button', { name: 'Reload' }).click();
  await expect(lost(page)).toBeVisible();
  await expect(page.getByText('No copy was ever exported here')).toBeVisible();
  expect(await everything(page)).toBe(NOTHING);
  await page.getByRole('button', { name: 'Start again without them' }).click();
  await expect.poll(async () => (await reviews(page)).length).toBe(1);
});

test('an import that was taken back is no loss', async ({ phone: { page }, served }) => {
  await openOffline(page, served.url);
  await openSettings(page);
  await bringIn(page, copyOf(ratings('theirs', 4, [CARD?.id ?? ''])));
  await page.reload();
  await page.getByRole('button', { name: /^Take the last import back/ }).click();
  await expect(page.getByText('everything is as it was before that import')).toBeVisible();
  await page.goto(served.url);
  await page.reload();
  await expect(start(page)).toBeVisible();
  await expect(lost(page)).toHaveCount(0);
  await startBurst(page);
  await rateCards(page, ['Solid']);
  await expectSaved(page);
});
