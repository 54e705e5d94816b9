// The first visit over a phone's slow network: how long until there is something to do, and the bytes.

import { SLOW_PHONE, startHost } from './host.ts';
import { install, SLOWDOWN, withLab } from './lab.ts';
import { type Measure, measure } from './measure.ts';
import { paintedAt, watchForThings } from './probe.ts';

interface Visit {
  readonly homeMs: number;
  readonly firstCardMs: number;
  /** Up to the first card. */
  readonly firstCardBytes: number;
  /** Until the app needs no network any more. */
  readonly allBytes: number;
}

export async function measureVisits(app: string, runs: number): Promise<readonly Measure[]> {
  const visits: Visit[] = [];
  for (let run = 0; run < runs; run += 1) visits.push(await visit(app));
  const all = (what: keyof Visit) => visits.map((one) => one[what]);
  return [
    measure('first visit, slow 4G: home, its button', 'ms', all('homeMs')),
    measure('first visit, slow 4G: first card by the shortcut', 'ms', all('firstCardMs')),
    measure('first visit: bytes to the first card', 'bytes', all('firstCardBytes')),
    measure('first visit: bytes until ready offline', 'bytes', all('allBytes')),
  ];
}

/** Home and the first card each on a phone that has never seen the app. */
async function visit(app: string): Promise<Visit> {
  const host = await startHost({ mounts: { '/': app }, brotli: true, network: SLOW_PHONE });
  try {
    const homeMs = await withLab(host.url, async ({ page, slowDown }) => {
      await watchForThings(page);
      await slowDown(SLOWDOWN);
      await page.goto(host.url, { waitUntil: 'commit' });
      return paintedAt(page, 'home');
    });
    const before = host.sentBytes();
    return await withLab(host.url, async ({ page, slowDown }) => {
      await watchForThings(page);
      await slowDown(SLOWDOWN);
      await page.goto(`${host.url}#/start/5`, { waitUntil: 'commit' });
      const firstCardMs = await paintedAt(page, 'question');
      const firstCardBytes = host.sentBytes() - before;
      await page.goto('about:blank');
      await install(page, host.url);
      return { homeMs, firstCardMs, firstCardBytes, allBytes: host.sentBytes() - before };
    });
  } finally {
    await host.stop();
  }
}
