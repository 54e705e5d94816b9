// The copy of everything that an import makes first, and the way back to it.

import type { EventId } from '../memory/event.ts';
import { type ChosenAt, choiceEntries, parseChosenAt, restoreChoices } from './choices.ts';
import { isFields, isText, isTime } from './parse.ts';
import type { Database } from './promised.ts';
import { forgetCache } from './refold.ts';
import type { LastImport } from './store.ts';
import { foldedPart, type ImportTransaction, importTransaction, settle } from './transaction.ts';

const BATCH = 1000;
const SEAL = 'import';
const CHOICES = 'choices';

interface Seal {
  /** Epoch ms. */
  readonly takenAt: number;
  /** The events that were not here before. */
  readonly added: readonly EventId[];
  /** The settings that were taken over. */
  readonly chosen: ChosenAt;
}

/** Copies all events and choices; an earlier copy makes way. */
export async function copyAll(tx: ImportTransaction): Promise<void> {
  const snapshots = tx.objectStore('snapshots');
  await snapshots.clear();
  const events = tx.objectStore('events');
  let range: IDBKeyRange | undefined;
  for (let number = 0; ; number += 1) {
    const [keys, values] = await Promise.all([
      events.getAllKeys(range, BATCH),
      events.getAll(range, BATCH),
    ]);
    const last = keys.at(-1);
    if (last === undefined) break;
    await snapshots.put(values, number);
    range = IDBKeyRange.lowerBound(last, true);
  }
  await snapshots.put(await choiceEntries(foldedPart(tx)), CHOICES);
}

/** Makes the copy one that can be gone back to. */
export async function sealSnapshot(tx: ImportTransaction, seal: Seal): Promise<void> {
  await tx.objectStore('snapshots').put(seal, SEAL);
}

export async function lastImport(db: Database): Promise<LastImport | null> {
  const seal = parseSeal(await db.get('snapshots', SEAL));
  return seal && { takenAt: seal.takenAt, added: seal.added.length };
}

/** Puts everything back as it was before the last import; what happened since then stays. */
export async function takeBack(db: Database): Promise<void> {
  const tx = importTransaction(db);
  await settle(tx, async () => {
    const snapshots = tx.objectStore('snapshots');
    const seal = parseSeal(await snapshots.get(SEAL));
    if (!seal) return;
    const events = tx.objectStore('events');
    // One by one they would take long; the clearing below comes after all of them.
    for (const id of seal.added) void events.delete(id).catch(() => undefined);
    for (const key of await snapshots.getAllKeys()) {
      const batch = typeof key === 'number' ? await snapshots.get(key) : [];
      for (const event of batch as readonly unknown[]) {
        void events.put(event).catch(() => undefined);
      }
    }
    await restoreChoices(foldedPart(tx), await snapshots.get(CHOICES), seal.chosen);
    await forgetCache(foldedPart(tx));
    await snapshots.clear();
  });
}

function parseSeal(value: unknown): Seal | null {
  if (!isFields(value)) return null;
  const { takenAt, added, chosen } = value;
  if (!isTime(takenAt) || !Array.isArray(added) || !added.every(isText)) return null;
  return { takenAt, added: added as EventId[], chosen: parseChosenAt(chosen) };
}
