// What must not grow: the bytes of a visit and of an update, the work of a start, a rating and a swipe.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { countDatabaseWork, type DatabaseWork, databaseWork } from '../bench/databaseWork.ts';
import { buildGenerated } from '../bench/generated.ts';
import { writeHistory } from '../bench/history.ts';
import { install } from '../bench/lab.ts';
import { atRest } from '../bench/rating.ts';
import { swipeBackAndForth, workOf } from '../bench/swipe.ts';
import { brotliBytes, buildUpdate, changedFiles, MOST_UPDATE_BYTES } from '../bench/update.ts';
import { expectSaved, question, rate, reveal, startBurst } from './app.ts';
import { wholeBank } from './bank.ts';
import { DIST } from './build.ts';
import { contents } from './database.ts';
import { expect, test } from './fixtures.ts';
import { holdFrames } from './time.ts';

const MOST_FIRST_CARD_BYTES = 90_000;
/** As the file has them, before any compression. */
const MOST_START_BYTES_A_CARD = 100;
/** Cards enough for a memory in every bucket, and few enough that some are new. */
const REMEMBERED = 150;
const BUCKETS = 32;
/** Buckets, keys of settings, their values, and the first event's key. */
const START_REQUESTS = 4;
/** A busy machine takes its time to build. */
const BUILDS_MS = 180_000;

function note(what: string, bytes: number, most: number): void {
  test.info().annotations.push({ type: 'bytes', description: `${what}: ${bytes} of ${most}` });
}

test('an update that changes one card is at most 60 kB', async () => {
  test.setTimeout(BUILDS_MS);
  const next = await buildUpdate(`update-${test.info().parallelIndex}`);
  const changed = changedFiles(DIST, next);
  const bytes = brotliBytes(next, changed);
  note('update of one card', bytes, MOST_UPDATE_BYTES);
  expect(changed.filter((file) => /topic-.*\.js$/.test(file))).toHaveLength(1);
  expect(changed).toEqual(expect.arrayContaining(['index.html', 'sw.js']));
  expect(bytes).toBeLessThanOrEqual(MOST_UPDATE_BYTES);
});

test('a first visit by the shortcut loads at most 90 kB before its first card', async ({
  phone: { page },
  served,
}) => {
  const asked: string[] = [];
  page.on('request', (request) =>
    asked.push(request.url().replace(served.url, '').split('#')[0] ?? ''),
  );
  // On a clock of its own, so that a slow machine does not get to what the app loads later.
  const time = Date.now();
  await page.clock.install({ time });
  // Far enough ahead that a slow machine has not passed it by the time the pause arrives.
  await page.clock.pauseAt(time + 60_000);
  await page.goto(`${served.url}#/start/5`);
  await expect(async () => {
    await page.clock.runFor(20);
    await expect(question(page)).toBeVisible({ timeout: 100 });
  }).toPass();

  // After the first card, the app begins to bring in all others.
  const topics = asked.filter((file) => file.includes('/topic-'));
  const needed = asked.filter((file) => !topics.slice(1).includes(file));
  const bytes = brotliBytes(
    DIST,
    needed.map((file) => file || 'index.html'),
  );
  note('first visit to the first card', bytes, MOST_FIRST_CARD_BYTES);
  expect(needed).toContain('');
  expect(topics.length).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(MOST_FIRST_CARD_BYTES);
});

test('ten times as many cards add little to a start', async () => {
  test.setTimeout(BUILDS_MS);
  const [small, large] = [await buildGenerated(30), await buildGenerated(300)].map(startFiles);
  expect(large?.files.length).toBe(small?.files.length);
  const added = (large?.bytes ?? 0) - (small?.bytes ?? 0);
  expect(added).toBeGreaterThan(0);
  expect(added / 270).toBeLessThanOrEqual(MOST_START_BYTES_A_CARD);
});

/** What the page names in its head, which is all that runs before its first screen. */
function startFiles(dist: string) {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const named = html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g);
  const files = [...new Set([...named].map(([, file]) => file ?? ''))];
  const sizes = files.map((file) => readFileSync(join(dist, file)).length);
  return { files, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
}

test('a long history adds no work to a start or a rating', async ({ phone, served }) => {
  const { page } = phone;
  // Asked for by a page that is only a picture.
  phone.tolerate(/favicon\.ico/);
  const session = await phone.context.newCDPSession(page);
  await countDatabaseWork(page);
  const work: { start: DatabaseWork; rating: DatabaseWork }[] = [];
  for (const events of [REMEMBERED, 100 * REMEMBERED]) {
    await install(page, served.url);
    await remember(page, served.url, events);
    const start = await databaseWork(page);
    await startBurst(page);
    await reveal(page);
    // The app has looked by now whether it knows every event.
    await page.waitForTimeout(2000);
    const before = await databaseWork(page);
    await rate(page, 'Solid');
    await expectSaved(page);
    const after = await databaseWork(page);
    const rating = { requests: after.requests - before.requests, rows: after.rows - before.rows };
    work.push({ start, rating });
    await page.goto('about:blank');
    const { origin } = new URL(served.url);
    await session.send('Storage.clearDataForOrigin', {
      origin,
      storageTypes: 'indexeddb,local_storage',
    });
  }
  const [short, long] = work;
  expect(short?.start.requests).toBeGreaterThan(0);
  expect(short?.start.rows).toBeGreaterThanOrEqual(BUCKETS);
  expect(short?.rating.requests).toBeGreaterThan(0);
  expect(long).toEqual(short);
});

for (const [history, events] of Object.entries({ no: 0, 'a short': REMEMBERED })) {
  test(`a start with ${history} history reads each store once`, async ({ phone, served }) => {
    const { page } = phone;
    // Asked for by a page that is only a picture.
    phone.tolerate(/favicon\.ico/);
    await install(page, served.url);
    if (events > 0) await remember(page, served.url, events);
    await countDatabaseWork(page);
    // What comes after the first frame is not the start.
    await page.addInitScript(holdFrames);
    await page.reload();
    await expect(page.getByRole('button', { name: /^Start a/ })).toBeVisible();
    expect((await databaseWork(page)).requests).toBe(START_REQUESTS);
  });
}

/** Puts so many reviews on disk, lets the app take them in, and opens it again. */
async function remember(page: Page, url: string, events: number): Promise<void> {
  const cards = wholeBank()
    .cards.slice(0, REMEMBERED)
    .map(({ id }) => id);
  await page.goto(`${url}icon.svg`);
  await writeHistory(page, cards, events);
  await page.goto(url);
  await expect
    .poll(async () => (await contents(page)).settings['marker'])
    .toMatchObject({ events });
  await page.goto('about:blank');
  await install(page, url);
}

test('a swipe of 60 moves lays out nothing and restyles nothing inside its card', async ({
  phone: { context, page },
  served,
}) => {
  await install(page, served.url);
  await startBurst(page);
  await expect.poll(() => loadedTopics(page)).toBe(wholeBank().bank.topics.length);
  await reveal(page);
  await atRest(page);
  const session = await context.newCDPSession(page);
  const work = await swipeBackAndForth({ page, session }, (move) => workOf(page, move));
  expect(work.mostRestyled).toBeGreaterThan(0);
  // The card, its stamps when they appear, and the clock.
  expect(work.mostRestyled).toBeLessThanOrEqual(8);
  expect(work.laidOut).toBe(0);
});

function loadedTopics(page: Page): Promise<number> {
  return page.evaluate(() => {
    const files = performance.getEntriesByType('resource').map(({ name }) => name);
    return new Set(files.filter((name) => name.includes('/topic-'))).size;
  });
}
