// Screens that start-up does not need: fetched when first opened, or in a quiet moment before.

import type { FunctionComponent } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { NotLoaded } from './NotLoaded.tsx';
import { Screen } from './Screen.tsx';

type State<Props> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'loaded'; readonly component: FunctionComponent<Props> };

interface Later<Props> extends FunctionComponent<Props> {
  readonly prefetch: () => Promise<void>;
}

export function later<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
): Later<Props> {
  let state: State<Props> = { kind: 'loading' };

  async function fetch(): Promise<State<Props>> {
    if (state.kind === 'loaded') return state;
    try {
      state = { kind: 'loaded', component: await load() };
    } catch {
      state = { kind: 'missing' };
    }
    return state;
  }

  function Screenful(props: Props) {
    const [current, show] = useState(state);
    const retry = () => void fetch().then(show);
    // Once, when the screen opens.
    useLayoutEffect(retry, []);

    if (current.kind === 'loading') return null;
    if (current.kind === 'missing') {
      return (
        <Screen title="Not loaded">
          <NotLoaded what="This screen" onRetry={retry} />
        </Screen>
      );
    }
    const { component: Component } = current;
    return <Component {...props} />;
  }

  return Object.assign(Screenful, { prefetch: async () => void (await fetch()) });
}
