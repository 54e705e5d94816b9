// The learner's choices, saved as they are made.

import { computed, signal } from '@preact/signals';
import type { Level } from '../bank/card.ts';
import { daysUntil, type InterviewDate, parseInterviewDate } from '../memory/horizon.ts';
import type { Settings } from '../store/settings.ts';
import type { Store } from '../store/store.ts';

export { dateIn } from '../memory/horizon.ts';
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

const LEVELS: readonly Level[] = ['junior', 'mid', 'senior'];

/** An interview for a level asks the easier levels, too. */
export function levelsUpTo(level: Level): readonly Level[] {
  return LEVELS.slice(0, LEVELS.indexOf(level) + 1);
}

/** The level whose interview asks these levels; `null` for a choice of the learner's own. */
export function levelOf(levels: readonly Level[]): Level | null {
  const asked = LEVELS.filter((level) => levels.includes(level));
  const highest = asked.at(-1);
  return highest && asked.length === levelsUpTo(highest).length ? highest : null;
}

export type SettingsModel = ReturnType<typeof createSettings>;

interface Parts {
  readonly store: Store;
  /** Epoch ms. */
  readonly now: () => number;
  /** A choice is on disk. */
  readonly onSaved: () => void;
}

export function createSettings({ store, now, onSaved }: Parts, initial: Settings) {
  const settings = signal(sound(initial));
  const failed = signal(false);
  const choices = signal(0);

  return {
    settings: computed(() => settings.value),
    /** True while the last choice could not be written. */
    failed: computed(() => failed.value),
    /** How many choices were made here or brought to disk; changes with each. */
    choices: computed(() => choices.value),
    /** Takes over what storage knows. */
    replace(next: Settings): void {
      settings.value = sound(next);
    },
    async choose<Key extends keyof Settings>(key: Key, value: Settings[Key]): Promise<void> {
      settings.value = { ...settings.value, [key]: value };
      choices.value += 1;
      try {
        await store.saveSetting(key, value, now());
        choices.value += 1;
        failed.value = false;
        onSaved();
      } catch {
        failed.value = true;
      }
    },
  };
}

/** A date on disk may be one that no calendar has. */
function sound(settings: Settings): Settings {
  const { interview } = settings;
  return { ...settings, interview: interview && parseInterviewDate(interview) };
}
