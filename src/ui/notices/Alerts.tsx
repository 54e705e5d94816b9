// What is wrong with saving, and what to do about it.

import type { Event } from '../../memory/event.ts';
import { ExportButton } from '../ExportButton.tsx';
import { useModels } from '../models.ts';
import { plural } from '../words.ts';
import styles from './Alerts.module.css';

export function Alerts() {
  return (
    <div class={styles['notices']}>
      <NoStorage />
      <Unsaved />
      <SettingUnsaved />
    </div>
  );
}

const KEPT_ASIDE = 'What you rate until then is kept aside, not lost.';

const NO_STORAGE = {
  refused:
    'This browser refuses to store anything here, as private windows do. You can study, but nothing will be saved.',
  blocked: `Another tab with an older version of Pocket Flask is in the way. Close it, then reload. ${KEPT_ASIDE}`,
  outdated: `A newer version of Pocket Flask has been here, and this one must not touch what it wrote. Reload to get the newer one. ${KEPT_ASIDE}`,
  unreadable: `Your saved ratings do not open just now. They are still there; reload to try again. ${KEPT_ASIDE}`,
} as const;

function NoStorage() {
  const { storage, inTheWay } = useModels().device;
  if (storage === 'durable') return null;
  return (
    <div class={styles['notice']} role="alert">
      <p>{inTheWay.value.length > 0 ? blockedBy(inTheWay.value) : NO_STORAGE[storage]}</p>
      {storage !== 'refused' && (
        <button type="button" class={styles['action']} onClick={() => location.reload()}>
          Reload
        </button>
      )}
    </div>
  );
}

function blockedBy(titles: readonly string[]): string {
  const tabs = titles.map((title) => `“${title}”`).join(' and ');
  return `Another tab of Pocket Flask is in the way. Close the tab ${tabs}, then reload. ${KEPT_ASIDE}`;
}

const UNSAVED = {
  outdated:
    'A newer version of Pocket Flask runs in another tab. Reload this one; nothing is lost.',
  emptied: 'The browser has removed what was saved here. Take a copy of what is left, then reload.',
  other: 'Keep the app open, and try again or take a copy.',
} as const;

function Unsaved() {
  const { device, saving } = useModels();
  const count = saving.unsaved.value;
  if (count === 0) return null;
  const trouble = saving.trouble.value ?? 'other';
  const what = saving.waiting.value.every(isRating) ? 'rating' : 'change';

  async function retry(): Promise<void> {
    await saving.retry();
    // The button is gone with its banner; without a new place the focus would fall out of the page.
    if (saving.settled.value) document.querySelector<HTMLElement>('main [tabindex="-1"]')?.focus();
  }
  return (
    <div class={styles['notice']} role="alert">
      <p>
        {plural(count, `${what} is`, `${what}s are`)} not saved yet. {UNSAVED[trouble]}
        {device.storage !== 'durable' &&
          ' A copy holds only what you did since you opened the app.'}
      </p>
      <button type="button" class={styles['action']} onClick={() => void retry()}>
        {saving.trying.value ? 'Trying…' : 'Try again'}
      </button>
      {trouble !== 'other' && (
        <button type="button" class={styles['action']} onClick={() => location.reload()}>
          Reload
        </button>
      )}
      <ExportButton class={styles['action']} />
    </div>
  );
}

function isRating({ type }: Event): boolean {
  return type === 'review' || type === 'undo';
}

function SettingUnsaved() {
  const { settings } = useModels();
  if (!settings.failed.value) return null;
  return (
    <p class={styles['notice']} role="alert">
      That setting could not be saved; it holds until you close the app.
    </p>
  );
}
