// No rating is lost on its way to disk, and none is said to be there before it is.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardId } from '../../src/bank/card.ts';
import type { BurstId, Event } from '../../src/memory/event.ts';
import { foldCard, type Memory } from '../../src/memory/memory.ts';
import { createSaving } from '../../src/state/saving.ts';
import type { Burst } from '../../src/store/burst.ts';
import { EVENING, review, undo } from '../memory/logs.ts';
import { createDisk } from './disk.ts';

/** The same burst, further on. */
function place(spentMs: number): Burst {
  const card = 'contexts-1' as CardId;
  return {
    id: 'burst' as BurstId,
    minutes: 5,
    startedAt: EVENING,
    spentMs,
    place: { kind: 'question', card },
  };
}

function open() {
  const disk = createDisk();
  const memories: [CardId, Memory | undefined][] = [];
  const saving = createSaving(disk.store, (card, memory) => memories.push([card, memory]));
  return { disk, saving, memories };
}

const first = review('1', EVENING, 3, 'a');
const second = review('2', EVENING + 1000, 2, 'b');
const third = review('3', EVENING + 2000, 4, 'a');

describe('a rating', () => {
  it('is not called saved before it is on disk', async () => {
    const { disk, saving } = open();
    const release = disk.hold();
    const done = saving.save(first, place(1));
    expect(saving.settled.value).toBe(false);
    expect(saving.saved.value).toBe(0);
    release();
    await done;
    expect(saving.settled.value).toBe(true);
    expect(saving.saved.value).toBe(1);
    expect(await disk.events()).toEqual([first]);
  });

  it('waits for the one before it', async () => {
    const { disk, saving } = open();
    const release = disk.hold();
    void saving.save(first, place(1));
    const done = saving.save(second, place(2));
    release();
    await done;
    expect(disk.log).toEqual(['1 begins', '1 ends', '2 begins', '2 ends']);
  });

  it('brings the burst with it', async () => {
    const { disk, saving } = open();
    await saving.save(first, place(1));
    expect(disk.burst).toEqual(place(1));
  });
});

describe('a rating that cannot be written', () => {
  it('is counted once it was tried, and not while it is on its way', async () => {
    const { disk, saving } = open();
    disk.broken = true;
    const done = saving.save(first, place(1));
    expect(saving.unsaved.value).toBe(0);
    await done;
    expect(saving.unsaved.value).toBe(1);
    await saving.save(second, place(2));
    expect(saving.unsaved.value).toBe(2);
    expect(saving.settled.value).toBe(false);
    expect(saving.saved.value).toBe(0);
  });

  it('goes to disk before the next one', async () => {
    const { disk, saving } = open();
    disk.broken = true;
    await saving.save(first, place(1));
    disk.broken = false;
    await saving.save(second, place(2));
    expect(await disk.events()).toEqual([first, second]);
    expect(saving.unsaved.value).toBe(0);
    expect(saving.saved.value).toBe(2);
  });

  it('goes to disk when the learner asks for it', async () => {
    const { disk, saving } = open();
    disk.broken = true;
    await saving.save(first, place(1));
    await saving.retry();
    expect(saving.unsaved.value).toBe(1);
    disk.broken = false;
    await saving.retry();
    expect(saving.unsaved.value).toBe(0);
    expect(await disk.events()).toEqual([first]);
  });

  it('does not move the burst back when it comes late', async () => {
    const { disk, saving } = open();
    disk.broken = true;
    await saving.save(first, place(1));
    disk.broken = false;
    await saving.keepPlace(place(2));
    await saving.retry();
    expect(await disk.events()).toEqual([first]);
    expect(disk.burst).toEqual(place(2));
  });

  it('is among the events of its burst and card all the same', async () => {
    const { disk, saving } = open();
    await saving.save(first, place(1));
    disk.broken = true;
    await saving.save(second, place(2));
    await saving.save(third, place(3));
    disk.broken = false;
    const ofA = (event: Event) => event.card === first.card;
    expect(await saving.events(disk.store.eventsOfCard(first.card), ofA)).toEqual([first, third]);
    disk.broken = true;
    expect(await saving.events(disk.store.eventsOfCard(first.card), ofA)).toEqual([third]);
  });
});

describe('a place', () => {
  it('is kept where no rating is given', async () => {
    const { disk, saving } = open();
    await saving.keepPlace(place(1));
    expect(disk.burst).toEqual(place(1));
    expect(saving.saved.value).toBe(0);
  });

  it('that cannot be written is no loss to be told', async () => {
    const { disk, saving } = open();
    disk.broken = true;
    await saving.keepPlace(place(1));
    expect(saving.unsaved.value).toBe(0);
    expect(saving.settled.value).toBe(true);
  });

  it('does not move the burst back when the disk is slow and a rating came after it', async () => {
    const { disk, saving } = open();
    const release = disk.hold();
    void saving.save(first, place(1));
    void saving.keepPlace(place(2));
    const done = saving.save(second, place(3));
    release();
    await done;
    expect(disk.burst).toEqual(place(3));
  });
});

describe('the memory from storage', () => {
  it('replaces the one we worked out', async () => {
    const { saving, memories } = open();
    await saving.save(first, place(1));
    await saving.save(third, place(2));
    expect(memories).toEqual([
      ['a', foldCard([first])],
      ['a', foldCard([first, third])],
    ]);
  });

  it('counts what another tab wrote', async () => {
    const { disk, saving, memories } = open();
    const elsewhere = review('0', EVENING - 86_400_000, 4, 'a');
    await disk.store.record(elsewhere, place(0));
    await saving.save(first, place(1));
    expect(memories).toEqual([['a', foldCard([elsewhere, first])]]);
  });

  it('waits while a newer event of the card does', async () => {
    const { disk, saving, memories } = open();
    const release = disk.hold();
    void saving.save(first, place(1));
    void saving.save(second, place(2));
    const done = saving.save(third, place(3));
    release();
    await done;
    expect(memories).toEqual([
      ['b', foldCard([second])],
      ['a', foldCard([first, third])],
    ]);
  });

  it('is none after the only rating was taken back', async () => {
    const { saving, memories } = open();
    await saving.save(first, place(1));
    await saving.save(undo('4', first, EVENING + 3000), place(2));
    expect(memories.at(-1)).toEqual(['a', undefined]);
  });
});

it('whatever the disk does, every rating gets there once, in order, and no place moves back', async () => {
  const step = fc.constantFrom('save', 'place', 'retry', 'break', 'mend', 'slow', 'go on', 'wait');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { disk, saving } = open();
      const given: Event[] = [];
      let release = () => {};
      for (const [index, what] of steps.entries()) {
        if (what === 'save') {
          const event = review(String(index).padStart(2, '0'), EVENING + index);
          given.push(event);
          void saving.save(event, place(index));
        }
        if (what === 'place') void saving.keepPlace(place(index));
        if (what === 'retry') void saving.retry();
        if (what === 'break' || what === 'mend') disk.broken = what === 'break';
        if (what === 'slow') {
          release();
          release = disk.hold();
        }
        if (what === 'go on') release();
        if (what === 'wait') await new Promise(setImmediate);
        const onDisk = await disk.events();
        expect(onDisk).toEqual(given.slice(0, onDisk.length));
        expect(saving.saved.value).toBeLessThanOrEqual(onDisk.length);
      }
      disk.broken = false;
      release();
      await saving.retry();
      expect(await disk.events()).toEqual(given);
      expect(saving.saved.value).toBe(given.length);
      expect(saving.unsaved.value).toBe(0);
      const places = disk.places.map((each) => each.spentMs);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }),
  );
});
