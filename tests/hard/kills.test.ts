// The phone kills the app again and again, whatever it is doing: what was acknowledged is always there.

import type { Page } from '@playwright/test';
import {
  answer,
  expectCard,
  expectSaved,
  openOffline,
  question,
  rateCards,
  startBurst,
} from '../browser/app.ts';
import { type Contents, contents } from '../browser/database.ts';
import { expect, test } from '../browser/fixtures.ts';
import type { Phone } from '../browser/phone.ts';
import { type Chance, wait, withChance } from './chance.ts';
import { type Diary, expectKept, expectSameCard, openDiary, plain } from './diary.ts';
import { note } from './note.ts';

const KILLS = 50;
const LONGEST_MS = 2500;

/** For `addInitScript`: tells of every event whose transaction has completed. */
function tellStored(): void {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args) {
    if (this.name === 'events') {
      const { id } = args[0] as { id: string };
      const { stored } = globalThis as unknown as { stored: (id: string) => void };
      this.transaction.addEventListener('complete', () => stored(id));
    }
    return put.apply(this, args);
  };
}

async function listen({ context }: Phone, stored: Set<string>): Promise<void> {
  await context.exposeBinding('stored', (_source, id: string) => void stored.add(id));
  await context.addInitScript(tellStored);
}

/** On either face of the card that is up. */
async function asked(page: Page): Promise<string> {
  return plain((await question(page).textContent()) ?? '');
}

async function numberOf(page: Page): Promise<number> {
  const header = page.locator('main > header').getByText(/^card \d+/);
  return Number(/\d+/.exec((await header.textContent()) ?? '')?.[0]);
}

/** Does something that ends on another card, and reads it if the app lives that long. */
async function turn(page: Page, diary: Diary, act: () => Promise<void>): Promise<void> {
  const scene = { acts: diary.acts.length, asked: null as string | null };
  diary.scenes.push(scene);
  await act();
  scene.asked = await asked(page);
}

async function rate(page: Page, diary: Diary, chance: Chance): Promise<void> {
  const confidence = ([1, 2, 3, 4] as const)[Math.floor(chance.below(4))] ?? 3;
  diary.acts.push(confidence);
  await turn(page, diary, async () => {
    await page.keyboard.press(String(confidence));
    await expect(question(page)).toBeFocused();
  });
}

async function undo(page: Page, diary: Diary, number: number): Promise<void> {
  diary.acts.push('undo');
  await turn(page, diary, async () => {
    await page.keyboard.press('z');
    await expectCard(page, number - 1);
    await expect(answer(page)).toBeFocused();
  });
}

/** Out to the first screen, and back into this burst or a new one. */
async function leave(page: Page, diary: Diary, chance: Chance): Promise<void> {
  await page.keyboard.press('Escape');
  const goOn = page.getByRole('button', { name: /^Go on where you were/ });
  await expect(goOn).toBeVisible();
  if (chance.happens(0.5)) {
    await goOn.click();
    await expect(question(page)).toBeVisible();
  } else await turn(page, diary, () => startBurst(page));
}

/** One thing that a learner does, at random; now and then they look at the receipt. */
async function step(page: Page, diary: Diary, chance: Chance): Promise<void> {
  const number = await numberOf(page);
  if (chance.happens(0.08)) await leave(page, diary, chance);
  else if (number > 1 && chance.happens(0.15)) await undo(page, diary, number);
  else if (await answer(page).isVisible()) await rate(page, diary, chance);
  else {
    await page.keyboard.press('Space');
    await expect(answer(page)).toBeFocused();
  }
  if ((await numberOf(page)) > 1 && chance.happens(0.5)) {
    await expectSaved(page);
    diary.acknowledged = diary.acts.length;
  }
}

/** Studies until the kill; anything else that goes wrong is thrown. */
async function studyUntilKilled(phone: Phone, diary: Diary, chance: Chance): Promise<void> {
  const { page } = phone;
  const moment = chance.below(LONGEST_MS);
  let killed = false;
  async function study(): Promise<void> {
    while (!killed) await step(page, diary, chance);
  }
  const studying = study().catch((error: unknown) => {
    if (!killed) throw error;
  });
  await Promise.race([wait(moment), studying]);
  killed = true;
  await phone.kill();
  await studying;
}

async function goOn(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  await expect(question(page)).toBeVisible();
  return asked(page);
}

test(`${KILLS} kills at random moments: what was acknowledged is there, once, and the same card is up`, async ({
  phone,
  served,
}) => {
  await withChance(async (chance) => {
    const stored = new Set<string>();
    await listen(phone, stored);
    await openOffline(phone.page, served.url);
    await phone.page.getByText('10 min', { exact: true }).tap();
    await startBurst(phone.page);
    await rateCards(phone.page, ['Solid']);

    let before: Contents = await contents(phone.page);
    let diary = openDiary(await asked(phone.page));
    const sum = { done: 0, acknowledged: 0, found: 0 };
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await test.step(`kill ${kill}`, async () => {
        await studyUntilKilled(phone, diary, chance);
        const page = await phone.relaunch();
        await listen(phone, stored);
        await page.goto(served.url);
        const now = await contents(page);
        const found = expectKept(diary, before, now);
        const ids = new Set(now.events.map(({ id }) => String(id)));
        expect([...stored].filter((id) => !ids.has(id))).toEqual([]);
        const up = await goOn(page);
        expectSameCard(diary, found, now, up);
        sum.done += diary.acts.length;
        sum.acknowledged += diary.acknowledged;
        sum.found += found;
        before = now;
        diary = openDiary(up);
      });
    }
    expect(before.events).toHaveLength(sum.found + 1);
    expect(stored.size).toBeGreaterThan(sum.acknowledged);
    note(
      `${KILLS} kills: ${sum.done} ratings and undos begun, ${sum.acknowledged} acknowledged by the receipt, ${stored.size - 1} by their transaction, ${sum.found} found, none of them lost or doubled`,
    );
  });
});
