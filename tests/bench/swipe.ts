// How smoothly a card follows the finger, and what the browser has to work out anew for each move.

import type { Browser, Page } from '@playwright/test';
import { answer, card } from '../browser/app.ts';
import { freeSpot } from '../browser/touch.ts';
import { moveAlong, tap, touch } from './fingers.ts';
import type { Lab } from './lab.ts';
import { allAtMost, type Measure, measure } from './measure.ts';
import { atRest } from './rating.ts';

const MOVES = 60;
/** The first pixels of a swipe, in which the card below appears. */
const BEGUN_PX = 30;
const LENGTH_PX = 240;

interface Smoothness {
  readonly longestFrameMs: number;
  readonly longTasks: number;
}

interface Work {
  /** Of all style recalculations the one that touched most elements. */
  readonly mostRestyled: number;
  /** Things laid out anew, the words of the clock apart. */
  readonly laidOut: number;
}

/** The burst is on a question. */
export async function measureSwipes(lab: Lab, runs: number): Promise<readonly Measure[]> {
  const { page, session } = lab;
  await tap(session, page.getByRole('button', { name: 'I know this' }));
  await answer(page).waitFor();
  await atRest(page);
  const smooth: Smoothness[] = [];
  const work: Work[] = [];
  for (let run = 0; run < runs; run += 1) {
    smooth.push(await swipeBackAndForth(lab, (move) => smoothnessOf(page, move)));
    work.push(await swipeBackAndForth(lab, (move) => workOf(page, move)));
  }
  const elements = await card(page).evaluate((one) => one.querySelectorAll('*').length + 1);
  return [
    measure(
      'swipe of 60 moves: longest frame',
      'ms',
      smooth.map(({ longestFrameMs }) => longestFrameMs),
      allAtMost(33),
    ),
    measure(
      'swipe: long tasks',
      'times',
      smooth.map(({ longTasks }) => longTasks),
      allAtMost(0),
    ),
    measure(
      'swipe: elements restyled by a move',
      'elements',
      work.map(({ mostRestyled }) => mostRestyled),
      allAtMost(elements),
    ),
    measure(
      'swipe: things laid out anew',
      'times',
      work.map(({ laidOut }) => laidOut),
      allAtMost(0),
    ),
  ];
}

/** A swipe of 60 moves that returns to where it came from, so nothing is rated. */
export async function swipeBackAndForth<T>(
  { page, session }: Pick<Lab, 'page' | 'session'>,
  watch: (move: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const left = await freeSpot(page, 90);
  const begun = { ...left, x: left.x + BEGUN_PX };
  const right = { ...left, x: left.x + LENGTH_PX };
  await touch(session, 'touchStart', left);
  await moveAlong(session, left, begun, 6);
  const seen = await watch(() => moveAlong(session, begun, right, MOVES));
  await moveAlong(session, right, left, 12);
  await touch(session, 'touchEnd');
  await atRest(page);
  return seen;
}

async function smoothnessOf(page: Page, move: () => Promise<void>): Promise<Smoothness> {
  await page.evaluate(() => {
    const seen = { longestFrameMs: 0, longTasks: 0, over: false };
    let last = performance.now();
    const tick = (now: number) => {
      seen.longestFrameMs = Math.max(seen.longestFrameMs, now - last);
      last = now;
      if (!seen.over) requestAnimationFrame(tick);
    };
    requestAnimationFrame((now) => {
      last = now;
      requestAnimationFrame(tick);
    });
    new PerformanceObserver((list) => {
      seen.longTasks += list.getEntries().length;
    }).observe({ type: 'longtask' });
    Object.assign(globalThis, { benchSwipe: seen });
  });
  await move();
  return page.evaluate(() => {
    const { benchSwipe } = globalThis as unknown as { benchSwipe: Smoothness & { over: boolean } };
    benchSwipe.over = true;
    return benchSwipe;
  });
}

interface TraceEvent {
  readonly name: string;
  readonly args: { readonly elementCount?: number; readonly data?: { readonly reason?: string } };
}

const TIMELINE = 'devtools.timeline';
const CATEGORIES = [TIMELINE, `disabled-by-default-${TIMELINE}.invalidationTracking`];

/** What the browser has to work out anew while the finger moves. */
export async function workOf(page: Page, move: () => Promise<void>): Promise<Work> {
  const browser = page.context().browser() as Browser;
  await browser.startTracing(page, { categories: CATEGORIES });
  await move();
  const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as {
    traceEvents: readonly TraceEvent[];
  };
  const restyles = traceEvents.filter(({ name }) => name === 'UpdateLayoutTree');
  return {
    mostRestyled: Math.max(0, ...restyles.map(({ args }) => args.elementCount ?? 0)),
    laidOut: traceEvents.filter(isLaidOut).length,
  };
}

function isLaidOut({ name, args }: TraceEvent): boolean {
  return name === 'LayoutInvalidationTracking' && args.data?.reason !== 'Text changed';
}
