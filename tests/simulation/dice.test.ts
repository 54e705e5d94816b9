// The dice: the same for the same keys, even, and unrelated otherwise.

import { expect, it } from 'vitest';
import { dice, normal } from './dice.ts';
import { mean } from './statistics.ts';

const ROLLS = 20_000;

it('fall the same way for the same seed and keys, in any order', () => {
  const luck = dice('seed');
  const there = [luck(1), luck(1, 2), luck(2, 1)];
  const again = dice('seed');
  expect([again(2, 1), again(1, 2), again(1)]).toEqual(there.toReversed());
  expect(new Set([...there, dice('other')(1)]).size).toBe(4);
});

it('are even', () => {
  const luck = dice('even');
  const tenths = new Array<number>(10).fill(0);
  for (let key = 0; key < ROLLS; key++) {
    const tenth = Math.floor(10 * luck(3, key));
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  // Four standard deviations: 4 √(20,000 × 0.1 × 0.9) = 170.
  for (const count of tenths) expect(Math.abs(count - ROLLS / 10)).toBeLessThan(170);
});

it('give normal numbers', () => {
  const luck = dice('normal');
  const values = Array.from({ length: ROLLS }, (_, key) => normal(luck, key));
  expect(Math.abs(mean(values))).toBeLessThan(0.03);
  expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
  const within = values.filter((value) => Math.abs(value) < 1.96).length / ROLLS;
  expect(within).toBeCloseTo(0.95, 2);
});
