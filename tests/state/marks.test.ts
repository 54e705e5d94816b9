// What the learner marks is on screen at once, on disk as an event, and the fold of those events.

import { effect } from '@preact/signals';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/memory/fold.ts';
import { foldMarks } from '../../src/memory/foldMarks.ts';
import { type Change, changes, marking } from '../memory/logs.ts';
import { id } from '../queue/banks.ts';
import { createClock, HOUR, openApp, openModels, SECOND } from './app.ts';
import { createDisk } from './disk.ts';

const CARD = id('t0-0');
const OTHER = id('t0-1');

describe('a change', () => {
  it('is on screen before it is on disk', async () => {
    const { marks, disk, saving, clock } = await openModels();
    const release = disk.hold();
    const saved = marks.change(CARD, { type: 'star' });
    const starred = {
      card: CARD,
      starred: true,
      suspended: false,
      note: '',
      markedAt: clock.now(),
    };
    expect(marks.of(CARD)).toEqual(starred);
    expect(saving.settled.value).toBe(false);
    release();
    await saved;
    expect(saving.settled.value).toBe(true);
    expect(marks.of(CARD)).toEqual(starred);
    expect(await disk.events()).toEqual([
      { id: expect.any(String), type: 'star', at: clock.now(), card: CARD },
    ]);
  });

  it('concerns its card only', async () => {
    const { marks } = await openModels();
    await marks.change(CARD, { type: 'suspend' });
    expect(marks.of(OTHER)).toBeUndefined();
    expect([...marks.all.value.keys()]).toEqual([CARD]);
  });

  it('leaves alone what was shown before it', async () => {
    const { marks } = await openModels();
    const before = marks.all.value;
    await marks.change(CARD, { type: 'star' });
    expect(before.size).toBe(0);
    expect(marks.all.value).not.toBe(before);
  });

  it('may take another one back; both stay in the log', async () => {
    const { marks, disk, clock } = await openModels();
    await marks.change(CARD, { type: 'note', text: 'g is per request' });
    expect(marks.of(CARD)?.note).toBe('g is per request');
    clock.pass(SECOND);
    await marks.change(CARD, { type: 'note', text: '' });
    expect(marks.of(CARD)?.note).toBe('');
    expect((await disk.events()).map((event) => event.type)).toEqual(['note', 'note']);
  });

  it('is neither a rating nor part of a sitting', async () => {
    const { marks, progress, disk } = await openModels();
    await marks.change(CARD, { type: 'star' });
    expect(progress.memories.value.size).toBe(0);
    expect(disk.bookmarks).toEqual([]);
  });

  it('is there after a kill', async () => {
    const app = await openApp();
    await app.marks.change(CARD, { type: 'star' });
    await app.marks.change(CARD, { type: 'note', text: 'mine' });
    const after = await app.reopen();
    expect(after.marks.of(CARD)).toMatchObject({ starred: true, note: 'mine' });
    expect(after.marks.all.value).toEqual(app.marks.all.value);
  });

  it('that cannot be written stays on screen, is told, and goes to disk later', async () => {
    const { marks, disk, saving, settle } = await openModels();
    disk.broken = true;
    await marks.change(CARD, { type: 'star' });
    expect(marks.of(CARD)?.starred).toBe(true);
    expect(saving.unsaved.value).toBe(1);
    disk.broken = false;
    await settle();
    expect(saving.unsaved.value).toBe(0);
    expect(fold(await disk.events()).marks.get(CARD)?.starred).toBe(true);
  });
});

describe('the time of a change', () => {
  it('is later than that of the one before, even in the same millisecond', async () => {
    const { marks, disk, clock } = await openModels();
    await Promise.all([
      marks.change(CARD, { type: 'star' }),
      marks.change(CARD, { type: 'unstar' }),
      marks.change(CARD, { type: 'star' }),
    ]);
    const events = await disk.events();
    expect(events.map(({ at }) => at - clock.now())).toEqual([0, 1, 2]);
    expect(marks.of(CARD)?.starred).toBe(true);
  });

  it('does not go back where the clock does, so the last one wins', async () => {
    const { marks, disk, clock } = await openModels();
    await marks.change(CARD, { type: 'suspend' });
    clock.pass(-24 * HOUR);
    await marks.change(CARD, { type: 'resume' });
    expect(marks.of(CARD)?.suspended).toBe(false);
    expect(fold(await disk.events()).marks.get(CARD)?.suspended).toBe(false);
  });

  it('is that of the clock again on another card', async () => {
    const { marks, clock } = await openModels();
    await marks.change(CARD, { type: 'star' });
    clock.pass(-HOUR);
    await marks.change(OTHER, { type: 'star' });
    expect(marks.of(OTHER)?.markedAt).toBe(clock.now());
  });
});

describe('marks from storage', () => {
  it('count what another tab wrote', async () => {
    const { marks, disk, clock } = await openModels();
    const elsewhere = marking('0', clock.now() - HOUR, { type: 'note', text: 'elsewhere' }, CARD);
    await disk.store.record(elsewhere, null);
    await marks.change(CARD, { type: 'star' });
    expect(marks.of(CARD)).toMatchObject({ starred: true, note: 'elsewhere' });
  });

  it('replace those on screen; none leaves them', async () => {
    const { marks } = await openModels();
    const noted = foldMarks([marking('1', 1, { type: 'note', text: 'new' }, CARD)]);
    marks.set(CARD, noted);
    expect(marks.of(CARD)).toBe(noted);
    marks.set(CARD, undefined);
    expect(marks.of(CARD)).toBe(noted);
  });

  it('do not overtake a change that is still on its way', async () => {
    const { marks, disk, settle } = await openModels();
    const release = disk.hold();
    void marks.change(CARD, { type: 'star' });
    void marks.change(CARD, { type: 'unstar' });
    const shown: unknown[] = [];
    const dispose = effect(() => {
      shown.push(marks.of(CARD)?.starred);
    });
    release();
    await settle();
    dispose();
    expect(shown).not.toContain(true);
    expect(shown.length).toBeGreaterThan(1);
  });
});

type Step =
  | { readonly do: 'change'; readonly change: Change; readonly card: number }
  | { readonly do: 'set clock'; readonly ms: number }
  | { readonly do: 'break' | 'mend' | 'kill' };

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('change' as const), change: changes, card: fc.nat(2) }),
  },
  fc.record({
    do: fc.constant('set clock' as const),
    ms: fc.integer({ min: -24 * HOUR, max: 24 * HOUR }),
  }),
  fc.constantFrom('break', 'mend', 'kill').map((what): Step => ({ do: what })),
);

it('whatever the disk and the clock do, the last word stands and is the fold of the log', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 30 }), async (all) => {
      const disk = createDisk();
      const clock = createClock();
      let app = await openModels({ disk, clock });
      for (const step of all) {
        if (step.do === 'set clock') clock.pass(step.ms);
        else if (step.do === 'change') {
          const card = id(`t0-${step.card}`);
          await app.marks.change(card, step.change);
          expect(app.marks.of(card)).toMatchObject(wordOf(step.change));
        } else if (step.do === 'kill') {
          disk.broken = false;
          await app.settle();
          const before = app.marks.all.value;
          app = await openModels({ disk, clock });
          expect(app.marks.all.value).toEqual(before);
        } else disk.broken = step.do === 'break';
      }
      disk.broken = false;
      await app.settle();
      expect(app.marks.all.value).toEqual(fold(await disk.events()).marks);
    }),
  );
});

/** What a change alone says of a card. */
function wordOf(change: Change): object {
  if (change.type === 'note') return { note: change.text };
  if (change.type === 'star' || change.type === 'unstar') {
    return { starred: change.type === 'star' };
  }
  return { suspended: change.type === 'suspend' };
}
