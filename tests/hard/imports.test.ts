// The app is killed in the middle of an import: all of it is there, or every byte is as it was.

import { openOffline, rateCards, startBurst } from '../browser/app.ts';
import { wholeBank } from '../browser/bank.ts';
import { bringIn, choose, copyOf, openSettings, ratings } from '../browser/copies.ts';
import { contents, everything } from '../browser/database.ts';
import { expect, test } from '../browser/fixtures.ts';
import { expectFolded } from '../browser/underFault.ts';
import { wait, withChance } from './chance.ts';
import { note } from './note.ts';

const KILLS = 10;
const SIZE = 3000;
const CARDS = wholeBank().cards.map(({ id }) => String(id));

function copyNamed(name: string): string {
  return copyOf(ratings(name, SIZE, CARDS));
}

test(`${KILLS} kills in the middle of an import of ${SIZE} ratings`, async ({ phone, served }) => {
  await withChance(async (chance) => {
    await openOffline(phone.page, served.url);
    await startBurst(phone.page);
    await rateCards(phone.page, ['Solid', 'Blank']);
    await phone.page.goBack();
    await openSettings(phone.page);
    const started = performance.now();
    await bringIn(phone.page, copyNamed('whole'));
    const longest = performance.now() - started;
    const count = { asItWas: 0, whole: 0 };
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const { page } = phone;
      const name = `kill-${kill}`;
      await choose(page, copyNamed(name));
      const add = page.getByRole('button', { name: 'Add them' });
      await expect(add).toBeVisible();
      const before = await everything(page);
      const had = (await contents(page)).events.length;
      await add.click();
      await wait(chance.below(longest));
      await phone.kill();

      const again = await phone.relaunch();
      await again.goto(served.url);
      await expect(again.getByRole('button', { name: /^Go on where you were/ })).toBeVisible();
      const { events } = await contents(again);
      const brought = events.filter(({ id }) => id.startsWith(`${name}-`)).length;
      if (brought === 0) {
        count.asItWas += 1;
        expect(await everything(again), name).toBe(before);
      } else {
        count.whole += 1;
        expect([brought, events.length], name).toEqual([SIZE, had + SIZE]);
      }
      await expectFolded(again);
      await openSettings(again);
    }
    expect(count.asItWas).toBeGreaterThan(0);
    note(
      `${KILLS} kills during an import: ${count.asItWas} times every byte as it was, ${count.whole} times all ${SIZE} ratings`,
    );
  });
});
