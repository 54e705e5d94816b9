// The file that carries everything a learner did elsewhere, whatever state storage is in.

import type { Event } from '../memory/event.ts';
import { dateIn } from '../memory/horizon.ts';
import type { Backup, Store } from '../store/store.ts';
import type { Device, Exported, NewFile } from './device.ts';
import type { Models } from './models.ts';

interface Copy {
  readonly backup: Partial<Backup>;
  /** Whether what is on disk is in it. */
  readonly isWhole: boolean;
}

/**
 * What is on disk and what still waits to be written.
 *
 * @param waiting events that are not on disk; they are handed over even if the disk cannot be read
 * @param now epoch ms
 * @throws when the disk cannot be read and nothing waits, for then there is nothing to hand over
 */
export async function backupOf(
  store: Store,
  waiting: readonly Event[],
  now: number,
): Promise<Copy> {
  try {
    const backup = await store.backup(now);
    return { backup: { ...backup, events: [...backup.events, ...waiting] }, isWhole: true };
  } catch (error) {
    if (waiting.length === 0) throw error;
    const backup = { app: 'pocket-flask', format: 1, exportedAt: now, events: waiting } as const;
    return { backup, isWhole: false };
  }
}

type Parts = Pick<Models, 'environment' | 'saving' | 'settings'> & {
  readonly device: Pick<Device, 'handOver'>;
};

/** Only a whole copy counts as the last one: a learner who lost everything is sent to look for it. */
export async function exportBackup(parts: Parts): Promise<Exported> {
  const { device, environment, saving, settings } = parts;
  const { store, now } = environment;
  const { backup, isWhole } = await backupOf(store, saving.waiting.peek(), now());
  const handed = await device.handOver(backupFile(backup, now()));
  if (handed === 'cancelled') return 'cancelled';
  if (!isWhole) return 'partial';
  await settings.choose('backedUpAt', now());
  return 'whole';
}

/**
 * The file itself, an event a line, so that a person can read it and a tool can compare two.
 *
 * @param now epoch ms
 */
export function backupFile({ events = [], ...rest }: Partial<Backup>, now: number): NewFile {
  const head = JSON.stringify(rest).slice(0, -1);
  const lines = events.map((event) => JSON.stringify(event)).join(',\n');
  return {
    name: `pocket-flask-${dateIn(0, now)}.json`,
    type: 'application/json',
    text: `${head},"events":[\n${lines}\n]}\n`,
  };
}
