// What the learner has chosen, and how each choice is read back: one line a setting, here only.

import type { InterviewDate } from '../memory/horizon.ts';

export type Theme = 'auto' | 'light' | 'dark';
export type Minutes = 3 | 5 | 10;

export interface Settings {
  readonly interview: InterviewDate | null;
  readonly theme: Theme;
  readonly minutes: Minutes;
}

export const DEFAULTS: Settings = { interview: null, theme: 'auto', minutes: 5 };

type Readers = { readonly [Key in keyof Settings]: (value: unknown) => value is Settings[Key] };

/** A date that no calendar has is left to `parseInterviewDate`, where it is used. */
const READERS: Readers = {
  interview: (value): value is InterviewDate | null =>
    value === null || (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)),
  theme: (value): value is Theme => value === 'auto' || value === 'light' || value === 'dark',
  minutes: isMinutes,
};

export function isMinutes(value: unknown): value is Minutes {
  return value === 3 || value === 5 || value === 10;
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
