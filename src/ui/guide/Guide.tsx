// The cheat sheet, to be read in one scroll on the way into the building.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { GuideSection } from '../../bank/card.ts';
import { Button } from '../Button.tsx';
import { Markup } from '../Markup.tsx';
import { useModels } from '../models.ts';
import { Screen } from '../Screen.tsx';
import styles from './Guide.module.css';

type Loading = readonly GuideSection[] | 'loading' | 'missing';

export function Guide() {
  const { environment } = useModels();
  const guide = useSignal<Loading>('loading');

  function load(): void {
    environment.loadGuide().then(
      (sections) => {
        guide.value = sections;
      },
      () => {
        guide.value = 'missing';
      },
    );
  }
  // Once, when the screen opens.
  useEffect(load, []);

  return (
    <Screen title="Cheat sheet">
      {guide.value === 'missing' && (
        <>
          <p>The cheat sheet could not be loaded. Connect to the network once, then try again.</p>
          <Button kind="plain" onClick={load}>
            Try again
          </Button>
        </>
      )}
      {typeof guide.value === 'object' &&
        guide.value.map(({ title, html }) => (
          <section key={title} class={styles['section']}>
            <h2>{title}</h2>
            <Markup as="div" html={html} />
          </section>
        ))}
    </Screen>
  );
}
