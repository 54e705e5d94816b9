// Time: a burst takes what it says and only while one looks; the interview is counted down to.

import type { Page } from '@playwright/test';
import { card, expectSaved, openOffline, question, rate, reveal, startBurst } from './app.ts';
import { contents, reviews } from './database.ts';
import { expect, test } from './fixtures.ts';
import { dayFromNow, finishOnNextRating, setVisible, stopClock } from './time.ts';

async function leftSeconds(page: Page): Promise<number> {
  const [minutes, seconds] = ((await page.getByRole('timer').textContent()) ?? '').split(/[: ]/);
  return Number(minutes) * 60 + Number(seconds);
}

test('time runs while the burst is on screen, and only then', async ({
  phone: { page },
  served,
}) => {
  await page.clock.install();
  await openOffline(page, served.url);
  await startBurst(page);
  await stopClock(page);
  await page.clock.runFor(2000);
  const start = await leftSeconds(page);
  await page.clock.runFor(30_000);
  expect(await leftSeconds(page)).toBe(start - 30);
  const bar = page.locator('[style*="--left"]');
  const share = Number(await bar.evaluate((left) => left.style.getPropertyValue('--left')));
  expect(Math.abs(share * 300 - (start - 30))).toBeLessThan(1);

  await setVisible(page, false);
  await page.clock.runFor(120_000);
  expect(await leftSeconds(page)).toBe(start - 30);
  await setVisible(page, true);
  await page.clock.runFor(10_000);
  expect(await leftSeconds(page)).toBe(start - 40);

  await page.getByRole('button', { name: 'Leave the burst; it is kept' }).click();
  await page.clock.runFor(60_000);
  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  expect(await leftSeconds(page)).toBe(start - 40);
});

test('the time of an answer does not count the time away', async ({ phone: { page }, served }) => {
  await page.clock.install();
  await openOffline(page, served.url);
  await startBurst(page);
  await stopClock(page);
  await page.clock.runFor(20_000);
  await setVisible(page, false);
  await page.clock.runFor(600_000);
  await setVisible(page, true);
  await reveal(page);
  await page.clock.runFor(20_000);
  await rate(page, 'Solid');
  await expectSaved(page);
  const tookMs = (await reviews(page))[0]?.tookMs ?? 0;
  expect(tookMs).toBeGreaterThanOrEqual(40_000);
  expect(tookMs).toBeLessThan(45_000);
});

test('time out does not take the card away: the burst ends after its rating', async ({
  phone: { page },
  served,
}) => {
  await page.clock.install();
  await openOffline(page, served.url);
  await startBurst(page);
  await reveal(page);
  await rate(page, 'Solid');
  const asked = await question(page).textContent();
  await finishOnNextRating(page);
  await expect(question(page)).toHaveText(asked ?? '');
  await reveal(page);
  await page.clock.runFor(30_000);
  await expect(card(page)).toBeVisible();
  await rate(page, 'Shaky');
  await expect(page.getByRole('heading', { name: 'Burst done' })).toBeVisible();
  await expect(page.getByText(/^2 cards in 5 min \d\d s$/)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Your ratings' })).toHaveText(/Solid.*Shaky/);
  await expect(page.getByRole('heading', { name: 'To look at again' })).toBeVisible();
  await expect.poll(async () => (await reviews(page)).length).toBe(2);
});

for (const minutes of [3, 10]) {
  test(`${minutes} minutes, once chosen, stay chosen`, async ({ phone: { page }, served }) => {
    await openOffline(page, served.url);
    await expect(page.getByRole('radio', { name: '5 min' })).toBeChecked();
    await page.getByText(`${minutes} min`, { exact: true }).tap();
    await expect.poll(async () => (await contents(page)).settings['minutes']).toBe(minutes);
    await page.reload();
    await expect(page.getByRole('radio', { name: `${minutes} min` })).toBeChecked();
    await page.getByRole('button', { name: `Start a ${minutes}-minute burst` }).click();
    await expect(question(page)).toBeVisible();
    const left = await leftSeconds(page);
    expect(left).toBeGreaterThan(minutes * 60 - 20);
    expect(left).toBeLessThanOrEqual(minutes * 60);
  });
}

test.describe('the interview date', () => {
  const home = (page: Page) => page.getByRole('link', { name: 'Study', exact: true }).click();
  const field = (page: Page) => page.getByLabel('Interview');

  async function openSettings(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(field(page)).toBeVisible();
  }

  for (const [days, words] of [
    [0, 'today'],
    [1, 'tomorrow'],
    [10, 'in 10 days'],
  ] as const) {
    test(`${words}: home counts down to it, after a reload too`, async ({
      phone: { page },
      served,
    }) => {
      await openOffline(page, served.url);
      await expect(page.getByRole('link', { name: 'Set your interview date' })).toBeVisible();
      await openSettings(page);
      await field(page).fill(dayFromNow(days));
      await expect(page.getByText(`${words}, at 9 o’clock`)).toBeVisible();
      await home(page);
      await expect(page.getByText(words, { exact: true })).toBeVisible();
      await expect
        .poll(async () => (await contents(page)).settings['interview'])
        .toBe(dayFromNow(days));
      await page.reload();
      await expect(page.getByText(words, { exact: true })).toBeVisible();
    });
  }

  test('a day that is over gets its sentence and changes nothing', async ({
    phone: { page },
    served,
  }) => {
    await openOffline(page, served.url);
    await openSettings(page);
    await field(page).fill(dayFromNow(10));
    await field(page).fill(dayFromNow(-1));
    await expect(page.getByText('That day is over. Choose today or a later day.')).toBeVisible();
    await home(page);
    await expect(page.getByText('in 10 days', { exact: true })).toBeVisible();
    expect((await contents(page)).settings['interview']).toBe(dayFromNow(10));
  });

  test('a day that no calendar has gets its sentence and changes nothing', async ({
    phone: { page },
    served,
  }) => {
    await openOffline(page, served.url);
    await openSettings(page);
    const later = `${new Date().getFullYear() + 1}-03-30`;
    await field(page).fill(later);
    await expect.poll(async () => (await contents(page)).settings['interview']).toBe(later);
    // Typed over the month, as on a desktop: 30 February.
    await field(page).focus();
    await page.keyboard.type('02');
    await field(page).blur();
    await expect(page.getByText('No calendar has that day. Choose another one.')).toBeVisible();
    await home(page);
    expect((await contents(page)).settings['interview']).toBe(later);
  });

  test('can be typed over', async ({ phone: { page }, served }) => {
    await openOffline(page, served.url);
    await openSettings(page);
    const year = new Date().getFullYear() + 1;
    await field(page).fill(`${year}-03-28`);
    await field(page).focus();
    await page.keyboard.type('02');
    await expect
      .poll(async () => (await contents(page)).settings['interview'])
      .toBe(`${year}-02-28`);
  });

  test('can be taken away again', async ({ phone: { page }, served }) => {
    await openOffline(page, served.url);
    await openSettings(page);
    await field(page).fill(dayFromNow(3));
    await page.getByRole('button', { name: 'No date' }).click();
    await expect(page.getByText('Without a date you prepare for a week from now.')).toBeVisible();
    await home(page);
    await expect(page.getByRole('link', { name: 'Set your interview date' })).toBeVisible();
  });
});
