// No rating is lost on its way to disk, and none is said to be there before it is.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardId } from '../../src/bank/card.ts';
import type { BurstId, Event } from '../../src/memory/event.ts';
import { foldMarks } from '../../src/memory/foldMarks.ts';
import type { Marks } from '../../src/memory/marks.ts';
import { foldCard, type Memory } from '../../src/memory/memory.ts';
import { createSaving } from '../../src/state/saving.ts';
import type { Burst } from '../../src/store/burst.ts';
import { StoreUnavailable } from '../../src/store/database.ts';
import type { Mock } from '../../src/store/mock.ts';
import type { Bookmark } from '../../src/store/store.ts';
import { EVENING, marking, review, undo } from '../memory/logs.ts';
import { ALL, bankOf, openApp } from './app.ts';
import { createDisk } from './disk.ts';

/** The same burst, further on. */
function burst(spentMs: number): Burst {
  const card = 'contexts-1' as CardId;
  return {
    id: 'burst' as BurstId,
    minutes: 5,
    scope: { kind: 'all' },
    startedAt: EVENING,
    spentMs,
    place: { kind: 'question', card },
  };
}

function place(spentMs: number): Bookmark {
  return { in: 'burst', at: burst(spentMs) };
}

/** The same mock interview, further on. */
function mock(spentMs: number): Mock {
  return {
    id: 'mock' as BurstId,
    level: 'mid',
    minutes: 15,
    judging: 'after-each',
    startedAt: EVENING,
    questions: ['contexts-1' as CardId],
    spentMs: [spentMs],
    ticks: [],
    place: { kind: 'question', number: 1 },
  };
}

function mockPlace(spentMs: number): Bookmark {
  return { in: 'mock', at: mock(spentMs) };
}

function open() {
  const disk = createDisk();
  const memories: [CardId, Memory | undefined][] = [];
  const marks: [CardId, Marks | undefined][] = [];
  const saving = createSaving(disk.store, (card, state) => {
    memories.push([card, state.memory]);
    marks.push([card, state.marks]);
  });
  return { disk, saving, memories, marks };
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
    expect(disk.burst).toEqual(burst(1));
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
    expect(disk.burst).toEqual(burst(2));
  });

  it('is among the events of its burst and card all the same', async () => {
    const { disk, saving } = open();
    await saving.save(first, place(1));
    disk.broken = true;
    await saving.save(second, place(2));
    await saving.save(third, place(3));
    disk.broken = false;
    const ofA = (event: Event) => event.card === first.card;
    expect(await saving.events(() => disk.store.eventsOfCard(first.card), ofA)).toEqual([
      first,
      third,
    ]);
    disk.broken = true;
    expect(await saving.events(() => disk.store.eventsOfCard(first.card), ofA)).toEqual([third]);
  });
});

describe('the events of a card', () => {
  const ofA = (event: Event) => event.card === first.card;

  it('wait for those that an earlier page could not write', async () => {
    const disk = createDisk();
    let bringBack = () => {};
    const recovered = new Promise<void>((resolve) => {
      bringBack = resolve;
    });
    const saving = createSaving(disk.store, () => {}, recovered);
    const events = saving.events(() => disk.store.eventsOfCard(first.card), ofA);
    void saving.save(first, null);
    bringBack();
    expect(await events).toEqual([first]);
  });

  it('miss none that comes to the disk while it is read', async () => {
    const { disk, saving } = open();
    const release = disk.hold();
    const done = saving.save(first, null);
    const events = await saving.events(async () => {
      const before = await disk.events();
      release();
      await done;
      return before;
    }, ofA);
    expect(events).toEqual([first]);
    expect(saving.waiting.value).toEqual([]);
  });
});

describe('why it cannot be written', () => {
  it.each([
    ['a newer version has taken over the storage', new StoreUnavailable('outdated'), 'outdated'],
    ['the browser has emptied it', new StoreUnavailable('emptied'), 'emptied'],
    ['it does not open', new StoreUnavailable('unreadable'), 'other'],
    ['the disk is full', new DOMException('', 'QuotaExceededError'), 'other'],
    ['nobody knows', undefined, 'other'],
  ])('is told: %s', async (_, error, trouble) => {
    const disk = createDisk();
    const saving = createSaving({ ...disk.store, record: () => Promise.reject(error) }, () => {});
    expect(saving.trouble.value).toBeNull();
    await saving.save(first, null);
    expect(saving.trouble.value).toBe(trouble);
    expect(saving.waiting.value).toEqual([first]);
  });

  it('is no longer told once everything is on disk', async () => {
    const { disk, saving } = open();
    disk.broken = true;
    await saving.save(first, null);
    expect(saving.trouble.value).toBe('other');
    disk.broken = false;
    await saving.retry();
    expect(saving.trouble.value).toBeNull();
  });
});

describe('reading back', () => {
  /** A disk that says it has stored this event, and has not, the first time. */
  function forgetful(lost: Event) {
    const disk = createDisk();
    let isLost = true;
    const saving = createSaving(
      {
        ...disk.store,
        async record(event, bookmark) {
          if (event !== lost || !isLost) return disk.store.record(event, bookmark);
          isLost = false;
          return { memory: undefined, marks: undefined };
        },
      },
      () => {},
    );
    return { disk, saving };
  }

  it('finds what is there, and says nothing', async () => {
    const { saving } = open();
    for (const event of [first, second]) await saving.save(event, place(1));
    await saving.verify(first.burst, [first, second]);
    expect(saving.settled.value).toBe(true);
    expect(saving.unsaved.value).toBe(0);
  });

  it.each([
    ['the last one', third],
    ['one in the middle', second],
  ])('tells that %s is not there after all, and writes it when asked to', async (_, lost) => {
    const { disk, saving } = forgetful(lost);
    for (const event of [first, second, third]) await saving.save(event, place(1));
    expect(saving.settled.value).toBe(true);
    await saving.verify(first.burst, [first, second, third]);
    expect(saving.waiting.value).toEqual([lost]);
    expect(saving.unsaved.value).toBe(1);
    expect(saving.settled.value).toBe(false);
    await saving.retry();
    expect(saving.unsaved.value).toBe(0);
    expect(new Set(await disk.events())).toEqual(new Set([first, second, third]));
  });

  it('does not count twice what is known to wait', async () => {
    const { disk, saving } = open();
    await saving.save(first, place(1));
    disk.broken = true;
    await saving.save(second, place(2));
    disk.broken = false;
    await saving.verify(first.burst, [first, second]);
    expect(saving.waiting.value).toEqual([second]);
  });

  it('waits for what is on its way', async () => {
    const { disk, saving } = open();
    const release = disk.hold();
    void saving.save(first, place(1));
    const verified = saving.verify(first.burst, [first]);
    release();
    await verified;
    expect(saving.unsaved.value).toBe(0);
    expect(saving.settled.value).toBe(true);
  });

  it('of a disk that cannot be read says nothing of what is on it', async () => {
    const { disk, saving } = open();
    await saving.save(first, place(1));
    disk.broken = true;
    await expect(saving.verify(first.burst, [first])).rejects.toThrow('broken');
    expect(saving.unsaved.value).toBe(0);
  });

  it('is done at the end of a burst', async () => {
    const disk = createDisk();
    const app = await openApp({ bank: bankOf(1, 1), disk });
    app.burst.start(5, ALL);
    app.answer(4);
    await app.settle();
    disk.log.length = 0;
    app.answer(4);
    await app.settle();
    await new Promise(setImmediate);
    expect(app.burst.view.value.kind).toBe('summary');
    expect(disk.log).toContain('burst ends');
  });

  it('is done although the summary was put away before its last rating was on disk', async () => {
    const disk = createDisk();
    const app = await openApp({ bank: bankOf(1), disk });
    app.burst.start(5, ALL);
    const release = disk.hold();
    app.answer(4);
    app.burst.close();
    release();
    await app.settle();
    await new Promise(setImmediate);
    expect(app.burst.view.value.kind).toBe('none');
    expect(disk.log).toContain('burst ends');
  });

  it('is done after a rating that could not be written at first', async () => {
    const disk = createDisk();
    const app = await openApp({ bank: bankOf(1), disk });
    app.burst.start(5, ALL);
    await app.settle();
    disk.broken = true;
    app.answer(4);
    await app.settle();
    await new Promise(setImmediate);
    expect(app.saving.unsaved.value).toBe(1);
    disk.broken = false;
    await app.settle();
    await new Promise(setImmediate);
    expect(disk.log).toContain('burst ends');
  });

  it('is done once more after what was not there has been written again, and then no more', async () => {
    const disk = createDisk();
    const app = await openApp({ bank: bankOf(1), disk });
    app.burst.start(5, ALL);
    const { record } = disk.store;
    Object.assign(disk.store, { record: async () => ({ memory: undefined, marks: undefined }) });
    app.answer(4);
    await app.settle();
    await new Promise(setImmediate);
    expect(app.saving.unsaved.value).toBe(1);
    Object.assign(disk.store, { record });
    const readings = () => disk.log.filter((entry) => entry === 'burst ends').length;
    expect(readings()).toBe(1);
    await app.settle();
    await new Promise(setImmediate);
    expect(readings()).toBe(2);
    await app.settle();
    await new Promise(setImmediate);
    expect(app.saving.unsaved.value).toBe(0);
    expect(readings()).toBe(2);
  });
});

describe('a place', () => {
  it('is kept where no rating is given', async () => {
    const { disk, saving } = open();
    await saving.keepPlace(place(1));
    expect(disk.burst).toEqual(burst(1));
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
    expect(disk.burst).toEqual(burst(3));
  });
});

describe('two sittings', () => {
  it('each keep their own place', async () => {
    const { disk, saving } = open();
    await saving.save(first, place(1));
    await saving.save(second, mockPlace(2));
    await saving.keepPlace(place(3));
    expect(disk.burst).toEqual(burst(3));
    expect(disk.mock).toEqual(mock(2));
  });

  it('are not moved by each other, however late an event comes', async () => {
    const { disk, saving } = open();
    disk.broken = true;
    await saving.save(first, place(1));
    await saving.save(second, mockPlace(2));
    await saving.keepPlace(mockPlace(3));
    disk.broken = false;
    await saving.retry();
    expect(await disk.events()).toEqual([first, second]);
    expect(disk.burst).toEqual(burst(1));
    expect(disk.mock).toEqual(mock(3));
  });

  it('do not come back once they are put away', async () => {
    const { disk, saving } = open();
    disk.broken = true;
    await saving.save(first, mockPlace(1));
    await saving.keepPlace({ in: 'mock', at: null });
    disk.broken = false;
    await saving.retry();
    expect(await disk.events()).toEqual([first]);
    expect(disk.mock).toBeNull();
  });
});

describe('an event outside of any sitting', () => {
  const starred = marking('4', EVENING + 3000, { type: 'star' }, 'a');

  it('moves no place', async () => {
    const { disk, saving } = open();
    await saving.save(starred, null);
    expect(await disk.events()).toEqual([starred]);
    expect(disk.bookmarks).toEqual([]);
    await saving.save(first, place(1));
    await saving.save(marking('5', EVENING + 4000, { type: 'unstar' }, 'a'), null);
    expect(disk.places).toEqual([burst(1)]);
  });

  it('waits its turn, is counted and is retried like any other', async () => {
    const { disk, saving } = open();
    disk.broken = true;
    await saving.save(first, place(1));
    await saving.save(starred, null);
    expect(saving.unsaved.value).toBe(2);
    expect(saving.waiting.value).toEqual([first, starred]);
    disk.broken = false;
    await saving.retry();
    expect(await disk.events()).toEqual([first, starred]);
    expect(saving.unsaved.value).toBe(0);
  });

  it('brings back the marks that storage made of it', async () => {
    const { disk, saving, memories, marks } = open();
    const elsewhere = marking('0', EVENING, { type: 'note', text: 'from another tab' }, 'a');
    await disk.store.record(elsewhere, null);
    await saving.save(first, place(1));
    await saving.save(starred, null);
    expect(marks).toEqual([
      ['a', foldMarks([elsewhere])],
      ['a', foldMarks([elsewhere, starred])],
    ]);
    expect(memories.at(-1)).toEqual(['a', foldCard([first])]);
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
  const step = fc.constantFrom(
    ...['save', 'mark', 'place', 'mock', 'retry', 'break', 'mend', 'slow', 'go on', 'wait'],
  );
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
        if (what === 'mark') {
          const id = String(index).padStart(2, '0');
          const event = marking(id, EVENING + index, { type: 'star' });
          given.push(event);
          void saving.save(event, null);
        }
        if (what === 'place') void saving.keepPlace(place(index));
        if (what === 'mock') void saving.keepPlace(mockPlace(index));
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
      const mocks = disk.bookmarks.flatMap((one) => (one.in === 'mock' ? one.at?.spentMs : []));
      expect(mocks).toEqual(mocks.toSorted((a = 0, b = 0) => a - b));
    }),
  );
});
