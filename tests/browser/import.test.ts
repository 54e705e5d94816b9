// A file is looked at before anything is changed, added whole or not at all, and can be taken back.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openOffline, rateCards, startBurst } from './app.ts';
import { wholeBank } from './bank.ts';
import { bringIn, choose, copyOf, exportCopy, openSettings, ratings } from './copies.ts';
import { contents, everything, write } from './database.ts';
import { expect, test } from './fixtures.ts';
import { startPhone } from './phone.ts';

const CARDS = wholeBank().cards.map(({ id }) => String(id));

const NASTY: readonly (readonly [name: string, text: string | Buffer, said: RegExp])[] = [
  ['an empty file', '', /it is not JSON/],
  ['a web page', '<!doctype html><title>Log in</title>', /it is not JSON/],
  ['a PDF', Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj', 'latin1'), /it is not JSON/],
  ['an export cut off', copyOf(ratings('x', 5, CARDS)).slice(0, -20), /it is not JSON/],
  ['30 MB of nothing', Buffer.alloc(30_000_000, 32), /it is not JSON/],
  ['another app’s list', '[{"front":"?","back":"!"}]', /not made by Pocket Flask/],
  ['another app’s export', copyOf([], { app: 'anki' }), /not made by Pocket Flask/],
  ['a newer format', copyOf([], { format: 2 }), /made by a newer version/],
  ['no list of events', '{"app":"pocket-flask","format":1}', /has no list of events/],
  ['nothing in it', copyOf([]), /^Nothing new\.$/],
  [
    'only damaged events',
    copyOf([1, null, { id: 'x', type: 'review' }]),
    /3 damaged events left out/,
  ],
];

test('a file that brings nothing gets its sentence, and changes nothing', async ({
  phone: { page },
  served,
}) => {
  await openOffline(page, served.url);
  await write(page, { events: ratings('mine', 3, CARDS) });
  await page.reload();
  await openSettings(page);
  const before = await everything(page);
  for (const [name, file, said] of NASTY) {
    await choose(page, file);
    await expect(page.getByText(said), name).toBeVisible();
    await expect(page.getByRole('button', { name: 'Add them' }), name).toHaveCount(0);
    expect(await everything(page), name).toBe(before);
  }
});

test('it is told what a file would do; adding does it, and taking it back undoes it', async ({
  phone: { page },
  served,
}) => {
  await openOffline(page, served.url);
  const mine = ratings('mine', 40, CARDS);
  await write(page, { events: mine });
  await page.reload();
  await openSettings(page);
  const before = await everything(page);
  const theirs = [...ratings('theirs', 130, CARDS), ...ratings('gone', 2, ['gone-1', 'gone-2'])];
  const copy = copyOf([...mine, ...theirs, theirs[0]]);
  await choose(page, copy);
  const said = 'Adds 132 ratings, 40 already here, 2 unknown cards kept.';
  await expect(page.getByText(said)).toBeVisible();
  expect(await everything(page)).toBe(before);

  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText(said)).toHaveCount(0);
  expect(await everything(page)).toBe(before);

  await bringIn(page, copy);
  await expect(page.getByText('Done: 132 ratings added.')).toBeVisible();
  await expect(page.getByText('172 ratings, undos and marks on this device')).toBeVisible();
  await choose(page, copy);
  await expect(page.getByText('Nothing new, 172 already here, 2 unknown cards')).toHaveCount(0);
  await expect(page.getByText('Nothing new, 172 already here.')).toBeVisible();
  await page.getByRole('button', { name: 'All right' }).click();

  await page.getByRole('button', { name: 'Take the last import back (132 events)' }).click();
  await expect(page.getByText('everything is as it was before that import')).toBeVisible();
  expect(await everything(page)).toBe(before);
  await page.reload();
  await expect(page.getByText('40 ratings, undos and marks on this device')).toBeVisible();
});

test('a long import shows how far it is', async ({ phone: { page }, served }) => {
  await openOffline(page, served.url);
  await openSettings(page);
  await page.evaluate(() => {
    const shares: number[] = [];
    Object.assign(globalThis, { shares });
    new MutationObserver(() => {
      const bar = document.querySelector('progress');
      if (bar) shares.push(bar.value);
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  await bringIn(page, copyOf(ratings('many', 8000, CARDS)));
  const shares = await page.evaluate(() => (globalThis as unknown as { shares: number[] }).shares);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(new Set(shares).size).toBeGreaterThan(5);
  expect((await contents(page)).events).toHaveLength(8000);
});

test('what a file says is text wherever it is shown', async ({ phone: { page }, served }) => {
  await openOffline(page, served.url);
  await openSettings(page);
  const html = '<img src="x" onerror="document.title=1"><script>document.title=2</script>';
  const [card = ''] = CARDS;
  const events = [
    { id: html, type: 'note', at: 1, card, text: html },
    { id: 'star', type: 'star', at: 1, card },
    ...ratings(html, 2, [html]),
  ];
  await bringIn(page, copyOf(events));
  await page.goto(`${served.url}#/card/${card}`);
  await expect(page.getByLabel('My note')).toHaveValue(html);
  await page.goto(`${served.url}#/progress`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('img[src=x], main script')).toHaveCount(0);
});

test('two devices that exchange their files both ways end equal', async ({ phone, served }) => {
  const profile = await mkdtemp(join(tmpdir(), 'pocket-flask-other-'));
  const other = await startPhone(profile, served.url);
  try {
    const first = await live(phone.page, served.url, ['Solid', 'Blank']);
    const second = await live(other.page, served.url, ['Nailed', 'Shaky', 'Solid']);
    await bringIn(phone.page, second);
    await bringIn(other.page, first);
    const [a, b] = [await contents(phone.page), await contents(other.page)];
    expect(a.events).toHaveLength(5);
    expect(b.events).toEqual(a.events);
    expect(b.memories).toEqual(a.memories);
    for (const key of ['interview', 'levels', 'topicsOff', 'minutes', 'marker']) {
      expect(b.settings[key], key).toEqual(a.settings[key]);
    }
    expect(other.untolerated()).toEqual([]);
  } finally {
    await other.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** Rates some cards, and leaves the export behind, on the screen where one imports. */
async function live(
  page: Page,
  url: string,
  given: Parameters<typeof rateCards>[1],
): Promise<string> {
  await openOffline(page, url);
  await startBurst(page);
  await rateCards(page, given);
  await page.goBack();
  await openSettings(page);
  return exportCopy(page);
}
