// After one visit the network may go away for good: the server is dead and everything still works.

import type { Page } from '@playwright/test';
import {
  answer,
  card,
  expectCard,
  leaveBurst,
  openOffline,
  question,
  rate,
  reveal,
  revealAndFling,
  startBurst,
} from './app.ts';
import { wholeBank } from './bank.ts';
import { reviews } from './database.ts';
import { expect, test } from './fixtures.ts';
import type { Phone } from './phone.ts';
import type { Served } from './served.ts';
import { finishOnNextRating } from './time.ts';

/** A new tab after the server has died; the app's look for an update may fail aloud. */
async function inTheTunnel(phone: Phone, served: Served) {
  await openOffline(phone.page, served.url);
  await served.kill();
  phone.tolerate(/ERR_CONNECTION_REFUSED/);
  const tab = await phone.context.newPage();
  await tab.goto(served.url);
  await expect(tab.getByText('ready offline')).toBeVisible();
  return tab;
}

function promises(): void {
  test('a burst by touch, to its summary', async ({ phone, served }) => {
    const tab = await inTheTunnel(phone, served);
    await startBurst(tab);
    for (let number = 1; number <= 8; number += 1) {
      await expectCard(tab, number);
      await revealAndFling(tab, number % 2 === 1 ? 'right' : 'left');
    }
    await expectCard(tab, 9);
    await expect.poll(async () => (await reviews(tab)).length).toBe(8);
    const rated = await reviews(tab);
    expect(rated.map(({ confidence }) => confidence)).toEqual([3, 1, 3, 1, 3, 1, 3, 1]);
    expect(new Set(rated.map((review) => review.card)).size).toBe(8);
    await expect(question(tab)).toBeVisible();
    await expect(answer(tab)).toHaveCount(0);
    await expect(card(tab)).toHaveCount(1);

    // Its time is taken on the clock that is there when one comes to it.
    await tab.clock.install();
    await leaveBurst(tab);
    await tab.getByRole('button', { name: /^Go on where you were/ }).click();
    await finishOnNextRating(tab);
    await reveal(tab);
    await rate(tab, 'Nailed');
    await expect(tab.getByRole('heading', { name: 'Burst done' })).toBeVisible();
    await expect(tab.getByText('9 cards in 5 min')).toBeVisible();
    await expect.poll(async () => (await reviews(tab)).length).toBe(9);
  });

  test('every topic, every card with all its parts, the guide and settings', async ({
    phone,
    served,
  }) => {
    test.slow();
    const { bank, cards } = wholeBank();
    const tab = await inTheTunnel(phone, served);
    await tab.getByRole('link', { name: 'Topics', exact: true }).click();
    for (const { title } of bank.topics) {
      await expect(tab.getByRole('link', { name: title })).toBeVisible();
    }
    for (const { id, title, cards: entries } of bank.topics) {
      await open(tab, `#/topics/${id}`);
      await expect(tab.getByRole('heading', { level: 1, name: title })).toBeVisible();
      await expect(tab.locator('main li')).toHaveCount(entries.length);
    }
    for (const { id, plainQuestion, points, code, given, wrong, extras, sources } of cards) {
      await open(tab, `#/card/${id}`);
      await expect(tab.getByRole('heading', { level: 1 })).toHaveText(plainQuestion);
      const parts = await tab.locator('main article').evaluate((article) => ({
        headings: [...article.querySelectorAll('h2')].map((heading) => heading.textContent),
        figures: article.querySelectorAll('figure').length,
        spoken: article.querySelector(':scope > div')?.textContent?.trim().length ?? 0,
        points: article.querySelectorAll('section:first-of-type li').length,
        sources: article.querySelectorAll('section:last-of-type li a').length,
      }));
      expect(parts.spoken, id).toBeGreaterThan(40);
      expect(parts, id).toMatchObject({
        figures: code.length + given.length,
        points: points.length,
        sources: sources.length,
      });
      expect(parts.headings, id).toEqual(
        expect.arrayContaining([
          'Points to hit',
          'Why they ask',
          'Sources',
          ...extras.map(({ title }) => title),
          ...wrong.map(() => 'Often said, but wrong'),
        ]),
      );
    }
    await open(tab, '#/guide');
    await expect(tab.getByRole('heading', { name: 'How to answer' })).toBeVisible();
    await tab.getByRole('link', { name: 'Settings' }).click();
    await expect(tab.getByText(`bank ${bank.version}`)).toBeVisible();
    await expect(tab.getByText('ready offline')).toBeVisible();
  });
}

async function open(tab: Page, hash: string): Promise<void> {
  await tab.evaluate((to) => {
    location.hash = to;
  }, hash);
}

test.describe('without a server, from /', promises);

test.describe('without a server, from a sub-path', () => {
  test.use({ subPath: '/deep/er/' });
  promises();
});
