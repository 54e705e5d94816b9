// Settings with the time they were chosen at, so that of two devices the later choice wins.

import { isFields, isTime } from './parse.ts';
import type { Database } from './promised.ts';
import { DEFAULTS, readSettings, type Settings } from './settings.ts';
import { type FoldedTransaction, STRICT, settle } from './transaction.ts';

const CHOSEN_AT = 'chosenAt';

/** What belongs to the learner and goes along to another device; the rest belongs to the device. */
const SHARED = [
  'interview',
  'levels',
  'topicsOff',
  'minutes',
] as const satisfies (keyof Settings)[];

type Shared = (typeof SHARED)[number];

/** Epoch ms by setting; what was never chosen is missing. */
export type ChosenAt = Readonly<Partial<Record<keyof Settings, number>>>;

/** The choices of a learner as a file brings them. */
export interface Choices {
  readonly settings: Settings;
  readonly chosenAt: ChosenAt;
}

/** All that is stored under settings: choices, and the app's own notes. */
export async function storedSettings(store: KeyedStore): Promise<Map<string, unknown>> {
  const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
  return new Map(keys.map((key, index) => [key, values[index]]));
}

interface KeyedStore {
  getAllKeys(): Promise<readonly string[]>;
  getAll(): Promise<readonly unknown[]>;
}

/** @param now epoch ms */
export async function putChoice<Key extends keyof Settings>(
  db: Database,
  key: Key,
  value: Settings[Key],
  now: number,
): Promise<void> {
  const tx = db.transaction('settings', 'readwrite', STRICT);
  await settle(tx, async () => {
    const before = parseChosenAt(await tx.store.get(CHOSEN_AT));
    // A clock that was set back must not make a new choice lose against an old one.
    const at = Math.max(now, (before[key] ?? 0) + 1);
    await tx.store.put(value, key);
    await tx.store.put({ ...before, [key]: at }, CHOSEN_AT);
  });
}

export function choicesIn(stored: ReadonlyMap<string, unknown>): Choices {
  return {
    settings: readSettings(stored).settings,
    chosenAt: parseChosenAt(stored.get(CHOSEN_AT)),
  };
}

/** Every shared choice as it is stored, for a copy. */
export async function choiceEntries(tx: FoldedTransaction): Promise<readonly Entry[]> {
  const settings = tx.objectStore('settings');
  const keys = [...SHARED, CHOSEN_AT];
  return Promise.all(keys.map(async (key): Promise<Entry> => [key, await settings.get(key)]));
}

type Entry = readonly [key: string, value: unknown];

/**
 * Puts back what an import took over, but for what the learner has chosen since.
 *
 * @param entries as `choiceEntries` gave them, from disk
 * @param taken as `mergeChoices` gave it
 */
export async function restoreChoices(
  tx: FoldedTransaction,
  entries: unknown,
  taken: ChosenAt,
): Promise<void> {
  const former = new Map(Array.isArray(entries) ? (entries as readonly Entry[]) : []);
  const formerTimes = parseChosenAt(former.get(CHOSEN_AT));
  const settings = tx.objectStore('settings');
  const times: Times = { ...parseChosenAt(await settings.get(CHOSEN_AT)) };
  for (const key of SHARED) {
    if (taken[key] === undefined || times[key] !== taken[key]) continue;
    if (former.get(key) === undefined) await settings.delete(key);
    else await settings.put(former.get(key), key);
    delete times[key];
    Object.assign(times, only(formerTimes, key));
  }
  if (Object.keys(times).length > 0) await settings.put(times, CHOSEN_AT);
  else await settings.delete(CHOSEN_AT);
}

type Times = Partial<Record<keyof Settings, number>>;

function only(times: ChosenAt, key: Shared): ChosenAt {
  return times[key] === undefined ? {} : { [key]: times[key] };
}

export function parseChosenAt(value: unknown): ChosenAt {
  if (!isFields(value)) return {};
  const keys = Object.keys(DEFAULTS) as (keyof Settings)[];
  return Object.fromEntries(
    keys.flatMap((key) => {
      const at = Object.hasOwn(value, key) ? value[key] : undefined;
      return isTime(at) ? [[key, at]] : [];
    }),
  );
}

/** The shared choices of the file that are later than those here. */
export function laterChoices(ours: Choices, theirs: Choices): readonly Shared[] {
  return SHARED.filter((key) => {
    const [our, their] = [timeOf(ours, key), timeOf(theirs, key)];
    if (our !== their) return their > our;
    // Both at once: any rule will do that every device follows alike.
    return JSON.stringify(theirs.settings[key]) < JSON.stringify(ours.settings[key]);
  });
}

/** Files of the first versions do not say when; any choice is later than none. */
function timeOf({ settings, chosenAt }: Choices, key: Shared): number {
  const isDefault = JSON.stringify(settings[key]) === JSON.stringify(DEFAULTS[key]);
  return chosenAt[key] ?? (isDefault ? Number.NEGATIVE_INFINITY : 0);
}

/**
 * Takes over the later ones, within a transaction that brings the events, too.
 *
 * @returns what was taken over, with the time of each choice
 */
export async function mergeChoices(tx: FoldedTransaction, theirs: Choices): Promise<ChosenAt> {
  const settings = tx.objectStore('settings');
  const ours = choicesIn(await storedSettings(settings));
  const taken: Times = {};
  for (const key of laterChoices(ours, theirs)) {
    await settings.put(theirs.settings[key], key);
    taken[key] = theirs.chosenAt[key] ?? 0;
  }
  if (Object.keys(taken).length > 0) await settings.put({ ...ours.chosenAt, ...taken }, CHOSEN_AT);
  return taken;
}
