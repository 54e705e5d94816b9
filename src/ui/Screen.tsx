// The frame of every screen with tabs: its title on the page and in the window, the scroll where it was.

import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Heading } from './Heading.tsx';
import { useModels } from './models.ts';
import styles from './Screen.module.css';
import { useTitle } from './useTitle.ts';

interface Props {
  readonly title: string;
  /** Beside the title. */
  readonly aside?: ComponentChildren;
  /** Uses the room of a desktop, for what stands side by side there. */
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

export function Screen({ title, aside, wide = false, children }: Props) {
  const { route } = useModels();

  useTitle(title);
  useEffect(() => window.scrollTo(0, route.scrollTop()), [title, route]);

  return (
    <main class={styles['screen']} data-wide={wide || undefined}>
      <header class={styles['header']}>
        <Heading class={styles['title']}>{title}</Heading>
        {aside}
      </header>
      {children}
    </main>
  );
}
