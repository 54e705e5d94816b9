// Progress: what the log says as pictures, the way to the interview, and the cards that fooled one.

import type { Page } from '@playwright/test';
import type { CardId } from '../../src/bank/card.ts';
import { calendarOf } from '../../src/memory/calendar.ts';
import { calibrationOf } from '../../src/memory/calibration.ts';
import { effortOf } from '../../src/memory/effort.ts';
import type { BurstId, Confidence, EventId, Prediction, Review } from '../../src/memory/event.ts';
import { sureAndWrong } from '../../src/memory/surprises.ts';
import {
  card,
  leaveBurst,
  openOffline,
  question,
  rate,
  rateCards,
  reveal,
  startBurst,
} from './app.ts';
import { wholeBank } from './bank.ts';
import { reviews, write } from './database.ts';
import { expect, test } from './fixtures.ts';
import type { Served } from './served.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Wednesday. */
const NOON = new Date(2026, 5, 10, 12).getTime();

const PREDICTIONS: readonly Prediction[] = ['sure', 'unsure', 'none', 'sure'];

/** Three weeks with a burst of eight on most days, the last one today, over the first 80 cards. */
function threeWeeks(): readonly Review[] {
  const cards = wholeBank().cards.slice(0, 80);
  const days = Array.from({ length: 21 }, (_, index) => 20 - index).filter((day) => day % 4 !== 3);
  return days.flatMap((ago, session) =>
    Array.from({ length: 8 }, (_, index): Review => {
      const place = 8 * session + index;
      return {
        type: 'review',
        id: `rated-${place}` as EventId,
        at: NOON - ago * DAY - HOUR + index * 40_000,
        card: (cards[(7 * place) % cards.length]?.id ?? '') as CardId,
        burst: `burst-${session}` as BurstId,
        confidence: (((place * 5) % 4) + 1) as Confidence,
        prediction: PREDICTIONS[(place * 3 + session) % 4] ?? 'none',
        tookMs: 40_000,
      };
    }),
  );
}

/** Opens Progress by its address, at noon, on a device on which this has happened. */
async function openProgress(
  page: Page,
  { url }: Served,
  events: readonly unknown[],
  settings: object = {},
): Promise<void> {
  await page.clock.setFixedTime(NOON);
  await page.goto(url);
  await expect(page.getByRole('button', { name: /^Start a/ })).toBeVisible();
  await write(page, { events, settings });
  await page.goto(`${url}#/progress`);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Progress', level: 1 })).toBeVisible();
}

const picture = (page: Page, title: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title, level: 2 }) });

/** With plain spaces, as one hears them. */
async function textOf(page: Page, title: string): Promise<string> {
  return ((await picture(page, title).textContent()) ?? '').replaceAll(/\s+/g, ' ');
}

test('a new learner hears what will be here, and begins from there', async ({
  phone: { page },
  served,
}) => {
  await openProgress(page, served, []);
  await expect(page.getByText(/^Your first burst draws the first picture here/)).toBeVisible();
  await page.getByRole('button', { name: 'Start a 5-minute burst' }).tap();
  await expect(question(page)).toBeVisible();
});

test('a rating taken back leaves nothing here; one that stands draws the first pictures', async ({
  phone: { page },
  served,
}) => {
  await page.goto(served.url);
  await startBurst(page);
  await reveal(page);
  await rate(page, 'Solid');
  await page.getByRole('button', { name: 'undo solid' }).click();
  await leaveBurst(page);
  await page.getByRole('link', { name: 'Progress' }).click();
  await expect(page.getByText(/^Your first burst draws the first picture here/)).toBeVisible();

  await page.getByRole('link', { name: 'Study', exact: true }).click();
  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  await rate(page, 'Solid');
  await expect.poll(async () => (await reviews(page)).length).toBe(2);
  await leaveBurst(page);
  await page.getByRole('link', { name: 'Progress' }).click();
  await expect(picture(page, 'Bursts').getByText('1 burst with 1 card on 1 day')).toBeVisible();
  await expect(page.getByText('When you said “I know this”, you did 1 of 1 time.')).toBeVisible();
  await expect(page.getByText('No card fools you at the moment.')).toBeVisible();
  await expect(page.getByRole('img', { name: /^Readiness: a line from 0%/ })).toBeVisible();
});

test('the pictures say in words what the log says', async ({ phone: { page }, served }) => {
  const log = threeWeeks();
  await openProgress(page, served, log);

  const calendar = calendarOf(log, NOON);
  await expect(
    picture(page, 'Bursts').getByText(
      `${calendar.bursts} bursts with ${calendar.cards} cards on ${calendar.days} days of the last 5 weeks.`,
    ),
  ).toBeVisible();
  const table = page.getByRole('table', { name: 'Bursts a day' });
  await expect(table.getByRole('row')).toHaveCount(6);
  await expect(table.getByRole('columnheader')).toHaveText([
    'Week of',
    ...['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map(
      (day) => new RegExp(`${day}$`),
    ),
  ]);
  const [lastRow] = await table.getByRole('row').last().allTextContents();
  expect(lastRow?.replaceAll(/\s/g, ' ')).toBe(
    '8 Jun18 Jun: 1 burst, 8 cards19 Jun: 1 burst, 8 cards110 Jun: 1 burst, 8 cards',
  );

  const { sure, unsure } = calibrationOf(log);
  const predictions = await textOf(page, 'Sure, and right?');
  expect(predictions).toContain(
    `When you said “I know this”, you did ${sure.knew} of ${sure.knew + sure.didNot} times.`,
  );
  expect(predictions).toContain(
    `When you said “Not sure”, you knew it all the same ${unsure.knew} of ${unsure.knew + unsure.didNot} times.`,
  );
  expect(predictions).toContain(`${sure.knew} knew it${sure.didNot} did not`);

  const minutes = Math.round(effortOf(log).ms / 60_000);
  expect(await textOf(page, 'Time')).toBe(
    `TimeIn all${log.length} cards · ${Math.floor(minutes / 60)} h ${minutes % 60} min` +
      'Last 7 days48 cards · 32 minA card takes you40 s',
  );
});

test('readiness is what home shows, and its line can be read day by day', async ({
  phone: { page },
  served,
}) => {
  await openProgress(page, served, threeWeeks(), { interview: '2026-06-20' });
  const shown = /^Readiness(\d+)% ready today, up from 0% on 21 May\./.exec(
    await textOf(page, 'Readiness'),
  );
  const numbers = picture(page, 'Readiness').getByRole('table');
  await expect(numbers).toBeHidden();
  await page.getByText('Day by day').tap();
  await expect(numbers).toBeVisible();
  // 21 May to 10 June, now, and ten days ahead.
  await expect(numbers.getByRole('row')).toHaveCount(1 + 21 + 1 + 10);
  await expect(numbers.getByRole('row', { name: 'now' })).toHaveText(`now${shown?.[1]}%`);

  await page.getByRole('link', { name: 'Study', exact: true }).tap();
  await expect(page.getByText(`${shown?.[1]}%`, { exact: true }).first()).toBeVisible();
});

test('the forecast is for the interview, and for a week where there is no date', async ({
  phone: { page },
  served,
}) => {
  const log = threeWeeks();
  await openProgress(page, served, log, { interview: '2026-06-20' });
  const told =
    /(\d+)% ready today.*At 7 cards a day, as lately, you will be about (\d+)% ready for your interview on 20 Jun, somewhere between (\d+) and (\d+)%\./;
  const [today = 0, end = 0, low = 0, high = 0] = (told.exec(await textOf(page, 'Readiness')) ?? [])
    .slice(1)
    .map(Number);
  expect(end).toBeGreaterThan(today);
  expect(low).toBeLessThan(end);
  expect(high).toBeGreaterThan(end);
  await expect(
    page.getByRole('img', { name: new RegExp(`then dashed to about ${end}% on 20\\sJun$`) }),
  ).toBeVisible();
  await expect(page.getByRole('link', { name: /interview date/ })).toHaveCount(0);

  await openProgress(page, served, log, { interview: '2026-06-10' });
  await expect(page.getByText('Your interview is today. Good luck.')).toBeVisible();

  await openProgress(page, served, log, { interview: '2026-06-09' });
  await expect(page.getByText(/you will be about \d+% ready on 17\sJun/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Set your next interview date' })).toBeVisible();

  await openProgress(page, served, log, { interview: null });
  await expect(page.getByText(/you will be about \d+% ready on 17\sJun/)).toBeVisible();
  await page.getByRole('link', { name: 'Set your interview date' }).tap();
  await expect(page.getByLabel('Interview')).toBeVisible();
});

test('after two weeks away it says that there is no pace, and blames nobody', async ({
  phone: { page },
  served,
}) => {
  const log = threeWeeks().map((review) => ({ ...review, at: review.at - 14 * DAY }));
  await openProgress(page, served, log);
  await expect(page.getByText(/^No cards in the last 7 days/)).toBeVisible();
  await expect(page.getByRole('img', { name: /today$/ })).toBeVisible();
  expect(await textOf(page, 'Time')).toContain('Last 7 days0 cards · 0 min');
});

test('topics come with the biggest change first, the others behind a line', async ({
  phone: { page },
  served,
}) => {
  await openProgress(page, served, threeWeeks());
  const rows = picture(page, 'Topics, a week ago and now').getByRole('listitem');
  const moved = async () =>
    (await rows.filter({ visible: true }).allTextContents()).map((text) => {
      const [, from, to] = /(\d+)\s*→to\s*(\d+)%$/.exec(text) ?? [];
      return Math.abs(Number(to) - Number(from));
    });
  const shown = await moved();
  expect(shown).toHaveLength(8);
  // What is shown is rounded at both ends.
  for (const [index, size] of shown.slice(1).entries()) {
    expect(size).toBeLessThanOrEqual((shown[index] ?? 0) + 1);
  }
  await page.getByText(/^\d+ that changed less$/).tap();
  expect((await moved()).length).toBeGreaterThan(8);

  const link = rows.nth(5).getByRole('link');
  await link.scrollIntoViewIfNeeded();
  const y = await page.evaluate(() => Math.round(window.scrollY));
  expect(y).toBeGreaterThan(200);
  await link.tap();
  await expect(page.getByRole('heading', { name: 'Progress', level: 1 })).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Progress', level: 1 })).toBeVisible();
  await expect.poll(() => page.evaluate(() => Math.round(window.scrollY))).toBe(y);
});

test('the cards one was sure of, and wrong, are studied with one tap, the last one first', async ({
  phone: { page },
  served,
}) => {
  const log = threeWeeks();
  const cards = sureAndWrong(log);
  const titles = new Map(wholeBank().cards.map((one) => [one.id, one.plainQuestion]));
  expect(cards.length).toBeGreaterThan(6);
  const [first, second, third] = cards.map((id) => titles.get(id) ?? '');
  const notNeeded = { id: 'n', type: 'suspend', at: NOON - 1, card: cards[1] };
  const gone = { ...log[0], id: 'gone', card: 'left-the-bank', confidence: 1, prediction: 'sure' };
  await openProgress(page, served, [...log, notNeeded, gone]);

  const list = picture(page, 'Sure, and right?');
  await expect(list.getByRole('listitem').filter({ hasText: first ?? '' })).toBeVisible();
  await expect(list.getByRole('link', { name: second ?? '' })).toHaveCount(0);
  await list.getByText(`${cards.length - 6} more`).tap();
  await expect(list.getByRole('link')).toHaveCount(cards.length - 1);

  await page.getByRole('button', { name: `Study these ${cards.length - 1} cards` }).tap();
  await expect(question(page)).toHaveText(first ?? '');
  await expect(card(page).getByText('Next on your list')).toBeVisible();
  await rateCards(page, ['Solid']);
  await expect(question(page)).toHaveText(third ?? '');
});

test('what was read is on the screen at once, and nothing moves', async ({
  phone: { page },
  served,
}) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifts.push((entry as never as { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await openProgress(page, served, threeWeeks(), { interview: '2026-06-20' });
  await expect(page.getByRole('button', { name: /^Study these \d+ cards$/ })).toBeVisible();
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  const shifts = await page.evaluate(() => (globalThis as never as { shifts: number[] }).shifts);
  expect(shifts).toEqual([]);
});

test('the tabs stay where they are while it comes', async ({ phone: { page }, served }) => {
  await openProgress(page, served, threeWeeks());
  await page.getByRole('link', { name: 'Study', exact: true }).tap();
  await expect(page.getByRole('button', { name: /^Start a/ })).toBeVisible();
  await page.evaluate(() => {
    const bottoms: number[] = [];
    Object.assign(globalThis, { bottoms });
    const look = () => {
      const tabs = document.querySelector('nav[aria-label=Main]')?.getBoundingClientRect();
      bottoms.push(Math.round(tabs?.bottom ?? 0));
      requestAnimationFrame(look);
    };
    look();
  });
  await page.getByRole('link', { name: 'Progress' }).tap();
  await expect(page.getByRole('button', { name: /^Study these \d+ cards$/ })).toBeVisible();
  const bottoms = await page.evaluate(() => (globalThis as never as { bottoms: number[] }).bottoms);
  expect(new Set(bottoms)).toEqual(new Set([892]));
});

test('by keyboard: the heading has the focus, and every stop leads somewhere', async ({
  phone: { page },
  served,
}) => {
  await openProgress(page, served, threeWeeks());
  await expect(page.getByRole('heading', { name: 'Progress', level: 1 })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Set your interview date' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(picture(page, 'Readiness').getByRole('table')).toBeVisible();
  // 35 days are no 35 stops: next is the first topic.
  await page.keyboard.press('Tab');
  const topics = picture(page, 'Topics, a week ago and now');
  await expect(topics.getByRole('link').first()).toBeFocused();
  await page.getByRole('button', { name: /^Study these/ }).focus();
  await page.keyboard.press('Enter');
  await expect(question(page)).toBeFocused();
});

test('offline with the server gone it opens by its address', async ({ phone, served }) => {
  await openProgress(phone.page, served, threeWeeks());
  await openOffline(phone.page, served.url);
  await served.kill();
  phone.tolerate(/ERR_CONNECTION_REFUSED/);
  const tab = await phone.context.newPage();
  await tab.goto(`${served.url}#/progress`);
  await expect(picture(tab, 'Readiness').getByRole('img')).toBeVisible();
  await expect(tab.getByRole('button', { name: /^Study these/ })).toBeVisible();
});

test('a log that cannot be read is told, and Try again reads it', async ({
  phone: { page },
  served,
}) => {
  await page.addInitScript(() => {
    const fault = { reads: false };
    Object.assign(globalThis, { fault });
    const getAll = IDBObjectStore.prototype.getAll;
    IDBObjectStore.prototype.getAll = function (this: IDBObjectStore, ...args) {
      if (fault.reads && this.name === 'events')
        throw new DOMException('Injected.', 'UnknownError');
      return getAll.apply(this, args);
    };
  });
  const setReads = (reads: boolean) =>
    page.evaluate((broken) => {
      Object.assign((globalThis as never as { fault: object }).fault, { reads: broken });
    }, reads);

  await openProgress(page, served, threeWeeks());
  await expect(picture(page, 'Readiness')).toBeVisible();
  await page.getByRole('link', { name: 'Study', exact: true }).click();
  await setReads(true);
  await page.getByRole('link', { name: 'Progress' }).click();
  await expect(page.getByRole('alert')).toHaveText(/could not be read/);
  await setReads(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(picture(page, 'Readiness')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('with no topic in the interview it says so, and where to choose them', async ({
  phone: { page },
  served,
}) => {
  const topicsOff = wholeBank().bank.topics.map(({ id }) => id);
  await openProgress(page, served, threeWeeks(), { topicsOff });
  await expect(page.getByText(/^No topic is in your interview/)).toBeVisible();
  await expect(picture(page, 'Bursts')).toBeVisible();
  await page.getByRole('link', { name: 'Choose your topics' }).tap();
  await expect(page.getByRole('heading', { name: 'Topics', level: 1 })).toBeVisible();
});
