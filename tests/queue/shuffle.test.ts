// The seeded shuffle: pinned, and fair enough.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shuffleKey } from '../../src/queue/shuffle.ts';

const ids = Array.from({ length: 8 }, (_, index) => `contexts-${index}`);

function shuffled(seed: string): string[] {
  return ids.toSorted((a, b) => shuffleKey(seed, a) - shuffleKey(seed, b));
}

it('gives the same order for the same seed, pinned', () => {
  expect(shuffleKey('', '')).toMatchInlineSnapshot(`579050429`);
  expect(shuffled('burst-1').join(' ')).toMatchInlineSnapshot(
    `"contexts-0 contexts-2 contexts-1 contexts-6 contexts-3 contexts-5 contexts-7 contexts-4"`,
  );
  expect(shuffled('burst-2').join(' ')).toMatchInlineSnapshot(
    `"contexts-4 contexts-5 contexts-6 contexts-3 contexts-0 contexts-1 contexts-7 contexts-2"`,
  );
});

it('is an unsigned 32-bit integer', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (seed, id) => {
      const key = shuffleKey(seed, id);
      expect(key).toBe(key >>> 0);
    }),
  );
});

it('lets every id come first about equally often', () => {
  const firsts = new Map<string, number>();
  for (let burst = 0; burst < 4000; burst++) {
    const [first = ''] = shuffled(`burst-${burst}`);
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
  }
  // 500 each; the standard deviation is 21.
  for (const id of ids) {
    expect(firsts.get(id)).toBeGreaterThan(400);
    expect(firsts.get(id)).toBeLessThan(600);
  }
});
