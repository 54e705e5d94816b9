// A burst is in one tab at a time: asked for, taken over, given back.

import { describe, expect, it } from 'vitest';
import type { CardId } from '../../src/bank/card.ts';
import type { BurstId } from '../../src/memory/event.ts';
import type { Environment } from '../../src/state/environment.ts';
import { createPossession } from '../../src/state/possession.ts';
import type { Burst } from '../../src/store/burst.ts';
import { createClaims } from './claims.ts';

function burst(id: string): Burst {
  const place = { kind: 'question', card: 'a' as CardId } as const;
  return { id: id as BurstId, minutes: 5, scope: { kind: 'all' }, startedAt: 1, spentMs: 0, place };
}

const FIRST = burst('first');
const SECOND = burst('second');

const nameOf = ({ id }: Burst) => `burst ${id}`;

/** A tab, and the bursts that were taken away from it. */
function openTab(claim: Environment['claim']) {
  const lost: Burst[] = [];
  return { ...createPossession<Burst>(claim, nameOf, (each) => void lost.push(each)), lost };
}

function twoTabs() {
  const claims = createClaims();
  return [openTab(claims), openTab(claims)] as const;
}

describe('a burst', () => {
  it('belongs to the first tab that asks', async () => {
    const [one, two] = twoTabs();
    expect(await one.possess(FIRST, 'ask')).toBe(true);
    expect(await two.possess(FIRST, 'ask')).toBe(false);
    expect(one.elsewhere.value).toBeNull();
    expect(two.elsewhere.value).toEqual(FIRST);
    expect(one.lost).toEqual([]);
  });

  it('goes to the tab that takes it, and the other one hears of it', async () => {
    const [one, two] = twoTabs();
    await one.possess(FIRST, 'ask');
    await two.possess(FIRST, 'ask');
    expect(await two.possess(FIRST, 'take')).toBe(true);
    expect(two.elsewhere.value).toBeNull();
    expect(one.elsewhere.value).toEqual(FIRST);
    expect(one.lost).toEqual([FIRST]);
  });

  it('comes back the same way', async () => {
    const [one, two] = twoTabs();
    await one.possess(FIRST, 'ask');
    await two.possess(FIRST, 'take');
    expect(await one.possess(FIRST, 'take')).toBe(true);
    expect(two.lost).toEqual([FIRST]);
    expect(one.elsewhere.value).toBeNull();
  });

  it('is free once its tab has gone on to another one', async () => {
    const [one, two] = twoTabs();
    await one.possess(FIRST, 'ask');
    await one.possess(SECOND, 'ask');
    expect(await two.possess(FIRST, 'ask')).toBe(true);
    expect(await two.possess(SECOND, 'ask')).toBe(false);
    expect(one.lost).toEqual([]);
  });

  it('that was left is no loss when another tab takes it', async () => {
    const [one, two] = twoTabs();
    await one.possess(FIRST, 'ask');
    await one.possess(SECOND, 'ask');
    await two.possess(FIRST, 'take');
    expect(one.lost).toEqual([]);
    expect(one.elsewhere.value).toBeNull();
  });
});

describe('where no tab can be asked', () => {
  it('it is here', async () => {
    const tab = openTab(() => Promise.reject(new Error('The code did not come')));
    expect(await tab.possess(FIRST, 'ask')).toBe(true);
    expect(tab.elsewhere.value).toBeNull();
  });
});

describe('a burst that was left', () => {
  it('is free, and no loss when another tab takes it', async () => {
    const [one, two] = twoTabs();
    await one.possess(FIRST, 'ask');
    one.leave();
    expect(await two.possess(FIRST, 'ask')).toBe(true);
    expect(one.lost).toEqual([]);
    expect(one.elsewhere.value).toBeNull();
  });

  it('before it came is not held', async () => {
    const [one, two] = twoTabs();
    const coming = one.possess(FIRST, 'ask');
    one.leave();
    expect(await coming).toBe(false);
    expect(await two.possess(FIRST, 'ask')).toBe(true);
  });
});

describe('of two wishes, one after the other,', () => {
  it('the last one counts, and nothing is held for the first', async () => {
    const held: string[] = [];
    const waiting = new Map<string, () => void>();
    const claim: Environment['claim'] = async (name) => {
      await new Promise<void>((go) => waiting.set(name, go));
      held.push(name);
      return { release: () => held.splice(held.indexOf(name), 1) };
    };
    const tab = openTab(claim);
    const first = tab.possess(FIRST, 'ask');
    const second = tab.possess(SECOND, 'ask');
    waiting.get('burst second')?.();
    expect(await second).toBe(true);
    waiting.get('burst first')?.();
    expect(await first).toBe(false);
    expect(held).toEqual(['burst second']);
    expect(tab.elsewhere.value).toBeNull();
  });
});
