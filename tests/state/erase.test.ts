// Nothing is erased before it was typed, saved and handed over.

import { describe, expect, it } from 'vitest';
import { exportBackup } from '../../src/state/backup.ts';
import type { HandedOver, NewFile, Storage } from '../../src/state/device.ts';
import { eraseEverything, isConfirmed } from '../../src/state/erase.ts';
import { EVENING, review } from '../memory/logs.ts';
import { openModels } from './app.ts';
import { createDisk } from './disk.ts';

describe('the word', () => {
  it.each(['ERASE', 'erase', ' Erase '])('may be "%s"', (text) => {
    expect(isConfirmed(text)).toBe(true);
  });

  it.each(['', 'ERAS', 'ERASE ALL', 'yes'])('is not "%s"', (text) => {
    expect(isConfirmed(text)).toBe(false);
  });
});

describe('erasing everything', () => {
  interface Parts {
    readonly canErase?: boolean;
    readonly isTaken?: boolean;
    readonly storage?: Storage;
  }

  /** A device whose copies and erasures are real ones of the disk. */
  async function open({ canErase = true, isTaken = true, storage = 'durable' }: Parts = {}) {
    const disk = createDisk();
    const models = await openModels({ disk });
    const copies: (readonly unknown[])[] = [];
    async function handOver({ text }: NewFile): Promise<HandedOver> {
      if (!isTaken) return 'cancelled';
      copies.push(JSON.parse(text).events);
      return 'downloaded';
    }
    const device = {
      storage,
      exportData: () => exportBackup({ ...models, device: { handOver } }),
      async erase() {
        if (!canErase) throw new Error('The disk is broken');
        await disk.store.erase();
      },
    };
    return { disk, saving: models.saving, copies, device };
  }

  const event = review('1', EVENING);

  it('hands over a copy first, with what was still on its way', async () => {
    const { disk, saving, copies, device } = await open();
    const release = disk.hold();
    void saving.save(event, null);
    const outcome = eraseEverything({ device, saving });
    release();
    expect(await outcome).toBe('erased');
    expect(copies).toEqual([[event]]);
    expect(await disk.events()).toEqual([]);
  });

  it('leaves nothing that could be written afterwards', async () => {
    const { disk, saving, device } = await open();
    const release = disk.hold();
    void saving.save(event, null);
    const outcome = eraseEverything({ device, saving });
    release();
    await outcome;
    await saving.retry();
    expect(saving.settled.value).toBe(true);
    expect(await disk.events()).toEqual([]);
  });

  it('does not happen without a copy', async () => {
    const { disk, saving, device } = await open();
    await saving.save(event, null);
    disk.broken = true;
    expect(await eraseEverything({ device, saving })).toBe('no-copy');
    expect(await disk.events()).toEqual([event]);
  });

  it('does not happen with a copy of only what waits', async () => {
    const { disk, saving, copies, device } = await open();
    await saving.save(event, null);
    disk.broken = true;
    const waiting = review('2', EVENING);
    await saving.save(waiting, null);
    expect(await eraseEverything({ device, saving })).toBe('no-copy');
    expect(copies).toEqual([[waiting]]);
    expect(await disk.events()).toEqual([event]);
  });

  it('does not happen when the copy was not taken', async () => {
    const { disk, saving, device } = await open({ isTaken: false });
    await saving.save(event, null);
    expect(await eraseEverything({ device, saving })).toBe('not-taken');
    expect(await disk.events()).toEqual([event]);
  });

  it.each<Storage>(['blocked', 'outdated', 'unreadable', 'refused'])(
    'does not happen where what is stored is %s',
    async (storage) => {
      const { disk, saving, copies, device } = await open({ storage });
      await saving.save(event, null);
      expect(await eraseEverything({ device, saving })).toBe('out-of-reach');
      expect(copies).toEqual([]);
      expect(await disk.events()).toEqual([event]);
    },
  );

  it('says so when it fails', async () => {
    const { disk, saving, copies, device } = await open({ canErase: false });
    await saving.save(event, null);
    expect(await eraseEverything({ device, saving })).toBe('failed');
    expect(copies).toEqual([[event]]);
    expect(await disk.events()).toEqual([event]);
  });
});
