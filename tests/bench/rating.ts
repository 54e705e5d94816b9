// How long a rating takes: from the finger's leaving to the next card on the screen, and to the disk.

import type { Page } from '@playwright/test';
import { answer, card, question } from '../browser/app.ts';
import { freeSpot } from '../browser/touch.ts';
import { moveAlong, tap, touch } from './fingers.ts';
import type { Lab } from './lab.ts';
import { allAtMost, type Measure, measure, medianAtMost } from './measure.ts';
import { percentile } from './stats.ts';
import { type Log, ratingsReach, readLog, SHORTEST_TOLD_MS } from './watch.ts';

/** A browser that gets no processor for long takes a touch away, and one swipes again. */
const ATTEMPTS = 5;
const ATTEMPT_MS = 10_000;

/** Reveals and flicks cards away, one after the other, as if each was known; ends on a question. */
export async function rateBySwipes(lab: Lab, cards: number): Promise<Log> {
  const { page, session } = lab;
  const { length } = (await readLog(page)).ratings;
  for (let number = 1; number <= cards; number += 1) {
    // A new burst takes no touch at first, nor does a card that still moves.
    await atRest(page);
    await tap(session, page.getByRole('button', { name: 'I know this' }));
    await answer(page).waitFor();
    await flickAway(lab, length + number);
    await question(page).waitFor();
  }
  await atRest(page);
  return readLog(page);
}

/** @param number of ratings that there are afterwards */
async function flickAway({ page, session }: Lab, number: number): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    await atRest(page);
    const from = await freeSpot(page, 90);
    await touch(session, 'touchStart', from);
    await moveAlong(session, from, { ...from, x: from.x + 200 }, 12);
    await touch(session, 'touchEnd');
    if (await ratingsReach(page, number, ATTEMPT_MS)) return;
  }
  throw new Error(`Card ${number} cannot be swiped away.`);
}

/** Nothing flies any more. */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
  await card(page).and(page.locator(':only-child')).waitFor();
}

/** @param logs of all documents in which ratings were made */
export function ratingMeasures(logs: readonly Log[]): readonly Measure[] {
  const ratings = logs.flatMap((log) => log.ratings);
  const told = logs.flatMap(({ interactions }) => Object.values(interactions));
  // One tap and one swipe a card.
  const untold = Math.max(0, 2 * ratings.length - told.length);
  const delays = [...told, ...Array<number>(untold).fill(SHORTEST_TOLD_MS)];
  const all = <Key extends keyof (typeof ratings)[number]>(key: Key) =>
    ratings.map((rating) => rating[key]);
  return [
    measure('rating: touch end to next card painted', 'ms', all('paintedMs')),
    measure('rating: frames to next card', 'frames', all('frames'), allAtMost(2)),
    measure('rating: touch end to transaction complete', 'ms', all('savedMs')),
    measure(
      'rating: interaction to next paint, 98th percentile',
      'ms',
      [percentile(delays, 0.98)],
      medianAtMost(100),
    ),
  ];
}
