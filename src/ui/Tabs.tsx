// The way between the main screens, in thumb reach.

import type { JSX } from 'preact';
import { hashOf, type Route } from '../state/route.ts';
import styles from './Tabs.module.css';

interface Tab {
  readonly name: string;
  readonly route: Route;
  readonly screens: readonly Route['screen'][];
  readonly icon: JSX.Element;
}

const TABS: readonly Tab[] = [
  {
    name: 'Study',
    route: { screen: 'study' },
    screens: ['study', 'last-day', 'mock'],
    icon: (
      <path d="M10 3v6L4.5 18.5A1.7 1.7 0 0 0 6 21h12a1.7 1.7 0 0 0 1.5-2.5L14 9V3M8 3h8M7 15h10" />
    ),
  },
  {
    name: 'Topics',
    route: { screen: 'topics' },
    screens: ['topics', 'topic', 'card', 'search', 'guide'],
    icon: <path d="M4 6h9M4 12h13M4 18h16" />,
  },
  {
    name: 'Progress',
    route: { screen: 'progress' },
    screens: ['progress'],
    icon: <path d="M4 20V4M4 20h16M8 15l4-5 3 3 5-7" />,
  },
  {
    name: 'Settings',
    route: { screen: 'settings' },
    screens: ['settings', 'licences'],
    icon: <path d="M4 7h10m4 0h2M4 17h2m4 0h10M16 4.5v5M8 14.5v5" />,
  },
];

export function Tabs({ screen }: { readonly screen: Route['screen'] }) {
  return (
    <nav class={styles['tabs']} aria-label="Main">
      {TABS.map(({ name, route, screens, icon }) => (
        <a
          key={name}
          class={styles['tab']}
          href={hashOf(route)}
          aria-current={screens.includes(screen) ? 'page' : undefined}
        >
          <svg class={styles['icon']} viewBox="0 0 24 24" aria-hidden="true">
            {icon}
          </svg>
          {name}
        </a>
      ))}
    </nav>
  );
}
