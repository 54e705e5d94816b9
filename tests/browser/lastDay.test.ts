// The day before: only what can still be won, what one was sure of and wrong first.

import type { Page } from '@playwright/test';
import { expectCard, openOffline, question, rate, reveal, startBurst } from './app.ts';
import { wholeBank } from './bank.ts';
import { write } from './database.ts';
import { expect, test } from './fixtures.ts';
import { dayFromNow, finishOnNextRating, holdFrames, setVisible } from './time.ts';

/** A senior card that was rated blank after "I know this", among others that went well. */
function history() {
  const { cards } = wholeBank();
  const surprise = cards.find(({ level }) => level === 'senior');
  if (!surprise) throw new Error('The bank has no senior card.');
  const others = cards.filter(({ id }) => id !== surprise.id).slice(0, 3);
  const at = Date.now() - 3 * 86_400_000;
  const common = { type: 'review', burst: 'earlier', tookMs: 20_000 };
  const events = [
    { ...common, id: 'wrong', at, card: surprise.id, confidence: 1, prediction: 'sure' },
    ...others.map(({ id }, index) => ({
      ...common,
      id: `well-${index}`,
      at: at + index + 1,
      card: id,
      confidence: 2,
      prediction: 'unsure',
    })),
  ];
  return { surprise, events };
}

/** On a clock that the test moves. */
async function openThreeDaysBefore(page: Page, url: string): Promise<void> {
  await page.clock.install();
  await openOffline(page, url);
  await write(page, { events: history().events, settings: { interview: dayFromNow(3) } });
}

async function putAwayForTwoDays(page: Page): Promise<void> {
  await setVisible(page, false);
  await page.clock.fastForward(2 * 86_400_000);
  await setVisible(page, true);
}

test('home leads to it, and its burst begins with the surprise', async ({
  phone: { page },
  served,
}) => {
  const { surprise, events } = history();
  await openOffline(page, served.url);
  const link = page.getByRole('link', { name: 'What can still be won' });
  await expect(link).toHaveCount(0);
  await write(page, { events, settings: { interview: dayFromNow(1) } });
  await page.reload();
  await link.tap();
  await expect(page.getByRole('heading', { name: 'What can still be won' })).toBeFocused();
  await expect(page.getByText('Your interview is tomorrow')).toBeVisible();
  await expect(page.getByRole('listitem').first()).toHaveText('1 card you were sure of, and wrong');
  await expect(page.getByRole('listitem').nth(1)).toContainText('3 cards you have seen');
  await page.getByRole('button', { name: /^Start a/ }).tap();
  await expectCard(page, 1);
  await expect(question(page)).toHaveText(surprise.plainQuestion);
  await page.reload();
  await expect(question(page)).toHaveText(surprise.plainQuestion);
  await page.goBack();
  await page.getByRole('link', { name: 'Read the cheat sheet' }).tap();
  await expect(page.getByRole('heading', { name: 'Cheat sheet' })).toBeVisible();
});

test('a day that passes with the app in the pocket makes it the last one', async ({
  phone: { page },
  served,
}) => {
  await openThreeDaysBefore(page, served.url);
  await page.reload();
  await expect(page.getByText('in 3 days')).toBeVisible();
  await putAwayForTwoDays(page);
  await expect(page.getByText('tomorrow')).toBeVisible();
  await expect(page.getByRole('link', { name: 'What can still be won' })).toBeVisible();
});

test('a page that is put away before its first frame comes back to the right day', async ({
  phone: { page },
  served,
}) => {
  await openThreeDaysBefore(page, served.url);
  await page.addInitScript(holdFrames);
  await page.reload();
  await expect(page.getByText('in 3 days')).toBeVisible();
  await putAwayForTwoDays(page);
  await page.evaluate(() => dispatchEvent(new Event('frames')));
  await expect(page.getByText('tomorrow')).toBeVisible();
});

test('a burst on that day leads back to what can still be won', async ({
  phone: { page },
  served,
}) => {
  await page.clock.install();
  await openOffline(page, served.url);
  await write(page, { settings: { interview: dayFromNow(1) } });
  await page.reload();
  await startBurst(page);
  await finishOnNextRating(page);
  await reveal(page);
  await rate(page, 'Solid');
  await page.getByRole('button', { name: 'What can still be won' }).tap();
  await expect(page.getByRole('heading', { name: 'What can still be won' })).toBeFocused();
  await page.goBack();
  await expect(page.getByRole('button', { name: /^Start a/ })).toBeVisible();
});

test('a week before it is not offered at home', async ({ phone: { page }, served }) => {
  await openOffline(page, served.url);
  await write(page, { settings: { interview: dayFromNow(7) } });
  await page.reload();
  await expect(page.getByText('in 7 days')).toBeVisible();
  await expect(page.getByRole('link', { name: 'What can still be won' })).toHaveCount(0);
});
