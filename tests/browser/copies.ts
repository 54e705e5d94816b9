// Copies of a learner's data as files: exporting one, choosing one, and making up some.

import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import type { Review } from '../../src/memory/event.ts';
import { review } from '../memory/logs.ts';

export interface Copy {
  readonly app: string;
  readonly format: number;
  readonly exportedAt: number;
  readonly events: readonly unknown[];
  readonly settings?: object;
  readonly chosenAt?: object;
}

export function copyOf(events: readonly unknown[], more: Partial<Copy> = {}): string {
  return JSON.stringify({ app: 'pocket-flask', format: 1, exportedAt: 1, events, ...more });
}

/** Ratings over these cards, a second apart, the last one long before now. */
export function ratings(name: string, count: number, cards: readonly string[]): Review[] {
  return Array.from({ length: count }, (_, index) => {
    const card = cards[index % cards.length] ?? '';
    return review(`${name}-${index}`, 1_700_000_000_000 + index * 1000, 3, card);
  });
}

export async function openSettings(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Your data' })).toBeVisible();
}

export async function choose(page: Page, text: string | Buffer): Promise<void> {
  const buffer = typeof text === 'string' ? Buffer.from(text) : text;
  const file = { name: 'pocket-flask.json', mimeType: 'application/json', buffer };
  await page.getByLabel('Import a copy').setInputFiles(file);
}

/** Chooses a copy and adds it. */
export async function bringIn(page: Page, text: string): Promise<void> {
  await choose(page, text);
  await page.getByRole('button', { name: 'Add them' }).click();
  await expect(page.getByText(/^Done: /)).toBeVisible();
}

export async function exportCopy(page: Page): Promise<string> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export my data' }).click();
  return readFileSync(await (await downloading).path(), 'utf8');
}
