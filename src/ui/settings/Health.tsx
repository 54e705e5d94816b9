// How safe the learner's data is, fact by fact.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Census, Persistence } from '../../state/device.ts';
import { useModels } from '../models.ts';
import { ago, OFFLINE, plural } from '../words.ts';
import styles from './Settings.module.css';
import { INSTALLED, PROTECTED, savedWords } from './words.ts';

export function Health() {
  const { device, environment, settings } = useModels();
  const census = useCensus();
  const persistence = usePersistence();
  const { backedUpAt } = settings.settings.value;
  return (
    <dl class={styles['facts']}>
      <dt>Saved</dt>
      <dd>{savedWords(census, device.storage)}</dd>
      <Damage census={census} settings={device.damagedSettings} />
      <dt>Installed</dt>
      <dd>{INSTALLED[device.install.state.value]}</dd>
      <dt>Protected</dt>
      <dd>{persistence ? PROTECTED[persistence] : '…'}</dd>
      <dt>Last copy</dt>
      <dd>{backedUpAt > 0 ? ago(environment.now() - backedUpAt) : 'none yet'}</dd>
      <dt>Offline</dt>
      <dd>{OFFLINE[device.offline.value]}</dd>
    </dl>
  );
}

/** Counted again after each save, and after an import, here or in another tab. */
function useCensus(): Census | 'unreadable' | null {
  const { device, marks, progress, saving } = useModels();
  const census = useSignal<Census | 'unreadable' | null>(null);
  const saved = saving.saved.value;
  const memories = progress.memories.value;
  const marked = marks.all.value;

  useEffect(() => {
    device.census().then(
      (counted) => {
        census.value = counted;
      },
      () => {
        census.value = 'unreadable';
      },
    );
  }, [device, census, saved, memories, marked]);

  return census.value;
}

/** Asked again after each save, as the first one may bring the promise. */
function usePersistence(): Persistence | null {
  const { device, saving } = useModels();
  const persistence = useSignal<Persistence | null>(null);
  const saved = saving.saved.value;

  useEffect(() => {
    device.persistence().then(
      (promised) => {
        persistence.value = promised;
      },
      () => {
        persistence.value = 'unknown';
      },
    );
  }, [device, persistence, saved]);

  return persistence.value;
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
