// The clock jumps during and between bursts: nothing is lost, the order stays, and dates make sense.

import type { Page } from '@playwright/test';
import { reviewsOf } from '../../src/memory/reviews.ts';
import {
  answer,
  expectSaved,
  leaveBurst,
  openOffline,
  question,
  rate,
  rateCards,
  reveal,
  startBurst,
} from '../browser/app.ts';
import { openSettings } from '../browser/copies.ts';
import { contents, isReview } from '../browser/database.ts';
import { expect, test } from '../browser/fixtures.ts';
import { expectFolded } from '../browser/underFault.ts';
import { note } from './note.ts';

const ZONE = 'Europe/Berlin';
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

const JUMPS = [
  {
    what: 'over midnight',
    from: '2026-03-10T23:50+01:00',
    to: '2026-03-11T00:05+01:00',
    interview: '2026-03-20',
    countdown: ['in 10 days', 'in 9 days'],
  },
  {
    what: 'to summer time',
    from: '2026-03-29T01:50+01:00',
    to: '2026-03-29T03:05+02:00',
    interview: '2026-04-05',
    countdown: ['in 7 days', 'in 7 days'],
  },
  {
    what: 'to winter time, when an hour comes twice',
    from: '2026-10-25T02:50+02:00',
    to: '2026-10-25T02:05+01:00',
    interview: '2026-10-26',
    countdown: ['tomorrow', 'tomorrow'],
  },
  {
    what: 'back two days',
    from: '2026-06-10T12:00+02:00',
    to: '2026-06-08T12:00+02:00',
    interview: '2026-06-20',
    countdown: ['in 10 days', 'in 12 days'],
  },
  {
    what: 'forward a year',
    from: '2026-06-10T12:00+02:00',
    to: '2027-06-10T12:00+02:00',
    interview: '2027-06-20',
    countdown: ['in 375 days', 'in 10 days'],
  },
] as const;

async function chooseInterview(page: Page, day: string): Promise<void> {
  await openSettings(page);
  await page.getByLabel('Interview').fill(day);
  await expect.poll(async () => (await contents(page)).settings['interview']).toBe(day);
  await page.getByRole('link', { name: 'Study', exact: true }).click();
}

async function expectHome(page: Page, countdown: string): Promise<void> {
  await expect(page.getByText(countdown, { exact: true })).toBeVisible();
  await expect(
    page.getByText(/^About \d+ cards · last card (just now|\d+ (min|h|days) ago)$/),
  ).toBeVisible();
}

/** The progress screen shows every day of the last weeks with what was rated on it. */
async function expectDays(page: Page, now: number): Promise<void> {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, day: 'numeric', month: 'short' });
  const counts = new Map<string, number>();
  for (const { at } of reviewsOf((await contents(page)).events)) {
    if (at > now || at < now - 14 * DAY) continue;
    const name = day.format(at).replace('Sept', 'Sep');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  expect(counts.size).toBeGreaterThan(0);
  await page.getByRole('link', { name: 'Progress', exact: true }).click();
  for (const [date, cards] of counts) {
    const name = new RegExp(`^${date.replace(' ', '\\s')}: \\d+ bursts?, ${cards} cards?$`);
    await expect(page.getByRole('cell', { name })).toBeVisible();
  }
  await expect(page.locator('main')).not.toContainText(/NaN|Invalid|undefined|Infinity/);
  await page.getByRole('link', { name: 'Study', exact: true }).click();
}

for (const { what, from, to, interview, countdown } of JUMPS) {
  test(`the clock jumps ${what}, there and back, during and between bursts`, async ({
    phone,
    served,
  }) => {
    const { page } = phone;
    const [here, there] = [Date.parse(from), Date.parse(to)];
    const devtools = await phone.context.newCDPSession(page);
    await devtools.send('Emulation.setTimezoneOverride', { timezoneId: ZONE });
    await page.clock.install({ time: here });
    await openOffline(page, served.url);
    await chooseInterview(page, interview);
    await expect(page.getByText(countdown[0], { exact: true })).toBeVisible();

    await startBurst(page);
    await rateCards(page, ['Solid', 'Blank']);
    await page.clock.setSystemTime(there);
    await rateCards(page, ['Shaky']);
    await reveal(page);
    await page.clock.setSystemTime(here + MINUTE);
    await rate(page, 'Nailed');
    await expectSaved(page);
    await page.clock.setSystemTime(there + MINUTE);
    await page.keyboard.press('z');
    await expect(answer(page)).toBeFocused();
    await rate(page, 'Solid');
    await expectSaved(page);
    const asked = (await question(page).textContent()) ?? '';
    await leaveBurst(page);
    await expectHome(page, countdown[1]);

    await page.clock.setSystemTime(here + 2 * MINUTE);
    await page.getByRole('button', { name: /^Go on where you were/ }).click();
    await expect(question(page)).toHaveText(asked);
    await leaveBurst(page);
    await expectHome(page, countdown[0]);
    await page.clock.setSystemTime(there + 2 * MINUTE);
    await startBurst(page);
    await rateCards(page, ['Blank', 'Nailed']);
    await page.reload();
    await rateCards(page, ['Solid']);
    await leaveBurst(page);
    await expectHome(page, countdown[1]);
    await expectDays(page, there + 3 * MINUTE);

    const { events } = await contents(page);
    const bursts = new Set(events.filter(isReview).map(({ burst }) => burst));
    const told = [...bursts].map((burst) =>
      events
        .filter((event) => 'burst' in event && event.burst === burst)
        .toSorted((a, b) => a.at - b.at),
    );
    const acts = told.map((ofBurst) =>
      ofBurst.map((event) => (isReview(event) ? event.confidence : event.type)),
    );
    expect(acts.toSorted((a, b) => b.length - a.length)).toEqual([
      [3, 1, 2, 4, 'undo', 3],
      [1, 4, 3],
    ]);
    for (const ofBurst of told) {
      expect(new Set(ofBurst.map(({ at }) => at)).size).toBe(ofBurst.length);
    }
    for (const { tookMs } of events.filter(isReview)) {
      expect(tookMs).toBeGreaterThanOrEqual(0);
      expect(tookMs).toBeLessThan(MINUTE);
    }
    await expectFolded(page);
    await openSettings(page);
    await expect(page.getByText('9 ratings, undos and marks on this device')).toBeVisible();
    note(`the clock ${what}: ${events.length} events in 2 bursts, each once and in their order`);
  });
}
