// A choice holds at once, is saved, and cannot be nonsense.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InterviewDate } from '../../src/memory/horizon.ts';
import { readInterviewDate } from '../../src/state/interviewDate.ts';
import { createSettings } from '../../src/state/settings.ts';
import { DEFAULTS, type Settings } from '../../src/store/settings.ts';
import { createDisk, type Disk } from './disk.ts';

/** Local time, as the learner's calendar has it. */
const NOON = new Date(2026, 2, 2, 12).getTime();

describe('the day of the interview', () => {
  it.each([
    ['in the future', '2026-03-16'],
    ['tomorrow', '2026-03-03'],
    ['today', '2026-03-02'],
    ['on a leap day', '2028-02-29'],
  ])('may be %s', (_, date) => {
    expect(readInterviewDate(date, NOON)).toEqual({ kind: 'date', date });
  });

  it('may be taken away', () => {
    expect(readInterviewDate('', NOON)).toEqual({ kind: 'date', date: null });
  });

  it('is today until midnight and past a moment later', () => {
    const midnight = new Date(2026, 2, 3).getTime();
    expect(readInterviewDate('2026-03-02', midnight - 1).kind).toBe('date');
    expect(readInterviewDate('2026-03-02', midnight).kind).toBe('past');
  });

  it.each(['2026-02-30', '2027-02-29', '2026-13-01', '2026-3-2', '02.03.2026', 'soon', ' '])(
    'cannot be "%s"',
    (text) => expect(readInterviewDate(text, NOON)).toEqual({ kind: 'impossible' }),
  );

  it('cannot be in the past', () => {
    expect(readInterviewDate('2026-03-01', NOON)).toEqual({ kind: 'past' });
    expect(readInterviewDate('1970-01-01', NOON)).toEqual({ kind: 'past' });
  });

  it('is never more than what was typed, whatever that is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d{2}-\d{2}$/)), (text) => {
        const choice = readInterviewDate(text, NOON);
        if (choice.kind === 'date') expect(choice.date ?? '').toBe(text);
      }),
    );
  });
});

/** The model, and how often it told that a choice is on disk. */
function open({ store }: Disk, initial: Settings = DEFAULTS) {
  let saves = 0;
  const onSaved = () => {
    saves += 1;
  };
  return {
    model: createSettings({ store, now: () => NOON, onSaved }, initial),
    saved: () => saves,
  };
}

describe('a choice', () => {
  it('holds at once and is on disk a moment later', async () => {
    const disk = createDisk();
    const { model, saved } = open(disk);
    const done = model.choose('theme', 'dark');
    expect(model.settings.value).toEqual({ ...DEFAULTS, theme: 'dark' });
    expect(saved()).toBe(0);
    await done;
    expect(saved()).toBe(1);
    expect((await disk.store.load()).settings.theme).toBe('dark');
    expect(model.failed.value).toBe(false);
  });

  it('that could not be written holds all the same, and says so until one is', async () => {
    const disk = createDisk();
    const { model, saved } = open(disk);
    disk.broken = true;
    await model.choose('minutes', 10);
    expect(model.settings.value.minutes).toBe(10);
    expect(model.failed.value).toBe(true);
    expect(saved()).toBe(0);
    disk.broken = false;
    await model.choose('minutes', 3);
    expect(saved()).toBe(1);
    expect(model.failed.value).toBe(false);
    expect((await disk.store.load()).settings.minutes).toBe(3);
  });
});

describe('a choice that could not be written', () => {
  it('is written with the next one that can be', async () => {
    const disk = createDisk();
    const { model } = open(disk);
    const interview = '2026-03-16' as InterviewDate;
    disk.broken = true;
    await model.choose('interview', interview);
    await model.choose('sound', true);
    expect(model.failed.value).toBe(true);
    disk.broken = false;
    await model.choose('theme', 'dark');
    expect(model.failed.value).toBe(false);
    const chosen = { interview, sound: true, theme: 'dark' };
    expect((await disk.store.load()).settings).toMatchObject(chosen);
    expect(model.settings.value).toMatchObject(chosen);
  });

  it('is told for as long as it cannot be, whatever else is written', async () => {
    const disk = createDisk();
    const { saveSetting } = disk.store;
    const noDate: typeof saveSetting = (key, value, now) =>
      key === 'interview' ? Promise.reject(new Error('No.')) : saveSetting(key, value, now);
    const { model } = open({ ...disk, store: { ...disk.store, saveSetting: noDate } });
    await model.choose('interview', '2026-03-16' as InterviewDate);
    const told: boolean[] = [];
    const stop = model.failed.subscribe((failed) => told.push(failed));
    await model.choose('theme', 'dark');
    stop();
    expect(told).toEqual([true]);
    expect((await disk.store.load()).settings).toMatchObject({ theme: 'dark', interview: null });
  });

  it('is none once a later choice of the same is on disk', async () => {
    const disk = createDisk();
    const { model } = open(disk);
    disk.broken = true;
    await model.choose('minutes', 10);
    disk.broken = false;
    const release = disk.hold();
    const done = [model.choose('minutes', 3), model.choose('theme', 'dark')];
    release();
    await Promise.all(done);
    expect(model.failed.value).toBe(false);
    expect((await disk.store.load()).settings).toMatchObject({ minutes: 3, theme: 'dark' });
  });
});

it('a stored day that no calendar has counts as no date', () => {
  const stored = { ...DEFAULTS, interview: '2026-99-99' as InterviewDate };
  expect(open(createDisk(), stored).model.settings.value).toEqual(DEFAULTS);
});
