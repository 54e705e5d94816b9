// What more cards and a longer history cost: a start, the next card, memory.

import type { Page } from '@playwright/test';
import { startBurst } from './burst.ts';
import { buildGenerated, CARDS_A_TOPIC, generatedIds } from './generated.ts';
import { writeHistory } from './history.ts';
import { startHost } from './host.ts';
import { install, type Lab, openLab, SLOWDOWN } from './lab.ts';
import { type Measure, measure, medianAtMost } from './measure.ts';
import { paintedAt, watchForThings } from './probe.ts';
import { rateBySwipes } from './rating.ts';
import { median } from './stats.ts';
import { type Rating, watchRatings } from './watch.ts';

interface Size {
  readonly cards: number;
  readonly events: number;
}

const SMALLEST: Size = { cards: 60, events: 0 };
const LARGEST: Size = { cards: 6_000, events: 200_000 };
/** The last two tell which of the two grows. */
const SIZES: readonly Size[] = [
  SMALLEST,
  { cards: 600, events: 10_000 },
  LARGEST,
  { cards: 60, events: 200_000 },
  { cards: 6_000, events: 0 },
];
const QUICK: readonly Size[] = [SMALLEST, { cards: 600, events: 10_000 }];

const MOST_TIMES = 1.3;
const MOST_MB = 40;
const WARM_UPS = 2;

/** A phone of its own for each size, so that all can be measured in turn. */
interface Grown extends Size {
  readonly lab: Lab;
  readonly url: string;
  readonly startMs: number[];
  readonly ratings: Rating[];
  heapMb: number;
}

interface Runs {
  readonly starts: number;
  readonly ratings: number;
  readonly quick: boolean;
}

export async function measureGrowth(runs: Runs): Promise<readonly Measure[]> {
  const sizes = runs.quick ? QUICK : SIZES;
  const builds = new Map<number, string>();
  for (const { cards } of sizes) {
    if (!builds.has(cards)) builds.set(cards, await buildGenerated(cards));
  }
  const all: Grown[] = [];
  try {
    for (const size of sizes) all.push(await grow(builds.get(size.cards) ?? '', size));
    for (let round = 0; round < WARM_UPS + runs.starts; round += 1) {
      for (const one of round % 2 === 0 ? all : all.toReversed()) {
        const ms = await timeStart(one);
        if (round >= WARM_UPS) one.startMs.push(ms);
      }
    }
    for (const one of all) await rateSome(one, runs.ratings);
  } finally {
    for (const { lab } of all) await lab.close();
  }
  return all.flatMap((one) => figuresOf(one, all[0]));
}

async function grow(build: string, size: Size): Promise<Grown> {
  const host = await startHost({ mounts: { '/': build } });
  const lab = await openLab(host.url);
  const { page } = lab;
  await install(page, host.url);
  await host.stop();
  // A file of the app's origin, without the app.
  await page.goto(`${host.url}icon.svg`);
  await writeHistory(page, generatedIds(size.cards), size.events);
  // The first start after it rebuilds the memories, as after an import.
  await install(page, host.url);
  await watchForThings(page);
  await watchRatings(page);
  await rest(lab);
  return { ...size, lab, url: host.url, startMs: [], ratings: [], heapMb: 0 };
}

async function timeStart({ lab, url }: Grown): Promise<number> {
  const { page } = lab;
  await lab.stopWorkers();
  await lab.slowDown(SLOWDOWN);
  await page.goto(url);
  const ms = await paintedAt(page, 'home');
  await rest(lab);
  return ms;
}

/** The phones share the processors: one that is not measured must do nothing, nor be slowed down. */
async function rest({ page, slowDown }: Lab): Promise<void> {
  await page.goto('about:blank');
  await slowDown(1);
}

async function rateSome(one: Grown, cards: number): Promise<void> {
  const { lab, url } = one;
  await startBurst(lab, url);
  await lab.slowDown(1);
  await allTopics(lab.page, one.cards);
  await lab.slowDown(SLOWDOWN);
  one.ratings.push(...(await rateBySwipes(lab, cards)).ratings);
  one.heapMb = await heapMb(lab);
  await rest(lab);
}

/** A burst brings in all topics, one by one; until then it would measure that. */
async function allTopics(page: Page, cards: number): Promise<void> {
  await page.waitForFunction(
    (topics) => {
      const files = performance.getEntriesByType('resource');
      return files.filter(({ name }) => name.includes('/topic-')).length >= topics;
    },
    Math.ceil(cards / CARDS_A_TOPIC),
    { timeout: 120_000 },
  );
}

async function heapMb({ session }: Lab): Promise<number> {
  await session.send('Performance.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 1e6;
}

function figuresOf(one: Grown, smallest: Grown | undefined): readonly Measure[] {
  const name = `${one.cards} cards, ${one.events} events`;
  const paintedMs = one.ratings.map((rating) => rating.paintedMs);
  const figures = [
    measure(`${name}: start`, 'ms', one.startMs),
    measure(`${name}: next card`, 'ms', paintedMs),
    measure(
      `${name}: rating on disk`,
      'ms',
      one.ratings.map((rating) => rating.savedMs),
    ),
    measure(`${name}: memory`, 'MB', [one.heapMb]),
  ];
  if (!smallest || one === smallest) return figures;
  const isLargest = one.cards === LARGEST.cards && one.events === LARGEST.events;
  const goal = (most: number) => (isLargest ? medianAtMost(most) : undefined);
  const starts = one.startMs.map((ms, round) => ms / (smallest.startMs[round] ?? ms));
  const nextCards = median(paintedMs) / median(smallest.ratings.map((rating) => rating.paintedMs));
  return [
    ...figures,
    measure(`${name}: start, to the smallest`, '×', starts, goal(MOST_TIMES)),
    measure(`${name}: next card, to the smallest`, '×', [nextCards], goal(MOST_TIMES)),
    measure(
      `${name}: memory, beyond the smallest`,
      'MB',
      [one.heapMb - smallest.heapMb],
      goal(MOST_MB),
    ),
  ];
}
