// The learner's choices, saved as they are made.

import { computed, signal } from '@preact/signals';
import { daysUntil, type InterviewDate, parseInterviewDate } from '../memory/horizon.ts';
import type { Settings } from '../store/settings.ts';
import type { Store } from '../store/store.ts';

export type { Minutes, Settings, Theme } from '../store/settings.ts';

export type DateChoice =
  | { readonly kind: 'date'; readonly date: InterviewDate | null }
  | { readonly kind: 'impossible' }
  | { readonly kind: 'past' };

/** What the learner typed as the day of the interview; an empty text takes the date away. */
export function readInterviewDate(text: string, now: number): DateChoice {
  if (text === '') return { kind: 'date', date: null };
  const date = parseInterviewDate(text);
  if (!date) return { kind: 'impossible' };
  return daysUntil(now, date) < 0 ? { kind: 'past' } : { kind: 'date', date };
}

export type SettingsModel = ReturnType<typeof createSettings>;

export function createSettings(store: Store, initial: Settings) {
  const { interview } = initial;
  const settings = signal({ ...initial, interview: interview && parseInterviewDate(interview) });
  const failed = signal(false);

  return {
    settings: computed(() => settings.value),
    /** True while the last choice could not be written. */
    failed: computed(() => failed.value),
    async choose<Key extends keyof Settings>(key: Key, value: Settings[Key]): Promise<void> {
      settings.value = { ...settings.value, [key]: value };
      try {
        await store.saveSetting(key, value);
        failed.value = false;
      } catch {
        failed.value = true;
      }
    },
  };
}
