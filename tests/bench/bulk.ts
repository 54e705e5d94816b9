// How awake the page stays while it takes in years of study from a file.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { compileBank } from '../browser/bank.ts';
import { copyOf, openSettings, ratings } from '../browser/copies.ts';
import { startHost } from './host.ts';
import { install, SLOWDOWN, withLab } from './lab.ts';
import { type Measure, measure } from './measure.ts';

const PATIENCE_MS = 600_000;

interface Tasks {
  readonly longest: number;
}

interface Part {
  readonly ms: number;
  /** The longest time in which the page could not have answered a touch. */
  readonly longestTaskMs: number;
}

/** @param build of the app @param events in the file */
export async function measureBulk(build: string, events: number): Promise<readonly Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pocket-flask-bulk-'));
  const file = join(folder, 'pocket-flask.json');
  const cards = (await compileBank()).cards.map(({ id }) => String(id));
  // In the order of their ids, as an export has them.
  const inOrder = ratings('bulk', events, cards).sort((a, b) => (a.id < b.id ? -1 : 1));
  await writeFile(file, copyOf(inOrder));
  const host = await startHost({ mounts: { '/': build } });
  try {
    return await withLab(host.url, async ({ page, slowDown }) => {
      await install(page, host.url);
      await openSettings(page);
      await slowDown(SLOWDOWN);
      const add = page.getByRole('button', { name: 'Add them' });
      const read = await timePart(page, async () => {
        await page.getByLabel('Import a copy').setInputFiles(file);
        await add.waitFor({ timeout: PATIENCE_MS });
      });
      const added = await timePart(page, async () => {
        await add.click();
        await page.getByRole('progressbar').waitFor();
        await page.getByRole('progressbar').waitFor({ state: 'detached', timeout: PATIENCE_MS });
      });
      const name = `import of ${events} events`;
      return [
        measure(`${name}: reading it`, 'ms', [read.ms]),
        measure(`${name}: longest task while reading`, 'ms', [read.longestTaskMs]),
        measure(`${name}: adding them`, 'ms', [added.ms]),
        measure(`${name}: longest task while adding`, 'ms', [added.longestTaskMs]),
      ];
    });
  } finally {
    await host.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function timePart(page: Page, part: () => Promise<void>): Promise<Part> {
  await page.evaluate(() => {
    const tasks = { longest: 0 };
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        tasks.longest = Math.max(tasks.longest, duration);
      }
    }).observe({ type: 'longtask' });
    Object.assign(globalThis, { benchTasks: tasks });
  });
  const started = performance.now();
  await part();
  const ms = performance.now() - started;
  const longestTaskMs = await page.evaluate(
    () => (globalThis as unknown as { benchTasks: Tasks }).benchTasks.longest,
  );
  return { ms, longestTaskMs };
}
