// The file that carries a learner elsewhere, read back: nothing in it is believed before it is checked.

import { type Choices, parseChosenAt } from './choices.ts';
import { isFields, isTime, parseEvent } from './parse.ts';
import { readSettings } from './settings.ts';

/** Characters; some 400,000 ratings, years of study. */
const LARGEST_FILE = 100_000_000;
/** Characters of an event that only a newer version knows, written as JSON. */
const LARGEST_UNKNOWN = 20_000;

/** One event as it is stored, of whatever version. */
export interface RawEvent {
  readonly id: string;
  readonly type: string;
}

export interface Import extends Choices {
  /** Epoch ms; 0 if the file does not say. */
  readonly exportedAt: number;
  /** Those that only a newer version knows included; an id may be there twice. */
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
export function readFile(text: string): ReadFile {
  if (text.length > LARGEST_FILE) return refuse('too-large');
  const value = parseJson(text);
  if (value === undefined) return refuse('not-json');
  if (!isFields(value) || value['app'] !== 'pocket-flask') return refuse('foreign');
  const { format, exportedAt, events, settings, chosenAt } = value;
  if (!Number.isInteger(format) || (format as number) < 1) return refuse('foreign');
  if ((format as number) > 1) return refuse('newer');
  if (!Array.isArray(events)) return refuse('no-events');
  const sound = events.flatMap(soundEvent);
  return {
    kind: 'import',
    import: {
      exportedAt: isTime(exportedAt) ? exportedAt : 0,
      events: sound,
      damaged: events.length - sound.length,
      settings: readSettings(new Map(isFields(settings) ? Object.entries(settings) : [])).settings,
      chosenAt: parseChosenAt(chosenAt),
    },
  };
}

function refuse(problem: FileProblem): ReadFile {
  return { kind: 'problem', problem };
}

/** `undefined` for what is no JSON. A key that would reach for a prototype is dropped wherever it is. */
function parseJson(text: string): unknown {
  try {
    if (!text.includes('__proto__') && !text.includes('\\u')) return JSON.parse(text);
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value));
  } catch {
    return undefined;
  }
}

/** As a list of one or none. Known types keep only the fields that we know. */
function soundEvent(value: unknown): readonly RawEvent[] {
  const parsed = parseEvent(value);
  if (parsed.kind === 'event') return [parsed.event];
  return parsed.kind === 'unknown' && isSmall(value) ? [value as RawEvent] : [];
}

function isSmall(value: unknown): boolean {
  try {
    return JSON.stringify(value).length <= LARGEST_UNKNOWN;
  } catch {
    // Nested deeper than any engine follows.
    return false;
  }
}
