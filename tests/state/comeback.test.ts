// After a kill the learner comes back to the burst begun last, at the card that is due.

import { describe, expect, it } from 'vitest';
import type { Review } from '../../src/memory/event.ts';
import type { Burst } from '../../src/store/burst.ts';
import { ALL, bankOf, HOUR, openApp, SECOND } from './app.ts';
import type { Disk } from './disk.ts';

/** A disk as it is found later: with this place, and the events it has. */
function leftAt(disk: Disk, burst: Burst | null): Disk {
  const load = async () => ({ ...(await disk.store.load()), burst });
  return { ...disk, store: { ...disk.store, load } };
}

describe('a burst begun after another one', () => {
  it('is the later one even where the clock was set back', async () => {
    const app = await openApp({ bank: bankOf(4, 4) });
    app.burst.start(5, ALL);
    await app.settle();
    const first = app.disk.burst;
    app.clock.pass(-48 * HOUR);
    app.burst.start(5, ALL);
    await app.settle();
    expect(app.disk.burst?.id).not.toBe(first?.id);
    expect(app.disk.burst?.startedAt).toBeGreaterThan(first?.startedAt ?? 0);
  });

  it.each([
    ['in place of the one that was left', true],
    ['after that one was taken up', false],
  ])('is the later one after a kill, too: %s', async (_, instead) => {
    const app = await openApp({ bank: bankOf(4, 4) });
    app.burst.start(5, ALL);
    await app.settle();
    const { bank, clock, disk } = app;
    const left = disk.burst;
    clock.pass(-48 * HOUR);
    const later = await openApp({ bank, clock, disk: leftAt(disk, left) });
    if (instead) later.bursts.ask(3);
    else later.burst.start(3, ALL);
    await later.settle();
    expect(disk.burst?.minutes).toBe(3);
    expect(disk.burst?.startedAt).toBeGreaterThan(left?.startedAt ?? 0);
  });
});

describe('a rating that came to disk late, without its place,', () => {
  /** Three ratings are on disk, but the place is the answer of the third card. */
  async function late() {
    const app = await openApp({ bank: bankOf(4, 4) });
    app.burst.start(5, ALL);
    app.answer(3);
    app.answer(1);
    app.look(10 * SECOND);
    app.burst.reveal('sure');
    await app.settle();
    const left = app.disk.burst;
    const { id } = app.up().entry;
    app.burst.rate(id, 4);
    await app.settle();
    return { app, rated: id, left };
  }

  it('is not asked for again: the card after it is up', async () => {
    const { app, rated, left } = await late();
    const { bank, clock, disk } = app;
    const later = await openApp({ bank, clock, disk: leftAt(disk, left) });
    expect(later.up()).toMatchObject({ number: 4, face: { kind: 'question' } });
    expect(later.up().entry.id).not.toBe(rated);
    later.answer(2);
    await later.settle();
    const ratings = (await disk.events()).filter(
      (event): event is Review => event.type === 'review',
    );
    expect(ratings.map(({ confidence }) => confidence)).toEqual([3, 1, 4, 2]);
    expect(new Set(ratings.map(({ burst }) => burst)).size).toBe(1);
  });

  it('and several after it are not asked for again either', async () => {
    const { app, left } = await late();
    const { bank, clock, disk } = app;
    const cards = [...Array(3)].map(() => app.answer(4));
    await app.settle();
    const later = await openApp({ bank, clock, disk: leftAt(disk, left) });
    expect(later.up()).toMatchObject({ number: 7, face: { kind: 'question' } });
    expect(cards).not.toContain(later.up().entry.id);
  });

  it('can be undone', async () => {
    const { app, rated, left } = await late();
    const { bank, clock, disk } = app;
    const later = await openApp({ bank, clock, disk: leftAt(disk, left) });
    later.burst.undo();
    expect(later.up()).toMatchObject({ number: 3, entry: { id: rated }, face: { kind: 'answer' } });
    await later.settle();
    // The place of an undo is that of a card whose rating no longer stands: nothing was late.
    const again = await later.reopen();
    expect(again.up()).toMatchObject({ number: 3, entry: { id: rated }, face: { kind: 'answer' } });
  });
});
