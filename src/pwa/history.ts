// The browser's history with a count of our own entries, so that going back never leaves the app unasked.

interface OwnState {
  readonly depth: number;
}

export function browserHistory(window: Window) {
  const { history, location } = window;
  let depth = depthOf(history.state) ?? 0;
  history.replaceState({ depth } satisfies OwnState, '');

  return {
    hash: () => location.hash,
    push(hash: string): void {
      depth += 1;
      history.pushState({ depth } satisfies OwnState, '', hash);
    },
    replace(hash: string): void {
      history.replaceState({ depth } satisfies OwnState, '', hash);
    },
    back: () => history.back(),
    canGoBack: () => depth > 0,
    listen(moved: () => void): void {
      // Fires for the Back button and for links alike; a link's entry has no depth yet.
      window.addEventListener('popstate', () => {
        const known = depthOf(history.state);
        depth = known ?? depth + 1;
        if (known === null) history.replaceState({ depth } satisfies OwnState, '');
        moved();
      });
    },
  };
}

function depthOf(state: unknown): number | null {
  const depth = (state as Partial<OwnState> | null)?.depth;
  return typeof depth === 'number' ? depth : null;
}
