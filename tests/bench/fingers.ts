// Touches at the pace of a hand, stamped with the real time, so that the browser's own delays count.

import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession, Locator } from '@playwright/test';
import { middleOf, type Spot } from '../browser/touch.ts';

/** As often as a phone's screen reports a finger. */
const MOVE_MS = 16;

export async function tap(session: CDPSession, on: Locator): Promise<void> {
  await touch(session, 'touchStart', await middleOf(on));
  await touch(session, 'touchEnd');
}

export async function touch(
  session: CDPSession,
  type: 'touchStart' | 'touchMove' | 'touchEnd',
  at?: Spot,
): Promise<void> {
  await session.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] });
}

/** From where the finger is, at an even speed; a busy page does not hold the finger back. */
export async function moveAlong(
  session: CDPSession,
  from: Spot,
  to: Spot,
  moves: number,
): Promise<void> {
  const started = performance.now();
  const sent: Promise<void>[] = [];
  for (let move = 1; move <= moves; move += 1) {
    const part = move / moves;
    const at = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
    sent.push(touch(session, 'touchMove', at));
    await wait(Math.max(0, started + move * MOVE_MS - performance.now()));
  }
  await Promise.all(sent);
}
