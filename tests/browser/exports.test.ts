// Files that leave the app: by the share sheet where it takes files, else as downloads, and sound ones.

import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { rowsOf } from '../state/table.ts';
import { leaveBurst, openOffline, rateCards, startBurst } from './app.ts';
import { wholeBank } from './bank.ts';
import { type Copy, openSettings } from './copies.ts';
import { contents } from './database.ts';
import { expect, test } from './fixtures.ts';

/** What the learner, or the browser, does with the share sheet. */
type Answer = 'taken' | 'AbortError' | 'NotAllowedError' | 'no files';

interface Shared {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** To be run in the page before the app. */
function standIn(answer: Answer): void {
  const sheet = { asked: 0, shared: [] as Shared[] };
  Object.assign(globalThis, { sheet });
  Navigator.prototype.canShare = (data) => answer !== 'no files' && data?.files?.length === 1;
  Navigator.prototype.share = async ({ files = [] } = {}) => {
    sheet.asked += 1;
    if (answer !== 'taken') throw new DOMException('The share sheet is closed', answer);
    for (const file of files) {
      sheet.shared.push({ name: file.name, type: file.type, text: await file.text() });
    }
  };
}

function sheet(
  page: Page,
): Promise<{ readonly asked: number; readonly shared: readonly Shared[] }> {
  return page.evaluate(
    () => (globalThis as unknown as { sheet: { asked: number; shared: Shared[] } }).sheet,
  );
}

/** Two ratings, and the screen with the exports. @returns everything that is downloaded from then on */
async function openStudied(page: Page, url: string, answer: Answer): Promise<readonly Download[]> {
  await page.addInitScript(standIn, answer);
  await openOffline(page, url);
  await startBurst(page);
  await rateCards(page, ['Solid', 'Blank']);
  await leaveBurst(page);
  await openSettings(page);
  await page.getByText('For other programs').click();
  const downloads: Download[] = [];
  page.on('download', (download) => downloads.push(download));
  return downloads;
}

const lastCopy = (page: Page) => page.locator('dt:text-is("Last copy") + dd');
const exportData = (page: Page) => page.getByRole('button', { name: 'Export my data' }).click();

async function downloadBy(page: Page, button: string): Promise<{ name: string; text: string }> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const download = await downloading;
  await expect(page.getByText('It is in your downloads.')).toBeVisible();
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

test.describe('the share sheet', () => {
  test('takes the file, and that is the last copy', async ({ phone: { page }, served }) => {
    const downloads = await openStudied(page, served.url, 'taken');
    await exportData(page);
    await expect(lastCopy(page)).toHaveText('just now');
    const { shared } = await sheet(page);
    expect(shared).toHaveLength(1);
    expect(shared[0]?.name).toMatch(/^pocket-flask-\d{4}-\d\d-\d\d\.json$/);
    expect(shared[0]?.type).toBe('application/json');
    expect((JSON.parse(shared[0]?.text ?? '') as Copy).events).toHaveLength(2);
    expect(downloads).toEqual([]);
  });

  test('that is closed leaves no file and no last copy, and nothing is erased', async ({
    phone: { page },
    served,
  }) => {
    const downloads = await openStudied(page, served.url, 'AbortError');
    await exportData(page);
    await page.getByRole('button', { name: 'Events as CSV' }).click();
    await expect(page.getByText('Nothing was handed over.')).toBeVisible();
    await page.getByRole('button', { name: 'Erase everything…' }).click();
    await page.getByLabel(/^Type ERASE/).fill('ERASE');
    await page.getByRole('button', { name: 'Export, then erase' }).click();
    await expect(page.getByText('You did not take the copy, so nothing was erased.')).toBeVisible();
    expect((await sheet(page)).asked).toBe(3);
    expect(downloads).toEqual([]);
    await expect(lastCopy(page)).toHaveText('none yet');
    expect((await contents(page)).events).toHaveLength(2);
  });

  for (const answer of ['NotAllowedError', 'no files'] as const) {
    test(`that does not take it (${answer}) leaves it to a download`, async ({
      phone: { page },
      served,
    }) => {
      await openStudied(page, served.url, answer);
      const downloading = page.waitForEvent('download');
      await exportData(page);
      const text = readFileSync(await (await downloading).path(), 'utf8');
      expect((JSON.parse(text) as Copy).events).toHaveLength(2);
      await expect(lastCopy(page)).toHaveText('just now');
      expect((await sheet(page)).asked).toBe(answer === 'no files' ? 0 : 1);
    });
  }
});

test('other programs get every card and every event', async ({ phone: { page }, served }) => {
  await openStudied(page, served.url, 'no files');
  const anki = await downloadBy(page, 'Cards for Anki');
  expect(anki.name).toMatch(/^pocket-flask-anki-\d{4}-\d\d-\d\d\.txt$/);
  const lines = anki.text.split('\n');
  const isNote = (line: string) => !line.startsWith('#');
  const notes = rowsOf(lines.slice(lines.findIndex(isNote)).join('\n'), '\t');
  const { cards } = wholeBank();
  expect(notes.map(([guid]) => guid).toSorted()).toEqual(
    cards.map(({ id }) => `pocket-flask-${id}`).toSorted(),
  );
  expect(notes.filter(([, , , , , confidence]) => confidence !== '')).toHaveLength(2);
  expect(new Set(notes.map((note) => note.length))).toEqual(new Set([10]));

  const csv = await downloadBy(page, 'Events as CSV');
  expect(csv.name).toMatch(/^pocket-flask-events-\d{4}-\d\d-\d\d\.csv$/);
  const [, ...rows] = rowsOf(csv.text, ',');
  const { events } = await contents(page);
  expect(rows.map(([id]) => id).toSorted()).toEqual(events.map(({ id }) => String(id)).toSorted());
});
