// What an export holds: all that is on disk, and what could not be written.

import { expect, it } from 'vitest';
import type { CardId } from '../../src/bank/card.ts';
import type { BurstId, EventId, Review } from '../../src/memory/event.ts';
import { backupOf } from '../../src/state/backup.ts';
import type { Burst } from '../../src/store/burst.ts';
import { createVolatileStore } from '../../src/store/volatile.ts';
import { FOLDING } from './disk.ts';

const NOW = 1_800_000_000_000;

function review(id: string): Review {
  return {
    id: id as EventId,
    type: 'review',
    at: NOW,
    card: 'c' as CardId,
    burst: 'b' as BurstId,
    confidence: 3,
    prediction: 'sure',
    tookMs: 1000,
  };
}

const BURST: Burst = {
  id: 'b' as BurstId,
  minutes: 5,
  scope: { kind: 'all' },
  startedAt: NOW,
  spentMs: 0,
  place: { kind: 'summary' },
};

const open = () => createVolatileStore(FOLDING);

it('holds what is on disk and what waits', async () => {
  const store = open();
  await store.record(review('saved'), { in: 'burst', at: BURST });
  const backup = await backupOf(store, [review('waits')], NOW);
  expect(backup).toMatchObject({ app: 'pocket-flask', format: 1, exportedAt: NOW });
  expect(backup.events).toEqual([review('saved'), review('waits')]);
});

it('holds what waits even if the disk cannot be read', async () => {
  const broken = { ...open(), backup: () => Promise.reject(new Error('unreadable')) };
  expect((await backupOf(broken, [review('waits')], NOW)).events).toEqual([review('waits')]);
});

it('fails rather than hand over an empty file', async () => {
  const broken = { ...open(), backup: () => Promise.reject(new Error('unreadable')) };
  await expect(backupOf(broken, [], NOW)).rejects.toThrow('unreadable');
});
