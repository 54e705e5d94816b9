// A new version never takes a burst away: it waits, then comes exactly once.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { addresses } from './addresses.ts';
import {
  expectCard,
  expectSaved,
  leaveBurst,
  openOffline,
  question,
  rate,
  rateByKeys,
  rateCards,
  reveal,
  startBurst,
} from './app.ts';
import { wholeBank } from './bank.ts';
import { failingWrites, setFault } from './broken.ts';
import { buildVariant } from './build.ts';
import { bringIn, copyOf, exportCopy, openSettings, ratings } from './copies.ts';
import { reviews } from './database.ts';
import { expect, test } from './fixtures.ts';
import type { Phone } from './phone.ts';
import type { Served } from './served.ts';
import { finishOnNextRating } from './time.ts';
import { comeBack, countLoads, expectComplete, findUpdate, shownVersion } from './updating.ts';

const CHANGED = 'changed in the next build';

let next = '';

test.beforeAll(async () => {
  next = await buildVariant(`next-${test.info().parallelIndex}`, async (root) => {
    const file = join(root, 'content/flask-basics/what-is-flask.md');
    const card = await readFile(file, 'utf8');
    await writeFile(file, card.replace(/supports: .*/, `supports: ${CHANGED}`));
    // No file of the first build is left: whatever a page asks for late does not come.
    const config = join(root, 'vite.config.ts');
    const options = await readFile(config, 'utf8');
    await writeFile(config, options.replace('  build: {', "  build: {\n    assetsDir: 'next',"));
  });
});

const firstVersion = () => wholeBank().bank.version;

async function expectNewVersion(page: Page): Promise<void> {
  expect(await shownVersion(page)).not.toBe(firstVersion());
  await page.goto(`${page.url().split('#')[0]}#/card/what-is-flask`);
  await expect(page.getByText(CHANGED)).toBeVisible();
}

test('a burst goes on through an update, which comes once at home', async ({
  phone: { page },
  served,
}) => {
  await openOffline(page, served.url);
  expect(await shownVersion(page)).toBe(firstVersion());
  await page.getByRole('link', { name: 'Study', exact: true }).click();
  await startBurst(page);
  await rateCards(page, ['Solid']);
  await expectComplete(page);
  const loads = countLoads(page);
  await findUpdate(page, served, next);

  await rateCards(page, ['Blank', 'Shaky', 'Solid', 'Nailed', 'Solid']);
  expect(loads()).toBe(0);
  const asked = await question(page).textContent();
  const rated = await reviews(page);

  await page.getByRole('button', { name: 'Leave the burst; it is kept' }).click();
  await expect.poll(loads).toBe(1);
  await expect(page.getByText('ready offline')).toBeVisible();
  expect(await reviews(page)).toEqual(rated);
  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  await expect(question(page)).toHaveText(asked ?? '');
  await rateCards(page, ['Solid']);
  expect((await reviews(page)).map(({ confidence }) => confidence)).toEqual([3, 1, 2, 3, 4, 3, 3]);
  await page.getByRole('button', { name: 'Leave the burst; it is kept' }).click();
  await expectNewVersion(page);
  expect(loads()).toBe(1);
});

test('it comes once, too, where the browser never tells that the new worker took over', async ({
  phone: { page },
  served,
}) => {
  await page.addInitScript(() => {
    const listen = ServiceWorkerContainer.prototype.addEventListener;
    ServiceWorkerContainer.prototype.addEventListener = function (
      this: ServiceWorkerContainer,
      type: string,
      ...rest: [EventListenerOrEventListenerObject]
    ) {
      if (type !== 'controllerchange') listen.call(this, type, ...rest);
    };
  });
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid']);
  await expectComplete(page);
  const loads = countLoads(page);
  await findUpdate(page, served, next);
  expect(loads()).toBe(0);
  await page.getByRole('button', { name: 'Leave the burst; it is kept' }).click();
  await expect.poll(loads).toBe(1);
  await expect(page.getByText('ready offline')).toBeVisible();
  await startBurst(page);
  await rateCards(page, ['Solid', 'Solid', 'Solid', 'Solid']);
  await page.getByRole('button', { name: 'Leave the burst; it is kept' }).click();
  await expectNewVersion(page);
  expect(loads()).toBe(1);
});

test('it does not come while ratings cannot be saved, but once they are', async ({
  phone: { page },
  served,
}) => {
  await page.addInitScript(failingWrites);
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid']);
  await expectComplete(page);
  const loads = countLoads(page);
  await findUpdate(page, served, next);
  await setFault(page, { failAll: true });
  await rateByKeys(page, 2);
  await leaveBurst(page);
  await expect(page.getByRole('alert')).toContainText('2 ratings are not saved yet');
  await page.getByRole('button', { name: 'Try again' }).click();
  for (const screen of ['Topics', 'Study']) {
    await page.getByRole('link', { name: screen, exact: true }).click();
    // Longer than a new worker gets to take over.
    await page.waitForTimeout(2000);
  }
  await expect(page.getByRole('alert')).toContainText('2 ratings are not saved yet');
  expect(loads()).toBe(0);
  expect(await reviews(page)).toHaveLength(1);

  await setFault(page, { failAll: false });
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(loads).toBe(1);
  await expect(page.getByText('ready offline')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(await reviews(page)).toHaveLength(3);
  await expectNewVersion(page);
  expect(loads()).toBe(1);
});

test('an update that waited while the app was closed comes at the next start', async ({
  phone,
  served,
}) => {
  await openOffline(phone.page, served.url);
  await startBurst(phone.page);
  await rateCards(phone.page, ['Solid']);
  await findUpdate(phone.page, served, next);
  await phone.kill();
  const page = await phone.relaunch();
  await openOffline(page, served.url);
  await expect.poll(() => shownVersion(page)).not.toBe(firstVersion());
  expect(await reviews(page)).toHaveLength(1);
});

test('the Back button during a burst leads home, where it goes on', async ({
  phone: { page },
  served,
}) => {
  await openOffline(page, served.url);
  await page.getByRole('link', { name: 'Topics' }).click();
  await page.getByRole('link', { name: 'Study', exact: true }).click();
  const entries = await page.evaluate(() => history.length);
  await startBurst(page);
  await rateCards(page, ['Solid', 'Solid']);
  await expectSaved(page);
  expect(await page.evaluate(() => history.length)).toBe(entries + 1);
  const asked = await question(page).textContent();
  await page.goBack();
  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  await expect(question(page)).toHaveText(asked ?? '');
  await expectCard(page, 3);
  expect(await reviews(page)).toHaveLength(2);
});

test('on the summary, it comes once the burst is saved, and the summary is back', async ({
  phone: { page },
  served,
}) => {
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid']);
  await expectComplete(page);
  // Its time is taken on the clock that is there when one comes to it.
  await page.clock.install();
  await leaveBurst(page);
  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  const loads = countLoads(page);
  await findUpdate(page, served, next);
  await finishOnNextRating(page);
  await reveal(page);
  expect(loads()).toBe(0);
  await rate(page, 'Blank');
  await expect.poll(loads).toBe(1);
  const summary = page.getByRole('heading', { name: 'Burst done' });
  await expect(summary).toBeVisible();
  await expect(page.getByText('2 cards in 5 min')).toBeVisible();
  expect(await reviews(page)).toHaveLength(2);
  await page.getByRole('button', { name: 'Another 5 minutes' }).click();
  await rateCards(page, ['Solid', 'Solid']);
  await page.getByRole('button', { name: 'Leave the burst; it is kept' }).click();
  await expectNewVersion(page);
  expect(loads()).toBe(1);
});

/** Another tab at home, where nothing keeps the update away. */
async function updateElsewhere({ context }: Phone, served: Served): Promise<void> {
  const other = await context.newPage();
  await openOffline(other, served.url);
  const loads = countLoads(other);
  await served.deploy(next);
  await comeBack(other);
  await expect.poll(loads, { timeout: 30_000 }).toBe(1);
  await expect(other.getByText('ready offline')).toBeVisible();
  const kept = await other.evaluate(async () => {
    const caches = await self.caches.keys();
    const requests = caches.map(async (name) => (await self.caches.open(name)).keys());
    return (await Promise.all(requests)).flat().map(({ url }) => url);
  });
  expect(kept.filter((url) => url.includes('/assets/'))).toEqual([]);
}

async function open(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
}

test('taken in another tab, it leaves an old one its burst, every screen and an import', async ({
  phone,
  served,
}) => {
  const { page } = phone;
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid']);
  await expectComplete(page);
  const loads = countLoads(page);
  // On a slow machine the other tab's quiet moment may come after its update: its files are gone.
  phone.tolerate(/404/);
  await updateElsewhere(phone, served);

  await page.bringToFront();
  await rateCards(page, ['Blank', 'Nailed']);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  for (const [hash, heading] of addresses()) {
    await open(page, hash);
    await expect(page.getByRole('heading', { level: 1, name: heading }), hash).toBeVisible();
    await expect(page.getByText('could not be loaded'), hash).toHaveCount(0);
  }
  await openSettings(page);
  const [card] = wholeBank().cards;
  await bringIn(page, copyOf(ratings('other', 3, [String(card?.id)])));
  await exportCopy(page);
  expect(loads()).toBe(0);

  await page.getByRole('link', { name: 'Study', exact: true }).click();
  await expect.poll(loads).toBe(1);
  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  await expectCard(page, 4);
  expect(await reviews(page)).toHaveLength(6);
});

test('an old page that lacks a file brings the new one, but in no burst and with nothing unsaved', async ({
  phone,
  served,
}) => {
  const { page } = phone;
  await page.addInitScript(failingWrites);
  // The quiet moment never comes in which the files are fetched.
  await page.addInitScript(() => {
    const wait = window.setTimeout as (run: () => void, ms?: number, ...rest: unknown[]) => number;
    const never = (run: () => void, ms?: number, ...rest: unknown[]) =>
      ms === 3000 ? 0 : wait(run, ms, ...rest);
    Object.assign(window, { setTimeout: never });
  });
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid']);
  const loads = countLoads(page);
  await updateElsewhere(phone, served);
  phone.tolerate(/404/);

  await page.bringToFront();
  await setFault(page, { failAll: true });
  await rateByKeys(page, 1);
  await page.keyboard.press('?');
  await expect(page.getByText('This screen could not be loaded.')).toBeVisible();
  await setFault(page, { failAll: false });
  const unsaved = page.getByRole('alert').filter({ hasText: 'not saved yet' });
  await unsaved.getByRole('button', { name: 'Try again' }).click();
  await expect(unsaved).toHaveCount(0);
  await expectCard(page, 3);
  await setFault(page, { failAll: true });
  await page.getByRole('button', { name: 'I know this' }).click();
  await rate(page, 'Nailed');
  await expect(unsaved).toBeVisible();
  await open(page, '#/guide');
  await expect(page.getByRole('heading', { name: 'Not loaded' }).last()).toBeVisible();
  expect(loads()).toBe(0);
  expect(await reviews(page)).toHaveLength(2);

  await setFault(page, { failAll: false });
  await unsaved.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Cheat sheet' })).toBeVisible();
  expect(loads()).toBe(1);
  expect(await reviews(page)).toHaveLength(3);
});
