// What the learner has chosen, and how each choice is read back: one line a setting, here only.

import type { Level, TopicId } from '../bank/card.ts';
import type { InterviewDate } from '../memory/horizon.ts';
import { isDuration } from './parse.ts';

export type Theme = 'auto' | 'light' | 'dark';
export type Minutes = 3 | 5 | 10;
export type TextSize = 'normal' | 'large' | 'larger';

export interface Settings {
  readonly interview: InterviewDate | null;
  /** Those that the interview may ask; never empty. */
  readonly levels: readonly Level[];
  /** Topics that are not in the interview. */
  readonly topicsOff: readonly TopicId[];
  readonly theme: Theme;
  readonly textSize: TextSize;
  readonly minutes: Minutes;
  /** A short tick of the phone at a rating. */
  readonly haptics: boolean;
  readonly sound: boolean;
  /** Whether the learner was once asked to install the app. */
  readonly installOffered: boolean;
  /** Epoch ms of the last copy that was handed over; 0 if there was none. */
  readonly backedUpAt: number;
}

export const DEFAULTS: Settings = {
  interview: null,
  levels: ['junior', 'mid', 'senior'],
  topicsOff: [],
  theme: 'auto',
  textSize: 'normal',
  minutes: 5,
  haptics: true,
  sound: false,
  installOffered: false,
  backedUpAt: 0,
};

type Readers = { readonly [Key in keyof Settings]: (value: unknown) => value is Settings[Key] };

/** A date that no calendar has is left to `parseInterviewDate`, where it is used. */
const READERS: Readers = {
  interview: (value): value is InterviewDate | null =>
    value === null || (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)),
  levels: (value): value is readonly Level[] =>
    Array.isArray(value) && value.length > 0 && value.every(isLevel),
  topicsOff: (value): value is readonly TopicId[] =>
    Array.isArray(value) && value.every((id) => typeof id === 'string'),
  theme: oneOf('auto', 'light', 'dark'),
  textSize: oneOf('normal', 'large', 'larger'),
  minutes: isMinutes,
  haptics: isFlag,
  sound: isFlag,
  installOffered: isFlag,
  backedUpAt: isDuration,
};

export function isMinutes(value: unknown): value is Minutes {
  return value === 3 || value === 5 || value === 10;
}

export function isLevel(value: unknown): value is Level {
  return value === 'junior' || value === 'mid' || value === 'senior';
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function oneOf<Value extends string>(...values: readonly Value[]) {
  return (value: unknown): value is Value => values.includes(value as Value);
}

export interface ReadSettings {
  readonly settings: Settings;
  /** How many stored values made no sense and were replaced by the default. */
  readonly damaged: number;
}

export function readSettings(stored: ReadonlyMap<string, unknown>): ReadSettings {
  const settings: Record<string, unknown> = { ...DEFAULTS };
  let damaged = 0;
  for (const key of Object.keys(READERS) as (keyof Settings)[]) {
    if (!stored.has(key)) continue;
    const value = stored.get(key);
    if (READERS[key](value)) settings[key] = value;
    else damaged += 1;
  }
  return { settings: settings as unknown as Settings, damaged };
}
