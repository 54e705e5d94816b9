// The cheat sheet, to be read in one scroll on the way into the building.

import { useEffect } from 'preact/hooks';
import { Markup } from '../Markup.tsx';
import { useModels } from '../models.ts';
import { NotLoaded } from '../NotLoaded.tsx';
import { Screen } from '../Screen.tsx';
import styles from './Guide.module.css';

export function Guide() {
  const { content } = useModels();
  const guide = content.guide.value;

  useEffect(() => void content.fetchGuide(), [content]);

  return (
    <Screen title="Cheat sheet" wide>
      {guide.kind === 'missing' && (
        <NotLoaded what="The cheat sheet" onRetry={() => void content.fetchGuide()} />
      )}
      {guide.kind === 'loaded' && (
        <div class={styles['sections']}>
          {guide.sections.map(({ title, html }) => (
            <section key={title} class={styles['section']}>
              <h2>{title}</h2>
              <Markup as="div" html={html} />
            </section>
          ))}
        </div>
      )}
    </Screen>
  );
}
