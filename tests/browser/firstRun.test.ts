// The first minutes: two choices or none, a card, and one offer to install.

import type { Locator, Page } from '@playwright/test';
import { expectSaved, openOffline, question, rate, rateCards, reveal, startBurst } from './app.ts';
import { contents } from './database.ts';
import { expect, test } from './fixtures.ts';
import { onTopInSight } from './layout.ts';
import { dayFromNow, finishOnNextRating } from './time.ts';

test('the interview and its level take two taps, and the next one brings a card', async ({
  phone: { page },
  served,
}) => {
  await page.goto(served.url);
  await page.getByText('In 2 weeks').tap();
  await page.getByText('Mid', { exact: true }).tap();
  await page.getByRole('button', { name: /^Start a/ }).tap();
  await expect(question(page)).toBeVisible();
  await rateCards(page, ['Solid']);
  const { settings } = await contents(page);
  expect(settings).toMatchObject({ interview: dayFromNow(14), levels: ['junior', 'mid'] });
  await page.goBack();
  await expect(page.getByText('in 14 days')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Weakest topics first' })).toBeVisible();
});

/** Scrolled to as a browser does it: not at all if it is within the window. */
async function expectInReach(choice: Locator): Promise<void> {
  await choice.scrollIntoViewIfNeeded();
  expect.soft(await onTopInSight(choice), String(choice)).toBe(true);
}

for (const [size, scrolls] of [
  [{ width: 320, height: 568 }, true],
  [{ width: 360, height: 640 }, true],
  [{ width: 412, height: 732 }, true],
  [{ width: 412, height: 892 }, false],
] as const) {
  test(`nothing lies on the choices or the button, ${size.width} × ${size.height}`, async ({
    phone: { page },
    served,
  }) => {
    await page.setViewportSize(size);
    await openOffline(page, served.url);
    const names = ['In a week', 'In 2 weeks', 'In a month', 'Junior', 'Mid', 'Senior'];
    const choices = names.map((name) => page.getByText(name, { exact: true }));
    const start = page.getByRole('button', { name: /^Start a/ });
    for (const choice of [start, ...choices, start]) await expectInReach(choice);
    if (!scrolls) expect(await page.evaluate(() => scrollY)).toBe(0);
  });
}

test('both can be skipped: one tap brings a card', async ({ phone: { page }, served }) => {
  await page.goto(served.url);
  await page.getByRole('button', { name: /^Start a/ }).tap();
  await expect(question(page)).toBeVisible();
  await rateCards(page, ['Blank']);
  const { settings } = await contents(page);
  expect(Object.keys(settings)).not.toContain('interview');
});

const offer = (page: Page) => page.getByRole('heading', { name: 'Keep it on your home screen' });

/** For `addInitScript`: the browser says that it is Safari on an iPhone. */
function beAnIPhone(): void {
  const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15';
  Object.defineProperty(Navigator.prototype, 'userAgent', { get: () => phone });
}

async function finishBurst(page: Page): Promise<void> {
  await startBurst(page);
  await reveal(page);
  await finishOnNextRating(page);
  await rate(page, 'Solid');
  await expect(page.getByRole('heading', { name: 'Burst done' })).toBeVisible();
}

test('installing is offered after the first finished burst, and never again', async ({
  phone: { page },
  served,
}) => {
  await page.clock.install();
  await openOffline(page, served.url);
  // Chromium tells it at a moment of its own.
  await page.evaluate(() => {
    const asks = { prompt: async () => undefined };
    const event = new Event('beforeinstallprompt', { cancelable: true });
    window.dispatchEvent(Object.assign(event, asks));
  });
  await finishBurst(page);
  await expect(offer(page)).toBeVisible();
  const install = page.getByRole('button', { name: 'Install Pocket Flask' });
  await install.tap();
  await expect(install).toHaveCount(0);
  await expect(page.getByText(/^This browser leaves it to you/)).toBeFocused();
  await page.evaluate(() => window.dispatchEvent(new Event('appinstalled')));
  await expect(page.getByText(/^Installed\. Open Pocket Flask/)).toBeFocused();
  await page.getByRole('button', { name: 'Done for now' }).tap();
  await finishBurst(page);
  await expect(offer(page)).toHaveCount(0);
  await page.goto(`${served.url}#/settings`);
  await expect(page.getByRole('heading', { name: 'Install' })).toBeVisible();
});

test('on an iPhone the offer is the two steps', async ({ phone: { page }, served }) => {
  await page.addInitScript(beAnIPhone);
  await page.clock.install();
  await openOffline(page, served.url);
  await finishBurst(page);
  await expect(offer(page)).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Add to Home Screen' })).toBeVisible();
  await page.getByRole('button', { name: 'Done for now' }).tap();
  await finishBurst(page);
  await expect(offer(page)).toHaveCount(0);
});

test('in a tab on an iPhone ratings are not called safe, and the two steps are told', async ({
  phone: { page },
  served,
}) => {
  await page.addInitScript(beAnIPhone);
  await page.goto(served.url);
  await expect(page.getByText('Not safe yet')).toHaveCount(0);
  await startBurst(page);
  await rateCards(page, ['Solid']);
  await expectSaved(page);
  await page.goBack();
  await expect(page.getByText('Not safe yet')).toBeVisible();
  await page.getByRole('link', { name: 'Add Pocket Flask to the Home Screen' }).tap();
  await expect(page.getByRole('listitem').filter({ hasText: 'Add to Home Screen' })).toBeVisible();
  await expect(page.getByText('import them there')).toBeVisible();
});
