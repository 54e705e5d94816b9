// The next question comes from the weakest topic, and the card says so.

import type { Review } from '../../src/memory/event.ts';
import { card, openOffline, question, rate, rateCards, reveal, startBurst } from './app.ts';
import { wholeBank } from './bank.ts';
import { write } from './database.ts';
import { expect, test } from './fixtures.ts';

/** One rating for every card of the bank, a minute ago. */
function everythingRated(confidenceOf: (topic: string) => Review['confidence']) {
  const at = Date.now() - 60_000;
  return wholeBank().cards.map(({ id, topic }) => ({
    id: `seed-${id}`,
    type: 'review',
    at,
    card: id,
    burst: 'seed',
    confidence: confidenceOf(topic),
    prediction: 'none',
    tookMs: 20_000,
  }));
}

for (const weak of [0, 7, wholeBank().bank.topics.length - 1]) {
  const { id, title, cards } = wholeBank().bank.topics[weak] ?? { cards: [] };

  test(`${title} rated blank, all else solid or nailed: the burst starts there`, async ({
    phone: { page },
    served,
  }) => {
    await openOffline(page, served.url);
    const strong = (topic: string) => (topic.length % 2 === 0 ? 3 : 4);
    await write(page, { events: everythingRated((topic) => (topic === id ? 1 : strong(topic))) });
    await page.reload();
    const weakest = page.getByRole('listitem').first();
    await expect(weakest).toContainText(title ?? '');
    const [, shown] = /(\d+)% ready/.exec((await weakest.textContent()) ?? '') ?? [];
    // A blank card is trusted by less than a third, and nothing rated shows as nothing.
    expect(Number(shown)).toBeGreaterThan(0);
    expect(Number(shown)).toBeLessThanOrEqual(30);

    await startBurst(page);
    const why = `${title} is your weakest topic: ${shown}% ready`;
    await expect(card(page).getByText(why)).toBeVisible();
    const asked = (await question(page).textContent())?.trim();
    const own = wholeBank().cards.filter(({ topic }) => topic === id);
    expect(own.map(({ plainQuestion }) => plainQuestion)).toContain(asked);

    await rateCards(page, ['Blank', 'Blank']);
    await expect(card(page).getByText(/^A change of topic: /)).toBeVisible();
    expect(own).toHaveLength(cards.length);
  });
}

test('a new learner begins with the first topic, and is told that it is new', async ({
  phone: { page },
  served,
}) => {
  const [first, second] = wholeBank().bank.topics;
  await openOffline(page, served.url);
  // There is no weakest topic yet, so home asks for the interview instead.
  await expect(page.getByRole('heading', { name: 'Your interview' })).toBeVisible();
  await startBurst(page);
  await expect(card(page).getByText(`${first?.title} is new to you`)).toBeVisible();
  await reveal(page);
  await rate(page, 'Solid');
  // One solid card lifts the first topic above all others, which are still at nothing.
  await expect(card(page).getByText(`${second?.title} is new to you`)).toBeVisible();
});
