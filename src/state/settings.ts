// The learner's choices, saved as they are made.

import { computed, signal } from '@preact/signals';
import { parseInterviewDate } from '../memory/horizon.ts';
import type { Settings } from '../store/settings.ts';
import type { Store } from '../store/store.ts';

export { dateIn } from '../memory/horizon.ts';
export type { Minutes, Settings, Theme } from '../store/settings.ts';

export type SettingsModel = ReturnType<typeof createSettings>;

interface Parts {
  readonly store: Store;
  /** Epoch ms. */
  readonly now: () => number;
  /** A choice is on disk. */
  readonly onSaved: () => void;
}

export function createSettings({ store, now, onSaved }: Parts, initial: Settings) {
  const stored = signal(sound(initial));
  /** Choices that are not on disk, or not yet. */
  const held = signal<Partial<Settings>>({});
  const failed = signal(false);
  const choices = signal(0);

  /** Of several choices on their way, the last one holds. */
  function landed<Key extends keyof Settings>(key: Key, value: Settings[Key]): void {
    stored.value = { ...stored.peek(), [key]: value };
    if (held.peek()[key] !== value) return;
    const { [key]: _, ...others } = held.peek();
    held.value = others as Partial<Settings>;
  }

  async function choose<Key extends keyof Settings>(key: Key, value: Settings[Key]): Promise<void> {
    held.value = { ...held.peek(), [key]: value };
    choices.value += 1;
    try {
      await store.saveSetting(key, value, now());
      choices.value += 1;
      landed(key, value);
      onSaved();
    } catch {
      failed.value ||= held.peek()[key] === value;
      return;
    }
    if (!failed.peek()) return;
    const [other] = Object.keys(held.peek()) as (keyof Settings)[];
    // Now that one came through, what did not may, too.
    if (other) await choose(other, held.peek()[other] as Settings[typeof other]);
    else failed.value = false;
  }

  return {
    settings: computed((): Settings => ({ ...stored.value, ...held.value })),
    /** True while a choice is not on disk although we tried. */
    failed: computed(() => failed.value),
    /** How many choices were made here or brought to disk; changes with each. */
    choices: computed(() => choices.value),
    /** Takes over what storage knows, but for what is newer than that. */
    replace(next: Settings): void {
      stored.value = sound(next);
    },
    choose,
  };
}

/** A date on disk may be one that no calendar has. */
function sound(settings: Settings): Settings {
  const { interview } = settings;
  return { ...settings, interview: interview && parseInterviewDate(interview) };
}
