// The screen that the route names, under the notices and above the tabs.

import { useSignal } from '@preact/signals';
import { useEffect, useErrorBoundary, useLayoutEffect, useRef } from 'preact/hooks';
import type { Route } from '../state/route.ts';
import type { Theme } from '../state/settings.ts';
import styles from './App.module.css';
import { paintBrowserBar } from './barColor.ts';
import { Crash } from './Crash.tsx';
import { later } from './later.tsx';
import { useModels } from './models.ts';
import { Notices } from './Notices.tsx';
import { Burst, CardScreen, LATER, PLAIN, Topic } from './screens.ts';
import { Study } from './study/Study.tsx';
import { Tabs } from './Tabs.tsx';
import { useKeys } from './useKeys.ts';

const Help = later(() => import('./help/Help.tsx').then((it) => it.Help));
const Recovery = later(() => import('./recovery/Recovery.tsx').then((it) => it.Recovery));

/** Well after the first screen is there; a running app then needs no file from anywhere. */
const PREFETCH_AFTER_MS = 3000;

export function App() {
  const { bursts, device, mocks, route, settings } = useModels();
  const [crashed] = useErrorBoundary();
  const current = route.route.value;
  const { theme, textSize } = settings.settings.value;

  const fullScreen =
    current.screen === 'burst' ||
    current.screen === 'start' ||
    (current.screen === 'mock' && mocks.running.value);

  useLayoutEffect(() => wear(theme), [theme]);
  useLayoutEffect(() => {
    document.documentElement.dataset['text'] = textSize;
  }, [textSize]);

  const former = useRef<Route['screen'] | null>(null);
  useLayoutEffect(() => {
    const from = former.current;
    former.current = current.screen;
    if (current.screen !== 'start') return;
    if (!bursts.unfinished.peek()) bursts.ask(current.minutes);
    // The shortcut opened on top of a burst: one burst in the history is enough.
    if (from === 'burst') route.back();
    else route.replace({ screen: 'burst' });
  }, [current, bursts, route]);

  const help = useSignal(false);
  useKeys((key, target) => {
    if (target?.closest('input, textarea, select')) return false;
    if (key === '?') help.value = true;
    else if (key === '/' && !fullScreen && current.screen !== 'search') {
      route.open({ screen: 'search', query: '' });
    } else return false;
    return true;
  });

  useEffect(() => {
    const { screen } = route.route.peek();
    // From home it is the one screen that is certainly next.
    if (screen === 'study') void Burst.prefetch();
    const timer = setTimeout(() => {
      for (const one of [...Object.values(LATER), Help, Recovery]) void one.prefetch();
    }, PREFETCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [route]);

  if (crashed) return <Crash />;
  if (device.wiped) return <Recovery wiped={device.wiped} />;
  return (
    <div class={styles['app']} data-full-screen={fullScreen || undefined}>
      <Notices />
      <CurrentScreen route={current} />
      {!fullScreen && <Tabs screen={current.screen} />}
      {help.value && (
        <Help
          onClose={() => {
            help.value = false;
          }}
        />
      )}
    </div>
  );
}

function wear(theme: Theme): () => void {
  if (theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  paintBrowserBar();
  const dusk = matchMedia('(prefers-color-scheme: dark)');
  dusk.addEventListener('change', paintBrowserBar);
  return () => dusk.removeEventListener('change', paintBrowserBar);
}

function CurrentScreen({ route }: { readonly route: Route }) {
  switch (route.screen) {
    case 'study':
      return <Study />;
    case 'start':
      return null;
    case 'topic':
      return <Topic key={route.topic} id={route.topic} />;
    case 'card':
      return <CardScreen key={route.card} id={route.card} />;
    default: {
      const Screen = PLAIN[route.screen];
      return <Screen />;
    }
  }
}
