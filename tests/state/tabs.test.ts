// Two tabs on one disk: each shows what the other wrote, and neither loses what is its own.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/memory/event.ts';
import { fold } from '../../src/memory/fold.ts';
import { createTabs, type News } from '../../src/state/tabs.ts';
import { DEFAULTS } from '../../src/store/settings.ts';
import type { Store } from '../../src/store/store.ts';
import { marking, review } from '../memory/logs.ts';
import { id, MORNING } from '../queue/banks.ts';
import { openModels } from './app.ts';
import { createDisk, type Disk } from './disk.ts';

const CARD = id('t0-0');
const OTHER = id('t0-1');

/** A tab as `main.tsx` wires it; what it tells goes to whoever listens. */
async function openTab(disk: Disk, store: Store = disk.store) {
  const models = await openModels({ disk: { ...disk, store } });
  const told: News[] = [];
  const counted: number[] = [];
  let losses = 0;
  const tabs = createTabs({
    ...models,
    store,
    tell: (news) => void told.push(news),
    onCounted: (events) => void counted.push(events),
    onEmptied() {
      losses += 1;
    },
  });
  return { ...models, tabs, told, counted, losses: () => losses };
}

/** Lets everything happen that can happen without anybody's help. */
const quiet = () => new Promise(setImmediate);

describe('news of a card', () => {
  it('brings its memory and its marks', async () => {
    const disk = createDisk();
    const tab = await openTab(disk);
    const events = [review('1', MORNING, 2, CARD), marking('2', MORNING, { type: 'star' }, CARD)];
    for (const event of events) await disk.store.record(event, null);
    await tab.tabs.hear({ kind: 'card', card: CARD });
    expect(tab.progress.memories.value).toEqual(fold(events).memories);
    expect(tab.marks.all.value).toEqual(fold(events).marks);
  });

  it('does not overtake a rating of our own that is on its way, and is not forgotten', async () => {
    const disk = createDisk();
    const tab = await openTab(disk);
    const theirs = review('1', MORNING, 4, OTHER);
    const ours = review('2', MORNING + 1, 1, CARD);
    await disk.store.record(theirs, null);
    const release = disk.hold();
    const saved = tab.saving.save(ours, null);
    await tab.tabs.hear({ kind: 'card', card: OTHER });
    expect(tab.progress.memories.value.has(OTHER)).toBe(false);
    release();
    await saved;
    await quiet();
    expect(tab.progress.memories.value).toEqual(fold([theirs, ours]).memories);
  });

  it('that is read while we rate is read again', async () => {
    const disk = createDisk();
    const tab = await openTab(disk);
    const theirs = review('1', MORNING, 4, CARD);
    const ours = review('2', MORNING + 1, 1, CARD);
    await disk.store.record(theirs, null);
    const release = disk.hold();
    const heard = tab.tabs.hear({ kind: 'card', card: CARD });
    const saved = tab.saving.save(ours, null);
    release();
    await Promise.all([heard, saved]);
    await quiet();
    expect(tab.progress.memories.value).toEqual(fold([theirs, ours]).memories);
  });

  it('waits for as long as our own cannot be written', async () => {
    const disk = createDisk();
    const tab = await openTab(disk);
    disk.broken = true;
    await tab.saving.save(review('2', MORNING, 1, CARD), null);
    disk.broken = false;
    await disk.store.record(review('1', MORNING, 4, OTHER), null);
    await tab.tabs.hear({ kind: 'everything' });
    expect(tab.progress.memories.value.size).toBe(0);
    await tab.saving.retry();
    await quiet();
    expect(tab.progress.memories.value.size).toBe(2);
  });

  it('that cannot be read changes nothing', async () => {
    const disk = createDisk();
    const tab = await openTab(disk);
    await tab.saving.save(review('1', MORNING, 1, CARD), null);
    const before = tab.progress.memories.value;
    disk.broken = true;
    await tab.tabs.hear({ kind: 'card', card: CARD });
    expect(tab.progress.memories.value).toEqual(before);
  });
});

describe('news of settings', () => {
  it('brings what another tab chose', async () => {
    const disk = createDisk();
    const tab = await openTab(disk);
    await disk.store.saveSetting('minutes', 10, MORNING);
    await tab.tabs.hear({ kind: 'settings' });
    expect(tab.settings.settings.value).toEqual({ ...DEFAULTS, minutes: 10 });
  });

  it('does not take away a choice that could not be written', async () => {
    const disk = createDisk();
    const tab = await openTab(disk);
    disk.broken = true;
    await tab.settings.choose('theme', 'dark');
    disk.broken = false;
    await disk.store.saveSetting('minutes', 10, MORNING);
    await tab.tabs.hear({ kind: 'everything' });
    expect(tab.settings.settings.value).toEqual({ ...DEFAULTS, minutes: 10, theme: 'dark' });
    expect(tab.settings.failed.value).toBe(true);
  });

  it('does not take away a choice that is on its way', async () => {
    const disk = createDisk();
    const tab = await openTab(disk);
    const release = disk.hold();
    const chosen = tab.settings.choose('theme', 'dark');
    await tab.tabs.hear({ kind: 'settings' });
    expect(tab.settings.settings.value.theme).toBe('dark');
    release();
    await chosen;
    await tab.tabs.hear({ kind: 'settings' });
    expect(tab.settings.settings.value.theme).toBe('dark');
  });

  it('leaves the last of several choices standing', async () => {
    const disk = createDisk();
    const tab = await openTab(disk);
    const release = disk.hold();
    const all = [3, 10, 5, 10].map((minutes) => tab.settings.choose('minutes', minutes as 3));
    release();
    await Promise.all(all);
    expect(tab.settings.settings.value.minutes).toBe(10);
    expect((await disk.store.load()).settings.minutes).toBe(10);
  });
});

describe('more than a card', () => {
  it('is told to the others and read by the tab itself, with the number of events', async () => {
    const disk = createDisk();
    const tab = await openTab(disk);
    const events = [review('1', MORNING, 2, CARD), review('2', MORNING, 3, OTHER)];
    for (const event of events) await disk.store.record(event, null);
    await tab.tabs.everythingChanged();
    expect(tab.told).toEqual([{ kind: 'everything' }]);
    expect(tab.counted).toEqual([2]);
    expect(tab.progress.memories.value).toEqual(fold(events).memories);
  });
});

describe('the check after start-up', () => {
  it.each([
    ['stale', 1],
    ['sound', 0],
  ] as const)('reads everything anew only if it was stale (%s)', async (checked, times) => {
    const disk = createDisk();
    const tab = await openTab(disk, { ...disk.store, check: async () => checked });
    await tab.tabs.check();
    expect(tab.counted).toHaveLength(times);
    expect(tab.losses()).toBe(0);
  });

  it('tells of a loss, and does not count it as what is here', async () => {
    const disk = createDisk();
    const tab = await openTab(disk, { ...disk.store, check: async () => 'emptied' });
    await tab.tabs.check();
    expect(tab.losses()).toBe(1);
    expect(tab.counted).toEqual([]);
  });

  it('that fails is no news', async () => {
    const disk = createDisk();
    const check = () => Promise.reject(new Error('unreadable'));
    const tab = await openTab(disk, { ...disk.store, check });
    await tab.tabs.check();
    expect(tab.counted).toEqual([]);
  });
});

it('whatever two tabs do and whenever they hear of it, in the end both show all of it', async () => {
  const step = fc.record({
    tab: fc.nat(1),
    card: fc.constantFrom(CARD, OTHER),
    next: fc.constantFrom('go on', 'wait', 'slow', 'mend', 'break'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const disk = createDisk();
      const tabs = [await openTab(disk), await openTab(disk)] as const;
      const given: Event[] = [];
      let release = () => {};
      for (const [index, { tab, card, next }] of steps.entries()) {
        const [ours, theirs] = tab === 0 ? tabs : [tabs[1], tabs[0]];
        const event = review(String(index).padStart(2, '0'), MORNING + index, 3, card);
        given.push(event);
        void ours.saving.save(event, null).then(() => theirs.tabs.hear({ kind: 'card', card }));
        if (next === 'slow') {
          release();
          release = disk.hold();
        }
        if (next === 'go on') release();
        if (next === 'wait') await quiet();
        if (next === 'break' || next === 'mend') disk.broken = next === 'break';
      }
      disk.broken = false;
      release();
      for (const { saving, tabs: own } of tabs) {
        await saving.retry();
        await own.everythingChanged();
      }
      for (const [index, { tabs: own }] of tabs.entries()) {
        // The news of the last write of the other tab.
        await own.hear(tabs[1 - index]?.told.at(-1) as { kind: 'everything' });
        await quiet();
      }
      for (const { progress } of tabs) {
        expect(progress.memories.value).toEqual(fold(given).memories);
      }
    }),
  );
});
