// Two tabs of the app at once: each has its own burst, and the log has everybody's ratings.

import { fold } from '../../src/memory/memory.ts';
import { expectCard, leaveBurst, openOffline, question, rateCards, startBurst } from './app.ts';
import { contents, reviews } from './database.ts';
import { expect, test } from './fixtures.ts';

test('a burst in one tab does not come up by itself in another, which may have its own', async ({
  phone,
  served,
}) => {
  const { page } = phone;
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid']);
  const asked = await question(page).textContent();

  const other = await phone.context.newPage();
  await openOffline(other, served.url);
  await expect(other.getByRole('button', { name: 'Start a new 5-minute burst' })).toBeVisible();
  await expect(question(other)).toHaveCount(0);
  await startBurst(other);
  await expectCard(other, 1);
  await rateCards(other, ['Blank', 'Blank']);

  await page.bringToFront();
  await expectCard(page, 2);
  await expect(question(page)).toHaveText(asked ?? '');
  await rateCards(page, ['Nailed']);
  await leaveBurst(page);
  await expectCard(other, 3);
  expect((await reviews(page)).map(({ confidence }) => confidence)).toEqual([3, 1, 1, 4]);
});

test('when both rate, no rating is lost', async ({ phone, served }) => {
  const { page } = phone;
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid']);
  const other = await phone.context.newPage();
  await openOffline(other, served.url);
  await startBurst(other);
  for (let round = 0; round < 3; round += 1) {
    await page.bringToFront();
    await rateCards(page, ['Nailed']);
    await other.bringToFront();
    await rateCards(other, ['Blank']);
  }
  const rated = await reviews(page);
  const given = (burst: string | undefined) =>
    rated.filter((review) => review.burst === burst).map(({ confidence }) => confidence);
  expect(rated).toHaveLength(7);
  expect(given(rated[0]?.burst)).toEqual([3, 4, 4, 4]);
  expect(given(rated.find(({ confidence }) => confidence === 1)?.burst)).toEqual([1, 1, 1]);
  const { events, memories, settings } = await contents(page);
  expect(new Map(memories.map((memory) => [memory.card, memory]))).toEqual(fold(events));
  expect(settings['marker']).toMatchObject({ events: events.length });
});
