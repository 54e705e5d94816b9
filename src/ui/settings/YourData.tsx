// What is saved, where, and how to take it along.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Census } from '../../state/device.ts';
import { ExportButton } from '../ExportButton.tsx';
import { useModels } from '../models.ts';
import { OFFLINE, plural } from '../words.ts';
import styles from './Settings.module.css';

export function YourData() {
  const { device, saving } = useModels();
  const census = useSignal<Census | 'unreadable' | null>(null);
  const saved = saving.saved.value;

  // Counted again after each save.
  useEffect(() => {
    device.census().then(
      (counted) => {
        census.value = counted;
      },
      () => {
        census.value = 'unreadable';
      },
    );
  }, [device, census, saved]);

  return (
    <section class={styles['group']}>
      <h2>Your data</h2>
      <dl class={styles['facts']}>
        <dt>Saved</dt>
        <dd>{savedWords(census.value, device.storage === 'durable')}</dd>
        <Damage census={census.value} settings={device.damagedSettings} />
        <dt>Offline</dt>
        <dd>{OFFLINE[device.offline.value]}</dd>
      </dl>
      <p class={styles['note']}>Everything stays on this device. Nothing is sent anywhere.</p>
      <ExportButton class={styles['action']} />
    </section>
  );
}

function savedWords(census: Census | 'unreadable' | null, durable: boolean): string {
  if (census === null) return '…';
  if (census === 'unreadable') return 'cannot be read right now';
  return `${plural(census.events, 'rating or undo', 'ratings and undos')} ${durable ? 'on this device' : 'until you close the app'}`;
}

interface DamageProps {
  readonly census: Census | 'unreadable' | null;
  readonly settings: number;
}

function Damage({ census, settings }: DamageProps) {
  const { damaged, unknown } =
    census && census !== 'unreadable' ? census : { damaged: 0, unknown: 0 };
  return (
    <>
      {damaged + settings > 0 && (
        <>
          <dt>Damaged</dt>
          <dd>
            {[
              damaged > 0 && `${plural(damaged, 'event')} skipped, kept for an export`,
              settings > 0 && `${plural(settings, 'setting')} back to the default`,
            ]
              .filter(Boolean)
              .join('; ')}
          </dd>
        </>
      )}
      {unknown > 0 && (
        <>
          <dt>Newer</dt>
          <dd>{plural(unknown, 'event')} of a newer version, kept</dd>
        </>
      )}
    </>
  );
}
