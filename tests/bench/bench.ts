// The whole benchmark, one part after the other.

import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { buildApp, DIST } from '../browser/build.ts';
import { buildBlank } from './blank.ts';
import { measureBulk } from './bulk.ts';
import { measureBurst } from './burst.ts';
import { measureGrowth } from './growth.ts';
import { SLOWDOWN } from './lab.ts';
import type { Measure } from './measure.ts';
import { measureSearch } from './search.ts';
import { measureStartUp } from './startup.ts';
import { tableOf } from './table.ts';
import { measureUpdate } from './update.ts';
import { measureVisits } from './visit.ts';

export interface Result {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly machine: string;
  readonly browser: string;
  /** How many others wanted a processor when it began, by the system's mean over a minute. */
  readonly load: number;
  /** How many times slower the page's processor was made. */
  readonly slowdown: number;
  /** A quick run has too few repetitions to be quoted. */
  readonly quick: boolean;
  readonly measures: readonly Measure[];
}

interface Repetitions {
  readonly starts: number;
  readonly cards: number;
  readonly swipes: number;
  readonly visits: number;
  /** In the file that is imported. */
  readonly bulk: number;
  readonly growth: { readonly starts: number; readonly ratings: number };
}

const FULL: Repetitions = {
  starts: 61,
  cards: 100,
  swipes: 10,
  visits: 5,
  bulk: 200_000,
  growth: { starts: 21, ratings: 15 },
};

const QUICK: Repetitions = {
  starts: 3,
  cards: 3,
  swipes: 1,
  visits: 1,
  bulk: 2_000,
  growth: { starts: 2, ratings: 2 },
};

/** @param tell is given lines for whoever waits */
export async function bench(quick: boolean, tell: (line: string) => void): Promise<Result> {
  const times = quick ? QUICK : FULL;
  const [load = 0] = loadavg();
  tell('Building…');
  await buildApp();
  const builds = { app: DIST, blank: await buildBlank() };
  const parts: readonly [string, () => Promise<readonly Measure[]>][] = [
    ['Starting', () => measureStartUp(builds, times.starts)],
    ['Rating and swiping', () => measureBurst(DIST, times)],
    ['Searching', () => measureSearch(DIST)],
    ['Visiting for the first time', () => measureVisits(DIST, times.visits)],
    ['Updating', () => measureUpdate(DIST)],
    ['Importing', () => measureBulk(DIST, times.bulk)],
    ['Growing', () => measureGrowth({ ...times.growth, quick })],
  ];
  const measures: Measure[] = [];
  for (const [title, part] of parts) {
    tell(`${title}…`);
    measures.push(...(await part()));
  }
  tell(tableOf(measures));
  const [cpu] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpu?.model ?? 'unknown processor'}`,
    browser: versionOf(process.env['CHROME'] ?? 'chromium'),
    load,
    slowdown: SLOWDOWN,
    quick,
    measures,
  };
}

function versionOf(browser: string): string {
  return execFileSync(browser, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] })
    .toString()
    .trim();
}
