// Two devices in everyday life, far longer than in every change's tests.

import { expect, test } from '../browser/fixtures.ts';
import { ask, openLab } from '../browser/openLab.ts';
import { withChance } from './chance.ts';
import { note } from './note.ts';

const LIVES = 150;

test(`${LIVES} random lives of two devices always show what a plain list of what happened comes to`, async ({
  phone: { page },
  served,
}) => {
  await withChance(async (chance) => {
    await openLab(page, served);
    const ran = await ask(page, 'everyday', LIVES, Math.floor(chance.below(2 ** 31)));
    expect(ran).toBeGreaterThan(LIVES * 10);
    note(
      `${LIVES} lives of two devices: ${ran} ratings, undos, marks, reloads, imports and clock changes`,
    );
  });
});
