// The screen that the route names, under the notices and above the tabs.

import { useEffect, useErrorBoundary, useLayoutEffect } from 'preact/hooks';
import type { Route } from '../state/route.ts';
import styles from './App.module.css';
import { Burst } from './burst/Burst.tsx';
import { Crash } from './Crash.tsx';
import { useModels } from './models.ts';
import { Notices } from './Notices.tsx';
import { Settings } from './settings/Settings.tsx';
import { Study } from './study/Study.tsx';
import { Tabs } from './Tabs.tsx';
import { CardScreen } from './topics/CardScreen.tsx';
import { Topic } from './topics/Topic.tsx';
import { Topics } from './topics/Topics.tsx';

export function App() {
  const { burst, route, settings } = useModels();
  const [crashed] = useErrorBoundary();
  const current = route.route.value;
  const { theme } = settings.settings.value;

  useLayoutEffect(() => {
    if (theme === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);

  useEffect(() => {
    if (current.screen !== 'start') return;
    if (!burst.unfinished.peek()) burst.start(current.minutes);
    route.replace({ screen: 'burst' });
  }, [current, burst, route]);

  if (crashed) return <Crash />;
  const fullScreen = current.screen === 'burst' || current.screen === 'start';
  return (
    <div class={styles['app']}>
      <Notices />
      <CurrentScreen route={current} />
      {!fullScreen && <Tabs screen={current.screen} />}
    </div>
  );
}

function CurrentScreen({ route }: { readonly route: Route }) {
  switch (route.screen) {
    case 'study':
      return <Study />;
    case 'topics':
      return <Topics />;
    case 'topic':
      return <Topic key={route.topic} id={route.topic} />;
    case 'card':
      return <CardScreen key={route.card} id={route.card} />;
    case 'settings':
      return <Settings />;
    case 'burst':
      return <Burst />;
    case 'start':
      return null;
  }
}
