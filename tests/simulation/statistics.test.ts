// Quantiles, and the confidence interval of a paired difference.

import { describe, expect, it } from 'vitest';
import { dice, normal } from './dice.ts';
import { difference, drawLearners, mean, paired, quantile, share } from './statistics.ts';

describe('a quantile', () => {
  it('lies between the two nearest values in proportion', () => {
    expect(quantile([4, 1, 3, 2], 0)).toBe(1);
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    // R: quantile(1:4, 0.1) is 1.3.
    expect(quantile([4, 1, 3, 2], 0.1)).toBeCloseTo(1.3, 9);
    expect(quantile([7], 0.1)).toBe(7);
  });
});

describe('a paired interval', () => {
  const LEARNERS = 200;
  const luck = dice('statistics');
  const draws = drawLearners(LEARNERS, 1000, luck);
  const skill = Array.from({ length: LEARNERS }, (_, one) => 10 * normal(luck, 1, one));
  const better = skill.map((value, one) => value + 1 + normal(luck, 2, one));

  it('is a point where all learners differ by the same', () => {
    const plusTwo = skill.map((value) => value + 2);
    for (const bound of paired(plusTwo, skill, mean, difference, draws)) {
      expect(bound).toBeCloseTo(2, 9);
    }
  });

  it('is as wide as the differences make it, not the learners', () => {
    const [value, low, high] = paired(better, skill, mean, difference, draws);
    expect(value).toBeCloseTo(mean(better) - mean(skill), 9);
    // 2 × 1.96 / √200 = 0.277; unpaired it would be about ten times that.
    expect(high - low).toBeGreaterThan(0.277 * 0.8);
    expect(high - low).toBeLessThan(0.277 * 1.2);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(1);
  });

  it('turns round with the sides', () => {
    const tenth = (values: ArrayLike<number>) => quantile(values, 0.1);
    const [value, low, high] = paired(better, skill, tenth, difference, draws);
    const turned = paired(skill, better, tenth, difference, draws);
    for (const [index, bound] of [-value, -high, -low].entries()) {
      expect(turned[index]).toBeCloseTo(bound, 9);
    }
  });

  it('gives a share of nothing as all of it', () => {
    expect(share(3, 4)).toBe(0.75);
    expect(share(0.2, 0)).toBe(1);
  });
});
