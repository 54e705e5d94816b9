// Importing step by step: nothing is changed before it was shown, and only the file chosen last counts.

import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/memory/event.ts';
import { createTabs } from '../../src/state/tabs.ts';
import { createTransfer, type TextFile } from '../../src/state/transfer.ts';
import { knownEvents } from '../../src/store/events.ts';
import { readFile } from '../../src/store/file.ts';
import type { LastImport, Store } from '../../src/store/store.ts';
import { createVolatileStore } from '../../src/store/volatile.ts';
import { marking, review } from '../memory/logs.ts';
import { id, MORNING } from '../queue/banks.ts';
import { openModels } from './app.ts';
import { createDisk, type Disk, FOLDING } from './disk.ts';

const CARD = id('t0-0');
const RATING = review('1', MORNING, 3, CARD);
const STAR = marking('2', MORNING, { type: 'star' }, id('t0-1'));
const ELSEWHERE = review('3', MORNING, 3, id('of another bank'));

/** The disk of the other tests, with the plainest import there can be. */
function importing(disk: Disk): Store {
  let last: LastImport | null = null;
  let former: readonly Event[] = [];
  async function access(): Promise<void> {
    if (disk.broken) throw new Error('The disk is broken');
  }
  return {
    ...disk.store,
    durable: true,
    readFile,
    async compare(file) {
      await access();
      const here = new Set((await disk.events()).map((event) => String(event.id)));
      const news = knownEvents(file.events.filter((event) => !here.has(event.id)));
      const reviews = news.filter(({ type }) => type === 'review').length;
      const known = file.events.length - news.length;
      const cards = new Set(news.map(({ card }) => card));
      const others = news.length - reviews;
      return { reviews, others, known, newer: 0, damaged: file.damaged, settings: 0, cards };
    },
    async merge(file, now, onProgress) {
      await access();
      former = await disk.events();
      for (const event of knownEvents(file.events)) await disk.store.record(event, null);
      onProgress(0.5);
      last = { takenAt: now, added: (await disk.events()).length - former.length };
    },
    lastImport: async () => last,
    async takeBack() {
      await access();
      await disk.store.erase();
      for (const event of former) await disk.store.record(event, null);
      last = null;
    },
  };
}

async function openDevice(disk = createDisk(), store: Store = importing(disk)) {
  const models = await openModels({ disk: { ...disk, store } });
  const nothing = () => undefined;
  const quiet = { tell: nothing, onCounted: nothing, onEmptied: nothing };
  const tabs = createTabs({ ...models, store, ...quiet });
  /** How many events were on disk at each copy that was kept. */
  const reserved: number[] = [];
  const device = {
    async keepReserve() {
      reserved.push((await disk.events()).length);
    },
  };
  return { ...models, disk, reserved, transfer: createTransfer({ ...models, device, tabs }) };
}

function fileOf(...events: readonly object[]): TextFile {
  const text = JSON.stringify({ app: 'pocket-flask', format: 1, exportedAt: 1, events });
  return { size: text.length, text: async () => text };
}

const PREVIEW = {
  reviews: 1,
  others: 1,
  known: 0,
  newer: 0,
  damaged: 0,
  settings: 0,
  unknownCards: 0,
};

describe('a file that was opened', () => {
  it('is shown, and nothing is changed', async () => {
    const { transfer, disk } = await openDevice();
    const opening = transfer.open(fileOf(RATING, STAR));
    expect(transfer.step.value).toEqual({ kind: 'reading' });
    await opening;
    expect(transfer.step.value).toEqual({ kind: 'preview', preview: PREVIEW });
    expect(await disk.events()).toEqual([]);
  });

  it('is added only after a copy of what was here', async () => {
    const { transfer, disk, reserved } = await openDevice();
    await transfer.open(fileOf(RATING));
    expect(reserved).toEqual([]);
    await transfer.add();
    expect(reserved).toEqual([0]);
    expect(await disk.events()).toHaveLength(1);
  });

  it('says how many cards are not in this bank', async () => {
    const { transfer } = await openDevice();
    await transfer.open(fileOf(RATING, ELSEWHERE, { ...ELSEWHERE, id: '4' }));
    expect(transfer.step.value).toMatchObject({ preview: { reviews: 3, unknownCards: 1 } });
  });

  it('can be left alone', async () => {
    const { transfer, disk } = await openDevice();
    await transfer.open(fileOf(RATING));
    transfer.cancel();
    expect(transfer.step.value).toEqual({ kind: 'idle' });
    await transfer.add();
    expect(await disk.events()).toEqual([]);
  });

  it.each([
    ['is no export', { size: 2, text: async () => '{}' }, 'foreign'],
    ['is larger than any phone likes', { size: 3e8, text: async () => '' }, 'too-large'],
    [
      'is gone before it is read',
      { size: 9, text: () => Promise.reject(new DOMException('', 'NotFoundError')) },
      'unreadable',
    ],
  ])('and %s is a problem with a name', async (_, file, problem) => {
    const { transfer } = await openDevice();
    await transfer.open(file);
    expect(transfer.step.value).toEqual({ kind: 'problem', problem });
  });

  it('is not even read where nothing would be kept', async () => {
    const disk = createDisk();
    const { transfer } = await openDevice(disk, createVolatileStore(FOLDING));
    await transfer.open(fileOf(RATING));
    expect(transfer.step.value).toEqual({ kind: 'problem', problem: 'no-storage' });
  });
});

describe('of two files, one after the other,', () => {
  /** A file that takes its time. */
  function slow(...events: readonly object[]) {
    let finish = () => {};
    const ready = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const file = fileOf(...events);
    return { finish, file: { ...file, text: () => ready.then(file.text) } };
  }

  it('the one chosen last counts, even if the first is read after it', async () => {
    const { transfer, disk } = await openDevice();
    const first = slow(ELSEWHERE);
    const opening = transfer.open(first.file);
    await transfer.open(fileOf(RATING, STAR));
    first.finish();
    await opening;
    expect(transfer.step.value).toEqual({ kind: 'preview', preview: PREVIEW });
    await transfer.add();
    expect(await disk.events()).toEqual([RATING, STAR]);
  });

  it('one that was cancelled while it was read does not come up again', async () => {
    const { transfer } = await openDevice();
    const first = slow(RATING);
    const opening = transfer.open(first.file);
    transfer.cancel();
    first.finish();
    await opening;
    expect(transfer.step.value).toEqual({ kind: 'idle' });
  });
});

describe('adding', () => {
  it('brings all of it on screen, tells what came, and can be taken back', async () => {
    const { transfer, progress, marks } = await openDevice();
    await transfer.open(fileOf(RATING, STAR));
    await transfer.add();
    expect(transfer.step.value).toEqual({ kind: 'done', preview: PREVIEW });
    expect(transfer.last.value).toMatchObject({ added: 2 });
    expect(progress.memories.value.has(CARD)).toBe(true);
    expect(marks.of(id('t0-1'))?.starred).toBe(true);
    await transfer.takeBack();
    expect(transfer.step.value).toEqual({ kind: 'taken-back' });
    expect(transfer.last.value).toBeNull();
    expect(progress.memories.value.size).toBe(0);
  });

  it('happens once, however often it is asked for', async () => {
    const { transfer, disk } = await openDevice();
    await transfer.open(fileOf(RATING));
    await Promise.all([transfer.add(), transfer.add()]);
    expect(await disk.events()).toEqual([RATING]);
  });

  it('that fails says so and leaves all as it was', async () => {
    const { transfer, disk, progress } = await openDevice();
    await transfer.open(fileOf(RATING));
    disk.broken = true;
    await transfer.add();
    expect(transfer.step.value).toEqual({ kind: 'failed' });
    expect(await disk.events()).toEqual([]);
    expect(progress.memories.value.size).toBe(0);
  });

  it('comes after our own ratings, so that taking it back leaves them', async () => {
    const { transfer, disk, saving } = await openDevice();
    disk.broken = true;
    await saving.save(RATING, null);
    disk.broken = false;
    await transfer.open(fileOf(RATING, STAR));
    await transfer.add();
    expect(saving.settled.value).toBe(true);
    await transfer.takeBack();
    expect(await disk.events()).toEqual([RATING]);
  });

  it('taken back in vain says so', async () => {
    const { transfer, disk } = await openDevice();
    await transfer.open(fileOf(RATING));
    await transfer.add();
    disk.broken = true;
    await transfer.takeBack();
    expect(transfer.step.value).toEqual({ kind: 'failed' });
    expect(await disk.events()).toEqual([RATING]);
  });
});
