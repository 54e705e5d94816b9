// A card that a version of the app no longer has keeps its history, and comes back with it.

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Event } from '../../src/memory/event.ts';
import { leaveBurst, openCardInBurst, openOffline, rateCards } from '../browser/app.ts';
import { buildVariant } from '../browser/build.ts';
import { exportCopy, openSettings } from '../browser/copies.ts';
import { contents, reviews } from '../browser/database.ts';
import { expect, test } from '../browser/fixtures.ts';
import type { Served } from '../browser/served.ts';
import { expectFolded } from '../browser/underFault.ts';
import { countLoads, expectComplete, findUpdate } from '../browser/updating.ts';
import { note } from './note.ts';

/** No other card names it as a follow-up. */
const CARD = 'what-is-flask';
const NOTE = 'Ask me about the micro in it.';

async function withoutCard(root: string): Promise<void> {
  await rm(join(root, `content/flask-basics/${CARD}.md`));
  const retired = join(root, 'content/retired.txt');
  await writeFile(retired, `${await readFile(retired, 'utf8')}\n${CARD}\n`);
}

async function withOtherSource(root: string): Promise<void> {
  const file = join(root, `content/flask-basics/${CARD}.md`);
  const card = await readFile(file, 'utf8');
  await writeFile(file, card.replace(/supports: .*/, 'supports: back in the bank'));
}

/** What is on disk of the card, in the order of its ids. */
async function historyOf(page: Page): Promise<readonly Event[]> {
  return (await contents(page)).events.filter(({ card }) => card === CARD);
}

async function openCard(page: Page, { url }: Served): Promise<void> {
  await page.goto(`${url}#/card/${CARD}`);
}

/** Goes on with the burst, in which another version arrives, and leaves it for that version. */
async function update(page: Page, served: Served, next: string): Promise<void> {
  await page.getByRole('link', { name: 'Study', exact: true }).click();
  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  await expectComplete(page);
  const loads = countLoads(page);
  await findUpdate(page, served, next);
  await rateCards(page, ['Solid']);
  await leaveBurst(page);
  await expect.poll(loads).toBe(1);
  await expect(page.getByText('ready offline')).toBeVisible();
}

async function expectHistory(page: Page): Promise<void> {
  await expect(page.getByText(/^Nailed .* ready$/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Star' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByLabel('My note')).toHaveValue(NOTE);
}

test('three builds on one origin: with a card, without it, and with it again', async ({
  phone,
  served,
}) => {
  const without = await buildVariant('without', withoutCard);
  const again = await buildVariant('again', withOtherSource);
  let { page } = phone;
  await openCardInBurst(page, served.url, CARD, 'question');
  await rateCards(page, ['Nailed', 'Blank']);
  await leaveBurst(page);
  await openCard(page, served);
  await page.getByRole('button', { name: 'Star' }).click();
  await page.getByLabel('My note').fill(NOTE);
  await expect(page.getByText('Saved on this device.')).toBeVisible();
  await expectHistory(page);
  const history = await historyOf(page);
  expect(history.map(({ type }) => type).toSorted()).toEqual(['note', 'review', 'star']);

  await update(page, served, without);
  await openCard(page, served);
  await expect(page.getByRole('heading', { name: 'No such card' })).toBeVisible();
  expect(await historyOf(page)).toEqual(history);
  await openSettings(page);
  const copy = JSON.parse(await exportCopy(page)) as { events: readonly Event[] };
  expect(copy.events.filter(({ card }) => card === CARD)).toEqual(history);

  // A tab takes one update an hour.
  await phone.kill();
  page = await phone.relaunch();
  await openOffline(page, served.url);
  await update(page, served, again);
  await openCard(page, served);
  await expect(page.getByText('back in the bank')).toBeVisible();
  await expectHistory(page);
  expect(await historyOf(page)).toEqual(history);
  await expectFolded(page);
  expect(await reviews(page)).toHaveLength(4);
  note(
    `a card in three builds: its ${history.length} events were kept without it, and shown with it`,
  );
});
