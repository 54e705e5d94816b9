// The browser's history with a count of our own entries, so that going back never leaves the app unasked.

interface OwnState {
  readonly depth: number;
}

export function browserHistory(window: Window) {
  const { history, location } = window;
  let depth = depthOf(history.state) ?? 0;
  history.replaceState({ depth } satisfies OwnState, '');
  history.scrollRestoration = 'manual';
  const scrolled = new Map<number, number>();
  /** Read before the old screen's scroll is clamped to the new one's height. */
  let arrivedAt = 0;
  window.addEventListener('scroll', () => scrolled.set(depth, window.scrollY), { passive: true });

  /** A new entry takes the place of whatever was ahead. */
  function enter(next: number): void {
    // The event of a scroll comes a frame after it, which may be too late.
    scrolled.set(depth, window.scrollY);
    depth = next;
    arrivedAt = 0;
    scrolled.delete(depth);
  }

  return {
    hash: () => location.hash,
    push(hash: string): void {
      enter(depth + 1);
      history.pushState({ depth } satisfies OwnState, '', hash);
    },
    replace(hash: string): void {
      enter(depth);
      history.replaceState({ depth } satisfies OwnState, '', hash);
    },
    back: () => history.back(),
    canGoBack: () => depth > 0,
    scrollTop: () => arrivedAt,
    listen(moved: (animated: boolean) => void): void {
      // Fires for the Back button and for links alike; a link's entry has no depth yet.
      window.addEventListener('popstate', (event) => {
        const known = depthOf(history.state);
        if (known === null) {
          enter(depth + 1);
          history.replaceState({ depth } satisfies OwnState, '');
        } else {
          depth = known;
          arrivedAt = scrolled.get(depth) ?? 0;
        }
        moved((event as { hasUAVisualTransition?: boolean }).hasUAVisualTransition ?? false);
      });
    },
  };
}

function depthOf(state: unknown): number | null {
  const depth = (state as Partial<OwnState> | null)?.depth;
  return typeof depth === 'number' ? depth : null;
}
