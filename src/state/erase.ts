// The way to nothing: only after the learner typed it, and only after a copy was handed over.

import type { Device } from './device.ts';
import type { Saving } from './saving.ts';

export const WORD = 'ERASE';

export type Erased =
  | 'erased'
  /** What is stored does not open to this page, so everything is still there. */
  | 'out-of-reach'
  /** No whole copy could be made, so everything is still there. */
  | 'no-copy'
  /** The learner did not take the copy, so everything is still there. */
  | 'not-taken'
  /** There is a copy, and everything is still there. */
  | 'failed';

interface Parts {
  readonly device: Pick<Device, 'storage' | 'exportData' | 'erase'>;
  readonly saving: Pick<Saving, 'retry'>;
}

export function isConfirmed(text: string): boolean {
  return text.trim().toUpperCase() === WORD;
}

export async function eraseEverything({ device, saving }: Parts): Promise<Erased> {
  // Only what stands beside the database would go: ratings not saved yet, and its second copy.
  if (device.storage !== 'durable') return 'out-of-reach';
  // Whatever is still on its way must not arrive afterwards.
  await saving.retry();
  try {
    const exported = await device.exportData();
    if (exported === 'cancelled') return 'not-taken';
    if (exported === 'partial') return 'no-copy';
  } catch {
    return 'no-copy';
  }
  try {
    await device.erase();
  } catch {
    return 'failed';
  }
  return 'erased';
}
