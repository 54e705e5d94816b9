// What a learner did since the app was opened, what of it was acknowledged, and which card was up.

import { expect } from '@playwright/test';
import type { Confidence, Event } from '../../src/memory/event.ts';
import { fold } from '../../src/memory/fold.ts';
import { horizon } from '../../src/memory/horizon.ts';
import { byTime } from '../../src/memory/order.ts';
import { reviewsOf } from '../../src/memory/reviews.ts';
import { pick } from '../../src/queue/pick.ts';
import type { Burst } from '../../src/store/burst.ts';
import { wholeBank } from '../browser/bank.ts';
import { type Contents, isReview, isUndo } from '../browser/database.ts';

/** A rating by its confidence. */
export type Act = Confidence | 'undo';

export interface Diary {
  /** Each was begun; the app may have died of it. */
  readonly acts: Act[];
  /** How many of them the receipt stood for. */
  acknowledged: number;
  /** After so many acts this question was up; `null` if nobody had the time to read it. */
  readonly scenes: { readonly acts: number; readonly asked: string | null }[];
}

export function openDiary(asked: string): Diary {
  return { acts: [], acknowledged: 0, scenes: [{ acts: 0, asked }] };
}

/** What is on disk since then is what was done, from its beginning up to all that was acknowledged. */
export function expectKept({ acts, acknowledged }: Diary, before: Contents, now: Contents): number {
  const known = new Map(before.events.map((event) => [event.id, event]));
  const kept = now.events.filter(({ id }) => known.has(id));
  expect(kept, 'what was there before').toEqual(before.events);
  const found = now.events.filter(({ id }) => !known.has(id)).toSorted(byTime);
  expect(found.map(actOf), 'what was done since').toEqual(acts.slice(0, found.length));
  expect(found.length, 'what was acknowledged').toBeGreaterThanOrEqual(acknowledged);
  const memories = new Map(now.memories.map((memory) => [memory.card, memory]));
  expect(memories, 'what the events come to').toEqual(fold(now.events).memories);
  return found.length;
}

function actOf(event: Event): Act | string {
  if (isReview(event)) return event.confidence;
  return isUndo(event) ? 'undo' : event.type;
}

/** The card that is up is the one that was, and the one that the queue's rule picks from the events. */
export function expectSameCard(diary: Diary, found: number, now: Contents, asked: string): void {
  expect(asked, 'the card by the rule').toBe(ruled(now));
  const scenes = diary.scenes.filter(({ acts }) => acts === found);
  const read = scenes.flatMap((scene) => scene.asked ?? []);
  // A burst that was begun in the last moment may not have come to the disk.
  if (read.length === scenes.length) expect(read, 'the card that was up').toContain(asked);
}

function ruled({ events, settings }: Contents): string {
  const bursts = Object.entries(settings).filter(([key]) => key.startsWith('burst/'));
  const [burst] = bursts
    .map(([, value]) => value as Burst)
    .toSorted((a, b) => b.startedAt - a.startedAt);
  if (!burst) throw new Error('No burst is on disk.');
  const ours = events
    .filter((event) => 'burst' in event && event.burst === burst.id)
    .toSorted(byTime);
  const last = ours.at(-1);
  if (last && isUndo(last)) return questionOf(last.card);
  const at = last?.at ?? burst.startedAt;
  const chosen = pick({
    topics: wholeBank().bank.topics,
    memories: fold(events).memories,
    shown: reviewsOf(ours),
    seed: burst.id,
    now: at,
    horizon: horizon(at, null),
  });
  return questionOf(chosen?.card.id ?? '');
}

function questionOf(id: string): string {
  return plain(wholeBank().cards.find((card) => card.id === id)?.plainQuestion ?? '');
}

/** Text as it is compared: white space counts once. */
export function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
