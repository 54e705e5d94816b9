// The server dies in the middle of an answer: nothing half is ever used, and what was whole stays whole.

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { leaveBurst, openOffline, rateCards, startBurst } from '../browser/app.ts';
import { wholeBank } from '../browser/bank.ts';
import { buildVariant, DIST } from '../browser/build.ts';
import { reviews } from '../browser/database.ts';
import { precached } from '../browser/files.ts';
import { expect, test } from '../browser/fixtures.ts';
import { type Served, serve } from '../browser/served.ts';
import {
  comeBack,
  countLoads,
  expectComplete,
  findUpdate,
  newWorkers,
  shownVersion,
} from '../browser/updating.ts';
import { note } from './note.ts';

const UNREACHABLE = /ERR_|Failed to load|Failed to fetch|bad-precaching|error occurred/;

/** A new process on the same origin. */
function bringBack({ url }: Served, folder: string): Promise<Served> {
  return serve(folder, { port: Number(new URL(url).port) });
}

/** How many files the service worker has by now. */
function kept(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const [name = ''] = (await caches.keys()).filter((key) => key.includes('precache'));
    return (await (await caches.open(name)).keys()).length;
  });
}

/** Without a network every topic is there, one card of each, and a burst can be rated. */
async function expectWhole(page: Page, url: string): Promise<void> {
  await openOffline(page, url);
  const { bank, cards } = wholeBank();
  for (const { id } of bank.topics) {
    const card = cards.find(({ topic }) => topic === id);
    await page.goto(`${url}#/card/${card?.id}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(card?.plainQuestion ?? '');
  }
  expect(await shownVersion(page)).toBe(bank.version);
  await page.getByRole('link', { name: 'Study', exact: true }).click();
  const before = (await reviews(page)).length;
  await startBurst(page);
  await rateCards(page, ['Solid', 'Blank', 'Nailed']);
  expect(await reviews(page)).toHaveLength(before + 3);
}

test('a first install: the app says that it is not ready offline, and is when the server is back', async ({
  phone,
  served,
}) => {
  phone.tolerate(UNREACHABLE);
  const files = precached(DIST).length;
  await served.dieAfter(Math.floor(files * 0.6));
  await phone.page.goto(served.url);
  await served.died();
  await expect(phone.page.getByText('not ready offline')).toBeVisible();
  const first = await kept(phone.page);
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(files);

  const again = await bringBack(served, DIST);
  await openOffline(phone.page, served.url);
  expect(await kept(phone.page)).toBe(files);
  await again.kill();
  await phone.kill();
  await expectWhole(await phone.relaunch(), served.url);
  note(
    `a first install broken off at ${first} of ${files} files: told, and whole at the next visit`,
  );
});

/** Changes one card of every topic. */
async function changeCards(root: string): Promise<void> {
  for (const { id } of wholeBank().bank.topics) {
    const folder = join(root, 'content', id);
    const cards = (await readdir(folder)).filter((name) => name.endsWith('.md'));
    for (const name of cards) {
      const file = join(folder, name);
      const card = await readFile(file, 'utf8');
      const changed = card.replace(/supports: .*/, 'supports: changed in the next build');
      await writeFile(file, changed);
      if (changed !== card) break;
    }
  }
}

test('an update: the old version stays whole, and the new one comes once when the server is back', async ({
  phone,
  served,
}) => {
  phone.tolerate(UNREACHABLE);
  const next = await buildVariant('halfway', changeCards);
  const known = new Set(precached(DIST));
  const news = precached(next).filter((file) => !known.has(file)).length;
  expect(news).toBeGreaterThan(20);
  await openOffline(phone.page, served.url);
  await startBurst(phone.page);
  await rateCards(phone.page, ['Solid']);

  await served.deploy(next);
  await served.dieAfter(Math.floor(news / 2));
  await comeBack(phone.page);
  await served.died();
  await expect.poll(() => newWorkers(phone.page)).toEqual([]);
  await rateCards(phone.page, ['Solid']);
  await leaveBurst(phone.page);
  await phone.kill();
  await expectWhole(await phone.relaunch(), served.url);

  const again = await bringBack(served, next);
  const { page } = phone;
  await expectComplete(page);
  const loads = countLoads(page);
  await findUpdate(page, again, next);
  await rateCards(page, ['Shaky']);
  expect(loads()).toBe(0);
  await leaveBurst(page);
  await expect.poll(loads).toBe(1);
  await expect(page.getByText('ready offline')).toBeVisible();
  expect(await shownVersion(page)).not.toBe(wholeBank().bank.version);
  await page.getByRole('link', { name: 'Study', exact: true }).click();
  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  await rateCards(page, ['Nailed']);
  await leaveBurst(page);
  await comeBack(page);
  expect((await reviews(page)).map(({ confidence }) => confidence)).toEqual([3, 3, 3, 1, 4, 2, 4]);
  expect(loads()).toBe(1);
  await again.stop();
  note(
    `an update broken off within ${news} new files: the old version whole, then the new one, once`,
  );
});
