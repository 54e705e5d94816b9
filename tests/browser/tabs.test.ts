// Two tabs of the app at once: each has its own burst, and the log has everybody's ratings.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import {
  expectCard,
  leaveBurst,
  openOffline,
  question,
  rateByKeys,
  rateCards,
  startBurst,
} from './app.ts';
import { buildVariant } from './build.ts';
import { reviews } from './database.ts';
import { expect, test } from './fixtures.ts';
import { expectFolded } from './underFault.ts';

test('a burst in one tab does not come up by itself in another, which may have its own', async ({
  phone,
  served,
}) => {
  const { page } = phone;
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid']);
  const asked = await question(page).textContent();

  const other = await phone.context.newPage();
  await openOffline(other, served.url);
  await expect(other.getByRole('button', { name: 'Start a new 5-minute burst' })).toBeVisible();
  await expect(question(other)).toHaveCount(0);
  await startBurst(other);
  await expectCard(other, 1);
  await rateCards(other, ['Blank', 'Blank']);

  await page.bringToFront();
  await expectCard(page, 2);
  await expect(question(page)).toHaveText(asked ?? '');
  await rateCards(page, ['Nailed']);
  await leaveBurst(page);
  await expectCard(other, 3);
  expect((await reviews(page)).map(({ confidence }) => confidence)).toEqual([3, 1, 1, 4]);
});

test('when both rate, no rating is lost', async ({ phone, served }) => {
  const { page } = phone;
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid']);
  const other = await phone.context.newPage();
  await openOffline(other, served.url);
  await startBurst(other);
  for (let round = 0; round < 3; round += 1) {
    await page.bringToFront();
    await rateCards(page, ['Nailed']);
    await other.bringToFront();
    await rateCards(other, ['Blank']);
  }
  const rated = await reviews(page);
  const given = (burst: string | undefined) =>
    rated.filter((review) => review.burst === burst).map(({ confidence }) => confidence);
  expect(rated).toHaveLength(7);
  expect(given(rated[0]?.burst)).toEqual([3, 4, 4, 4]);
  expect(given(rated.find(({ confidence }) => confidence === 1)?.burst)).toEqual([1, 1, 1]);
  await expectFolded(page);
});

test('what one tab rates and chooses, the other one shows without a reload', async ({
  phone,
  served,
}) => {
  const { page } = phone;
  await openOffline(page, served.url);
  const other = await phone.context.newPage();
  await openOffline(other, served.url);
  const shown = () =>
    other.getByRole('img', { name: /^Flask filled to/ }).getAttribute('aria-label');
  const before = await shown();
  await page.bringToFront();
  await page.getByText('10 min', { exact: true }).click();
  await expect(other.getByRole('radio', { name: '10 min' })).toBeChecked();
  await startBurst(page);
  await rateCards(page, ['Nailed', 'Nailed', 'Nailed']);
  await expect.poll(shown).not.toBe(before);
  await page.goBack();
  const own = page.getByRole('img', { name: /^Flask filled to/ });
  await expect(own).toHaveAttribute('aria-label', (await shown()) ?? '');
});

test.describe('one burst', () => {
  const elsewhere = (page: Page) =>
    page.getByRole('heading', { name: 'This burst is open in another tab' });
  const goOnHere = (page: Page) => page.getByRole('button', { name: 'Go on here' });

  test('is in one tab at a time: taken over with its card, kept by a reload, freed by closing', async ({
    phone,
    served,
  }) => {
    const { page } = phone;
    await openOffline(page, served.url);
    await startBurst(page);
    await rateCards(page, ['Solid']);
    const asked = (await question(page).textContent()) ?? '';

    const other = await phone.context.newPage();
    await other.goto(`${served.url}#/burst`);
    await expect(elsewhere(other)).toBeVisible();
    await page.reload();
    await expect(question(page)).toHaveText(asked);

    await other.bringToFront();
    await goOnHere(other).click();
    await expect(question(other)).toHaveText(asked);
    await expectCard(other, 2);
    await expect(elsewhere(page)).toBeVisible();
    await rateCards(other, ['Blank']);
    const next = (await question(other).textContent()) ?? '';

    await other.close();
    await page.bringToFront();
    await page.reload();
    await expect(question(page)).toHaveText(next);
    await expectCard(page, 3);
    expect((await reviews(page)).map(({ confidence }) => confidence)).toEqual([3, 1]);
  });

  test('of each of two tabs outlives a kill; the one begun last is offered', async ({
    phone,
    served,
  }) => {
    await openOffline(phone.page, served.url);
    await startBurst(phone.page);
    await rateCards(phone.page, ['Solid']);
    const other = await phone.context.newPage();
    await openOffline(other, served.url);
    await startBurst(other);
    await rateCards(other, ['Blank', 'Shaky']);
    const asked = (await question(other).textContent()) ?? '';
    await phone.kill();
    const page = await phone.relaunch();
    await page.goto(served.url);
    await page.getByRole('button', { name: /^Go on where you were/ }).click();
    await expect(question(page)).toHaveText(asked);
    await expectCard(page, 3);
    expect(await reviews(page)).toHaveLength(3);
  });
});

test.describe('a newer version in another tab', () => {
  let next = '';

  test.beforeAll(async () => {
    next = await buildVariant(`schema-${test.info().parallelIndex}`, async (root) => {
      const file = join(root, 'src/store/database.ts');
      const source = await readFile(file, 'utf8');
      const more = "  (db) => {\n    db.createObjectStore('newer' as never);\n  },\n];\n\n/**";
      const changed = source.replace('];\n\n/**', more);
      expect(changed).not.toBe(source);
      await writeFile(file, changed);
    });
  });

  test.beforeEach(async ({ phone }) => {
    // The older tab’s files are gone, and it may not have brought in all of them yet.
    phone.tolerate(/status of 404/);
    // Without a service worker a new tab gets what is deployed.
    await phone.context.addInitScript(() => {
      delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker;
    });
  });

  test('takes over the storage: the older tab says so, keeps its rating, and a reload brings it in', async ({
    phone,
    served,
  }) => {
    const { page } = phone;
    await page.goto(served.url);
    await startBurst(page);
    await rateCards(page, ['Solid']);
    await served.deploy(next);
    const other = await phone.context.newPage();
    await other.goto(served.url);
    await expect(other.getByRole('button', { name: /^Go on where you were/ })).toBeVisible();
    await expect(other.getByRole('alert')).toHaveCount(0);

    await page.bringToFront();
    await rateByKeys(page, 2);
    const notice = page.getByRole('alert');
    await expect(notice).toContainText('2 ratings are not saved yet');
    await expect(notice).toContainText('A newer version of Pocket Flask runs in another tab');
    const asked = (await question(page).textContent()) ?? '';
    // However late it comes, the burst waits for what brings those ratings back.
    await page.route(/\/upkeep-[^/]+\.js$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await notice.getByRole('button', { name: 'Reload' }).click();
    await expect(question(page)).toHaveText(asked);
    await expect(notice).toHaveCount(0);
    await expect.poll(async () => (await reviews(page)).length).toBe(3);
    await rateCards(page, ['Nailed']);
    expect(await reviews(page)).toHaveLength(4);
  });

  test('that an open tab does not let in names that tab', async ({ phone, served }) => {
    const { page } = phone;
    await page.addInitScript(() => {
      IDBDatabase.prototype.close = () => undefined;
    });
    await page.goto(served.url);
    await startBurst(page);
    await served.deploy(next);
    const other = await phone.context.newPage();
    await other.goto(served.url);
    await expect(other.getByRole('alert')).toContainText('Close the tab “Burst · Pocket Flask”');
    await page.close();
    await other.getByRole('alert').getByRole('button', { name: 'Reload' }).click();
    await expect(other.getByRole('button', { name: /^(Start|Go on)/ }).first()).toBeVisible();
    await expect(other.getByRole('alert')).toHaveCount(0);
  });
});
