// The schema in the repository says what an export is: exports obey it, and it agrees with the reader.

import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/memory/event.ts';
import { backupFile, backupOf } from '../../src/state/backup.ts';
import schema from '../../src/store/backup.schema.json' with { type: 'json' };
import { readFile } from '../../src/store/file.ts';
import { logs } from '../memory/logs.ts';
import { createDisk } from '../state/disk.ts';

const validate = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(
  schema,
);

function isValid(file: unknown): boolean {
  return validate(JSON.parse(JSON.stringify(file)));
}

const fileOf = (events: readonly unknown[], more: object = {}) => ({
  app: 'pocket-flask',
  format: 1,
  exportedAt: 1,
  events,
  ...more,
});

describe('an export', () => {
  it('of any log obeys the schema, whether or not all of it is on disk', async () => {
    await fc.assert(
      fc.asyncProperty(logs, logs, fc.boolean(), async (saved, waiting, isBroken) => {
        const { store } = createDisk();
        for (const event of saved) await store.record(event, null);
        await store.saveSetting('interview', '2026-03-16' as never, 1);
        await store.saveSetting('topicsOff', ['routing'] as never, 1);
        const unreadable = { ...store, backup: () => Promise.reject(new Error('unreadable')) };
        if (isBroken && waiting.length === 0) return;
        const { backup } = await backupOf(
          isBroken ? unreadable : store,
          waiting,
          1_800_000_000_000,
        );
        const { text } = backupFile(backup, 1_800_000_000_000);
        expect(isValid(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
        expect(backup.events).toHaveLength((isBroken ? 0 : saved.length) + waiting.length);
      }),
    );
  });

  it.each([
    ['another app', fileOf([], { app: 'anki' })],
    ['another format', fileOf([], { format: 2 })],
    ['no events', { app: 'pocket-flask', format: 1, exportedAt: 1 }],
    ['a day that is no text', fileOf([], { settings: { interview: 20_260_316 } })],
    ['no level at all', fileOf([], { settings: { levels: [] } })],
    ['four minutes', fileOf([], { settings: { minutes: 4 } })],
    ['times in words', fileOf([], { chosenAt: { minutes: 'noon' } })],
  ])('with %s does not', (_, file) => {
    expect(isValid(fileOf([]))).toBe(true);
    expect(isValid(file)).toBe(false);
  });
});

const values = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    '',
    'a',
    'sure',
    'note',
    'undo',
    'applause',
    0,
    -1,
    1,
    2.5,
    4,
    5,
    1e14,
    3e14,
    1e16,
  ),
  fc.constantFrom('x'.repeat(4000), 'x'.repeat(4001), null, true, [], {}),
);

/** Events, whole or with a field gone or replaced. */
const nearEvents = fc
  .tuple(logs, fc.nat(), fc.nat(), fc.constantFrom('gone', 'other', 'whole'), values)
  .filter(([log]) => log.length > 0)
  .map(([log, which, where, fate, value]) => {
    const event = log[which % log.length] as Event;
    const keys = Object.keys(event);
    const key = keys[where % keys.length];
    return Object.fromEntries(
      Object.entries(event)
        .filter(([each]) => fate !== 'gone' || each !== key)
        .map(([each, old]) => [each, fate === 'other' && each === key ? value : old]),
    );
  });

it('the schema and the reader agree on every event', async () => {
  const met = { both: 0, neither: 0 };
  await fc.assert(
    fc.asyncProperty(fc.oneof(nearEvents, fc.jsonValue({ maxDepth: 3 })), async (event) => {
      const result = await readFile(JSON.stringify(fileOf([event])));
      const isRead = result.kind === 'import' && result.import.damaged === 0;
      expect(isValid(fileOf([event]))).toBe(isRead);
      met[isRead ? 'both' : 'neither'] += 1;
    }),
    { numRuns: 3000 },
  );
  expect(Math.min(met.both, met.neither)).toBeGreaterThan(300);
});
