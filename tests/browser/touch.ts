// Fingers on the glass, over CDP: real touches, with exact times that no busy machine can stretch.

import type { CDPSession, Locator, Page } from '@playwright/test';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

interface Pace {
  /** How many moves lie between down and up. */
  readonly steps?: number;
  /** From down to up, as the events say. */
  readonly ms?: number;
}

export interface Finger {
  /** @param afterMs how long it was off the glass before */
  readonly down: (at: Spot, afterMs?: number) => Promise<void>;
  readonly move: (to: Spot, pace?: Pace) => Promise<void>;
  /** @param afterMs how long the finger rests before it leaves the glass */
  readonly up: (afterMs?: number) => Promise<void>;
  /** The browser or the phone takes the touch for itself. */
  readonly cancel: () => Promise<void>;
  /** A second finger next to it. */
  readonly joinedAt: (at: Spot) => Promise<void>;
}

const sessions = new WeakMap<Page, Promise<CDPSession>>();

export async function finger(page: Page): Promise<Finger> {
  const known = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, known);
  const session = await known;
  let fingers: readonly Spot[] = [];
  let clockMs = Date.now();

  async function send(
    type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel',
    touchPoints: readonly Spot[],
  ): Promise<void> {
    const timestamp = clockMs / 1000;
    const points = touchPoints.map((spot, id) => ({ ...spot, id }));
    await session.send('Input.dispatchTouchEvent', { type, touchPoints: points, timestamp });
    fingers = touchPoints;
  }

  return {
    async down(at, afterMs = 0) {
      clockMs += afterMs;
      await send('touchStart', [at]);
    },
    async move(to, { steps = 12, ms = 144 } = {}) {
      const from = fingers[0] ?? to;
      for (let step = 1; step <= steps; step += 1) {
        clockMs += ms / steps;
        const part = step / steps;
        const at = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
        await send('touchMove', [at, ...fingers.slice(1)]);
      }
    },
    async up(afterMs = 8) {
      clockMs += afterMs;
      await send('touchEnd', []);
    },
    cancel: () => send('touchCancel', []),
    joinedAt: (at) => send('touchStart', [...fingers, at]),
  };
}

/** One finger down, along a straight line, and up. */
export async function swipe(page: Page, from: Spot, to: Spot, pace?: Pace): Promise<void> {
  const one = await finger(page);
  await one.down(from);
  await one.move(to, pace);
  await one.up();
}

/** A flick of the card that is up, well inside the screen's edges. */
export async function fling(page: Page, direction: 'left' | 'right'): Promise<void> {
  const [start, end] = direction === 'right' ? [90, 290] : [320, 120];
  const from = await freeSpot(page, start);
  await swipe(page, from, { ...from, x: end });
}

/**
 * Where on the card that is up a finger swipes: links, boxes to tick and code keep their touch. A
 * new burst has no such place at first.
 */
export async function freeSpot(page: Page, x: number): Promise<Spot> {
  const found = await page.waitForFunction((at) => {
    for (let y = 160; y < innerHeight - 160; y += 8) {
      const under = document.elementFromPoint(at, y);
      const top = under?.closest('article[data-layer="top"]');
      if (top && !under?.closest('a, button, label, input, pre, [data-overflows]')) {
        return { x: at, y };
      }
    }
    return null;
  }, x);
  return (await found.jsonValue()) as Spot;
}

export async function middleOf(locator: Locator): Promise<Spot> {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  if (!box) throw new Error('There is nothing to touch.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
