// When a card that a burst has shown may come back.

import { describe, expect, it } from 'vitest';
import type { Confidence } from '../../src/memory/event.ts';
import { standings } from '../../src/queue/standing.ts';
import { id, MINUTE, MORNING, shown } from './banks.ts';

const others: [string, Confidence][] = [
  ['b', 3],
  ['c', 3],
  ['d', 3],
  ['e', 3],
];

describe('a card the burst has not shown', () => {
  it('has no standing', () => {
    expect(standings([], MORNING).size).toBe(0);
    expect(standings(shown(...others), MORNING).has(id('a'))).toBe(false);
  });
});

describe('a card the burst has shown', () => {
  it.each<[Confidence, object]>([
    [1, { kind: 'returns', confidence: 1 }],
    [2, { kind: 'returns', confidence: 2 }],
    [3, { kind: 'rests' }],
    [4, { kind: 'rests' }],
  ])('after confidence %i, four others and five minutes: %o', (confidence, standing) => {
    expect(standings(shown(['a', confidence], ...others), MORNING).get(id('a'))).toEqual(standing);
  });

  it('rests until four others were rated', () => {
    const three = shown(['a', 1], ...others.slice(1));
    expect(standings(three, MORNING + 60 * MINUTE).get(id('a'))).toEqual({ kind: 'rests' });
  });

  it('rests until two minutes have passed', () => {
    const quick = shown(['a', 1], ...others).map((one) => ({ ...one, at: MORNING }));
    const at = (now: number) => standings(quick, now).get(id('a'))?.kind;
    expect(at(MORNING + 2 * MINUTE - 1)).toBe('rests');
    expect(at(MORNING + 2 * MINUTE)).toBe('returns');
  });

  it('rests if the clock went backwards', () => {
    const ratings = shown(['a', 1], ...others);
    expect(standings(ratings, MORNING - 60 * MINUTE).get(id('a'))).toEqual({ kind: 'rests' });
  });

  it('counts others and minutes from its last showing', () => {
    const again = shown(['a', 1], ...others, ['a', 1], ['f', 3], ['g', 3], ['h', 3]);
    expect(standings(again, MORNING).get(id('a'))).toEqual({ kind: 'rests' });
  });

  it('goes by its last rating', () => {
    const better = shown(['a', 1], ...others, ['a', 3], ...others);
    expect(standings(better, MORNING).get(id('a'))).toEqual({ kind: 'rests' });
    const worse = shown(['a', 1], ...others, ['a', 2], ...others);
    expect(standings(worse, MORNING).get(id('a'))).toEqual({ kind: 'returns', confidence: 2 });
  });

  it('returns twice and no more', () => {
    const once = shown(['a', 1], ...others, ['a', 1], ...others);
    expect(standings(once, MORNING).get(id('a'))).toEqual({ kind: 'returns', confidence: 1 });
    const twice = shown(['a', 1], ...others, ['a', 1], ...others, ['a', 1], ...others);
    expect(standings(twice, MORNING).get(id('a'))).toEqual({ kind: 'rests' });
  });
});
