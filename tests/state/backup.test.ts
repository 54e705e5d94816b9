// What an export holds: all that is on disk, and what could not be written.

import { describe, expect, it } from 'vitest';
import type { CardId } from '../../src/bank/card.ts';
import type { BurstId, EventId, Review } from '../../src/memory/event.ts';
import { backupOf, exportBackup } from '../../src/state/backup.ts';
import type { HandedOver, NewFile } from '../../src/state/device.ts';
import type { Burst } from '../../src/store/burst.ts';
import { createVolatileStore } from '../../src/store/volatile.ts';
import { openModels } from './app.ts';
import { createDisk, FOLDING } from './disk.ts';

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
  const { backup, isWhole } = await backupOf(store, [review('waits')], NOW);
  expect(isWhole).toBe(true);
  expect(backup).toMatchObject({ app: 'pocket-flask', format: 1, exportedAt: NOW });
  expect(backup.events).toEqual([review('saved'), review('waits')]);
});

it('holds what waits even if the disk cannot be read', async () => {
  const broken = { ...open(), backup: () => Promise.reject(new Error('unreadable')) };
  const { backup, isWhole } = await backupOf(broken, [review('waits')], NOW);
  expect(backup.events).toEqual([review('waits')]);
  expect(isWhole).toBe(false);
});

it('fails rather than hand over an empty file', async () => {
  const broken = { ...open(), backup: () => Promise.reject(new Error('unreadable')) };
  await expect(backupOf(broken, [], NOW)).rejects.toThrow('unreadable');
});

describe('an export', () => {
  /** One rating on disk and one that the disk does not take. */
  async function openTroubled() {
    const disk = createDisk();
    const models = await openModels({ disk });
    await models.saving.save(review('saved'), null);
    disk.broken = true;
    await models.saving.save(review('waits'), null);
    return { disk, models };
  }

  async function handedBy(
    models: Awaited<ReturnType<typeof openModels>>,
    handed: HandedOver = 'downloaded',
  ) {
    const files: NewFile[] = [];
    const device = {
      async handOver(file: NewFile) {
        files.push(file);
        return handed;
      },
    };
    const exported = await exportBackup({ ...models, device });
    const { events } = JSON.parse(files[0]?.text ?? '') as { events: readonly Review[] };
    return { exported, ids: events.map(({ id }) => id) };
  }

  it('of everything counts as the last copy', async () => {
    const { disk, models } = await openTroubled();
    disk.broken = false;
    expect(await handedBy(models)).toEqual({ exported: 'whole', ids: ['saved', 'waits'] });
    expect(models.settings.settings.value.backedUpAt).toBe(models.clock.now());
  });

  it('of only what waits does not, and says so', async () => {
    const { models } = await openTroubled();
    expect(await handedBy(models)).toEqual({ exported: 'partial', ids: ['waits'] });
    expect(models.settings.settings.value.backedUpAt).toBe(0);
  });

  it('that is not taken does not', async () => {
    const { disk, models } = await openTroubled();
    disk.broken = false;
    expect((await handedBy(models, 'cancelled')).exported).toBe('cancelled');
    expect(models.settings.settings.value.backedUpAt).toBe(0);
  });
});
