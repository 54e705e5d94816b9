// The phone may kill the app at any moment: what was said to be saved is saved, and the burst goes on.

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
import { wholeBank } from './bank.ts';
import { bringIn, copyOf, openSettings, ratings } from './copies.ts';
import { bookmark, contents, reviews } from './database.ts';
import { expect, test } from './fixtures.ts';

async function leftSeconds(page: Page, text: string | RegExp): Promise<number> {
  const shown = await page.getByText(text).first().textContent();
  const [, minutes, seconds] = /(\d+):(\d\d) left/.exec(shown ?? '') ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

const RATED = ['Solid', 'Blank', 'Nailed'] as const;

test('killed on a question: every rating is there, and the same question', async ({
  phone,
  served,
}) => {
  await openOffline(phone.page, served.url);
  await startBurst(phone.page);
  await rateCards(phone.page, RATED);
  const asked = await question(phone.page).textContent();
  const left = await leftSeconds(phone.page, / left$/);
  const before = await contents(phone.page);
  await phone.kill();

  const page = await phone.relaunch();
  await page.goto(served.url);
  expect(await contents(page)).toEqual(before);
  expect((await reviews(page)).map(({ confidence }) => confidence)).toEqual([3, 1, 4]);
  const kept = await leftSeconds(page, /^Go on where you were/);
  expect(Math.abs(kept - left)).toBeLessThanOrEqual(5);

  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  await expect(question(page)).toHaveText(asked ?? '');
  await expectCard(page, 4);
  await expect(page.getByText('Where you left off')).toBeVisible();
  await expect(answer(page)).toHaveCount(0);

  await rateCards(page, ['Shaky']);
  await expectCard(page, 5);
  expect((await reviews(page)).map(({ confidence }) => confidence)).toEqual([3, 1, 4, 2]);
  expect(new Set((await reviews(page)).map(({ burst }) => burst)).size).toBe(1);
});

test('killed on an answer: every rating is there, and the same answer with its prediction', async ({
  phone,
  served,
}) => {
  await openOffline(phone.page, served.url);
  await startBurst(phone.page);
  await rateCards(phone.page, RATED);
  await reveal(phone.page, 'Not sure');
  const said = await answer(phone.page).textContent();
  await expect
    .poll(async () => bookmark(await contents(phone.page)))
    .toMatchObject({ place: { kind: 'answer', prediction: 'unsure' } });
  const before = await contents(phone.page);
  await phone.kill();

  const page = await phone.relaunch();
  await page.goto(served.url);
  expect(await contents(page)).toEqual(before);
  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  await expect(answer(page)).toHaveText(said ?? '');
  await expectCard(page, 4);

  await rate(page, 'Nailed');
  await expectCard(page, 5);
  await expectSaved(page);
  const rated = await reviews(page);
  expect(rated).toHaveLength(4);
  expect(rated[3]).toMatchObject({ confidence: 4, prediction: 'unsure' });
});

test('killed right after each receipt in turn: the count on disk is the count acknowledged', async ({
  phone,
  served,
}) => {
  await openOffline(phone.page, served.url);
  await startBurst(phone.page);
  for (let acknowledged = 1; acknowledged <= 4; acknowledged += 1) {
    await rateCards(phone.page, ['Solid']);
    await phone.kill();
    const page = await phone.relaunch();
    await page.goto(served.url);
    await page.getByRole('button', { name: /^Go on where you were/ }).click();
    await expectCard(page, acknowledged + 1);
    expect(await reviews(page)).toHaveLength(acknowledged);
  }
});

test('whatever is written waits for the disk itself, not only for the system’s memory of it', async ({
  phone: { page },
  served,
}) => {
  await page.addInitScript(() => {
    const writes: string[] = [];
    Object.assign(globalThis, { writes });
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
      const tx = begin.apply(this, args);
      if (tx.mode === 'readwrite') writes.push(`${[...tx.objectStoreNames]}: ${tx.durability}`);
      return tx;
    };
  });
  /** Of all that was written since the last look; stores, and how durably. */
  const written = () =>
    page.evaluate(() => {
      const { writes } = globalThis as unknown as { writes: string[] };
      return writes.splice(0);
    });
  const RATING = 'events,settings,states: strict';
  const IMPORT = 'events,settings,snapshots,states: strict';
  async function expectStrict(what: string, wanted: string): Promise<void> {
    const seen = await written();
    expect(seen, what).toContain(wanted);
    for (const each of seen) expect(each, what).toMatch(/: strict$/);
  }

  await openOffline(page, served.url);
  await written();
  await startBurst(page);
  await rateCards(page, ['Solid']);
  await expectStrict('a rating', RATING);
  await page.getByRole('button', { name: 'undo solid' }).click();
  await expect(answer(page)).toBeVisible();
  await expect.poll(async () => (await contents(page)).events.length).toBe(2);
  await expectStrict('an undo', RATING);

  const [first] = wholeBank().cards;
  await page.goto(`${served.url}#/card/${first?.id}`);
  await page.getByRole('button', { name: /^Star/ }).click();
  await expect.poll(async () => (await contents(page)).events.length).toBe(3);
  await expectStrict('a mark', RATING);

  await openSettings(page);
  await bringIn(page, copyOf(ratings('other', 3, [String(first?.id)])));
  await expectStrict('an import', IMPORT);
});
