// The page that has storage and models alone, from the test's side.

import type { Page } from '@playwright/test';
import { LAB } from './build.ts';
import type { lab } from './lab/lab.ts';
import type { Served } from './served.ts';

type Lab = typeof lab;

/** Calls a function of the lab by its name, in the page. */
export async function ask<Name extends keyof Lab>(
  page: Page,
  name: Name,
  ...args: Parameters<Lab[Name]>
): Promise<Awaited<ReturnType<Lab[Name]>>> {
  const call = page.evaluate(
    async ([what, given]) => {
      const { lab: all } = globalThis as unknown as {
        lab: Record<string, (...a: unknown[]) => unknown>;
      };
      return all[what]?.(...given);
    },
    [name, args] as const,
  );
  return (await call) as Awaited<ReturnType<Lab[Name]>>;
}

export async function openLab(page: Page, served: Served): Promise<void> {
  await served.deploy(LAB);
  await page.goto(served.url);
  await page.waitForFunction(() => 'lab' in globalThis);
}
