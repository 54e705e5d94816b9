// The file that carries a learner elsewhere, read back: nothing in it is believed before it is checked.

import { type Choices, parseChosenAt } from './choices.ts';
import { parseEvent } from './events.ts';
import { parseInPieces } from './json.ts';
import { isFields, isTime } from './parse.ts';
import { inBatches, pause } from './pause.ts';
import { readSettings } from './settings.ts';

/** Characters; some 400,000 ratings, years of study. */
const LARGEST_FILE = 100_000_000;
/** Characters of one event, or of all settings: several times what the longest note needs. */
const LARGEST_VALUE = 20_000;
/** Levels; more than any version needs, fewer than any engine can follow. */
const DEEPEST_VALUE = 20;
/** Epoch ms: the end of the year 9999, so that what happens next still has a time. */
const LATEST = 253_402_300_799_999;
/** Events at a time, so that the page stays awake in between. */
const BATCH = 2000;

/** One event as it is stored, of whatever version. */
export interface RawEvent {
  readonly id: string;
  readonly type: string;
}

export interface Import extends Choices {
  /** Epoch ms; 0 if the file does not say. */
  readonly exportedAt: number;
  /** Whole, as a newer version may know more of them; an id may be there twice. */
  readonly events: readonly RawEvent[];
  /** How many make no sense and are left out. */
  readonly damaged: number;
}

export type FileProblem =
  | 'too-large'
  | 'not-json'
  /** It is JSON, but no export of this app. */
  | 'foreign'
  /** Its format is of a newer version of the app. */
  | 'newer'
  /** It says that it is an export, but has no list of events. */
  | 'no-events';

export type ReadFile =
  | { readonly kind: 'import'; readonly import: Import }
  | { readonly kind: 'problem'; readonly problem: FileProblem };

/** @param text of the whole file; never throws, whatever it is */
export async function readFile(text: string): Promise<ReadFile> {
  if (text.length > LARGEST_FILE) return refuse('too-large');
  const value = await parseJson(text);
  if (value === undefined) return refuse('not-json');
  if (!isFields(value) || value['app'] !== 'pocket-flask') return refuse('foreign');
  const { format, exportedAt, events, settings, chosenAt } = value;
  if (!Number.isInteger(format) || (format as number) < 1) return refuse('foreign');
  if ((format as number) > 1) return refuse('newer');
  if (!Array.isArray(events)) return refuse('no-events');
  const sound: RawEvent[] = [];
  await inBatches(events, BATCH, (batch) => {
    for (const event of batch) if (isSound(event)) sound.push(event);
  });
  return {
    kind: 'import',
    import: {
      exportedAt: isTime(exportedAt) ? exportedAt : 0,
      events: sound,
      damaged: events.length - sound.length,
      settings: readSettings(new Map(soundEntries(settings))).settings,
      chosenAt: parseChosenAt(chosenAt),
    },
  };
}

function refuse(problem: FileProblem): ReadFile {
  return { kind: 'problem', problem };
}

/** `undefined` for what is no JSON. A key that would reach for a prototype is dropped wherever it is. */
async function parseJson(text: string): Promise<unknown> {
  const isPlain = !text.includes('__proto__') && !text.includes('\\u');
  const parse = isPlain ? JSON.parse : parseSafely;
  try {
    return await parseInPieces(text, 'events', (piece) => parse(piece), { batch: BATCH, pause });
  } catch {
    return undefined;
  }
}

function parseSafely(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value));
}

function isSound(value: unknown): value is RawEvent {
  const parsed = parseEvent(value);
  if (parsed.kind === 'damaged' || sizeOf(value) > LARGEST_VALUE) return false;
  return parsed.kind !== 'event' || Math.abs(parsed.event.at) <= LATEST;
}

function soundEntries(settings: unknown): readonly [string, unknown][] {
  return isFields(settings) && sizeOf(settings) <= LARGEST_VALUE ? Object.entries(settings) : [];
}

/** Characters, roughly; endless where it is too deep. */
function sizeOf(value: unknown, level = 0): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  if (level === DEEPEST_VALUE) return Number.POSITIVE_INFINITY;
  return Object.entries(value).reduce(
    (size, [key, inner]) => size + key.length + sizeOf(inner, level + 1),
    0,
  );
}
