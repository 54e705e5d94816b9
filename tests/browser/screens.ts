// Every screen of the app, each reachable in one step, for checks that hold everywhere.

import { expect, type Locator, type Page } from '@playwright/test';
import { answer, openOffline, question } from './app.ts';
import { wholeBank } from './bank.ts';
import { write } from './database.ts';

export const SCREENS = [
  'home',
  'topics',
  'topic',
  'card',
  'guide',
  'question',
  'answer',
  'summary',
  'settings',
] as const;
export type ScreenName = (typeof SCREENS)[number];

const BURST = 'looked-at';

/** A learner in the middle of things: a third of the cards rated, in all four ways. */
export async function moveIn(page: Page, url: string): Promise<void> {
  await openOffline(page, url);
  const at = Date.now() - 60_000;
  const rated = wholeBank().cards.filter((_, index) => index % 3 === 0);
  const events = rated.map(({ id }, index) => ({
    id: `moved-in-${id}`,
    type: 'review',
    at: at + index,
    card: id,
    burst: index < 7 ? BURST : 'earlier',
    confidence: (index % 4) + 1,
    prediction: 'none',
    tookMs: 20_000,
  }));
  await write(page, { events });
}

/** Opens a screen afresh and waits until all of it is there and at rest. */
export async function visit(page: Page, screen: ScreenName): Promise<void> {
  const { hash, place, shown } = wayTo(page, screen);
  if (place) {
    const startedAt = Date.now() - 300_000;
    const burst = { id: BURST, minutes: 5, startedAt, spentMs: 200_000, place };
    await write(page, { settings: { burst } });
  }
  await page.evaluate((to) => history.replaceState(null, '', to), hash);
  await page.reload();
  await expect(shown).toBeVisible();
  await page.evaluate(async () => {
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
}

interface Way {
  readonly hash: string;
  /** Where the burst is, for its screens. */
  readonly place?: object;
  readonly shown: Locator;
}

function wayTo(page: Page, screen: ScreenName): Way {
  const { id, topic, plainQuestion } = fullestCard();
  switch (screen) {
    case 'home':
      return { hash: '#/', shown: page.getByRole('button', { name: /^Start a/ }) };
    case 'topics':
      return { hash: '#/topics', shown: page.getByRole('listitem').last() };
    case 'topic':
      return { hash: `#/topics/${topic}`, shown: page.getByRole('link', { name: plainQuestion }) };
    case 'card':
      return { hash: `#/card/${id}`, shown: page.getByRole('heading', { name: 'Sources' }) };
    case 'guide':
      return { hash: '#/guide', shown: page.getByRole('heading', { name: 'How to answer' }) };
    case 'question':
      return { hash: '#/burst', place: { kind: 'question', card: id }, shown: question(page) };
    case 'answer':
      return {
        hash: '#/burst',
        place: { kind: 'answer', card: id, prediction: 'none' },
        shown: answer(page),
      };
    case 'summary':
      return {
        hash: '#/burst',
        place: { kind: 'summary' },
        shown: page.getByRole('heading', { name: 'To look at again' }),
      };
    case 'settings':
      return { hash: '#/settings', shown: page.getByText(/ratings and undos on this device/) };
  }
}

/** The card with the most on it is the hardest to lay out. */
function fullestCard() {
  const size = (card: object) => JSON.stringify(card).length;
  const [fullest] = wholeBank().cards.toSorted((a, b) => size(b) - size(a));
  if (!fullest) throw new Error('The bank has no cards.');
  return fullest;
}
