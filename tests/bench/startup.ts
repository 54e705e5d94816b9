// How long a start takes, offline from the service worker, against a blank page started the same way.

import { precacheBlank } from './blank.ts';
import { forgetBursts } from './burst.ts';
import { startHost } from './host.ts';
import { install, type Lab, SLOWDOWN, withLab } from './lab.ts';
import { type Measure, measure, medianAtMost } from './measure.ts';
import { paintedAt, type Thing, watchForThings } from './probe.ts';

const BLANK = 'blank/';
const APP = 'app/';

interface Start {
  readonly thing: Thing;
  readonly path: string;
}

const STARTS: readonly Start[] = [
  { thing: 'blank', path: BLANK },
  { thing: 'home', path: APP },
  { thing: 'question', path: `${APP}#/start/5` },
];

/** Not counted: the browser compiles and caches code on the first ones. */
const WARM_UPS = 3;

/** @param rounds each starts everything once, every other one in reverse order */
export async function measureStartUp(
  builds: { readonly app: string; readonly blank: string },
  rounds: number,
): Promise<readonly Measure[]> {
  const host = await startHost({
    mounts: { [`/${BLANK}`]: builds.blank, [`/${APP}`]: builds.app },
  });
  return withLab(host.url, async (lab) => {
    const { page } = lab;
    await precacheBlank(page, host.url + BLANK);
    await install(page, host.url + APP);
    await host.stop();
    await watchForThings(page);
    await lab.slowDown(SLOWDOWN);

    const times: Record<Thing, number[]> = { blank: [], home: [], question: [] };
    for (let round = 0; round < WARM_UPS + rounds; round += 1) {
      for (const { thing, path } of round % 2 === 0 ? STARTS : STARTS.toReversed()) {
        const ms = await timeStart(lab, host.url, { thing, path });
        if (round >= WARM_UPS) times[thing].push(ms);
      }
    }
    return summary(times);
  });
}

async function timeStart(lab: Lab, origin: string, { thing, path }: Start): Promise<number> {
  const { page } = lab;
  if (thing === 'question') await forgetBursts(page, origin + APP);
  await page.goto('about:blank');
  await lab.stopWorkers();
  await page.goto(origin + path);
  return paintedAt(page, thing);
}

function summary(times: Readonly<Record<Thing, readonly number[]>>): readonly Measure[] {
  const against = (thing: Thing) =>
    times[thing].map((ms, round) => ms / (times.blank[round] ?? ms));
  return [
    measure('start: a blank page', 'ms', times.blank),
    measure('start: home, its button', 'ms', times.home),
    measure('start: shortcut, its first question', 'ms', times.question),
    measure('start: home to blank', '×', against('home'), medianAtMost(1.6)),
    measure('start: shortcut to blank', '×', against('question'), medianAtMost(2)),
  ];
}
