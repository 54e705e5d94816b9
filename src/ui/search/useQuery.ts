// What is being typed, kept in the address, where a reload and the Back button find it again.

import { useEffect, useRef, useState } from 'preact/hooks';
import { useModels } from '../models.ts';

/** Safari refuses an address that changes more than 100 times in 30 seconds. */
const LEAST_MS = 400;

export function useQuery(): readonly [text: string, type: (text: string) => void] {
  const { route } = useModels();
  const current = route.route.value;
  const address = current.screen === 'search' ? current.query : '';
  const [text, show] = useState(address);
  const latest = useRef(text);
  const written = useRef(address);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  function write(): void {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    if (latest.current === written.current) return;
    written.current = latest.current;
    route.replace({ screen: 'search', query: latest.current });
  }

  function type(next: string): void {
    latest.current = next;
    show(next);
    timer.current ??= setTimeout(write, LEAST_MS);
  }

  // The address changed by itself: Back, Forward, or by hand.
  useEffect(() => {
    if (address === written.current) return;
    written.current = address;
    latest.current = address;
    show(address);
  }, [address]);

  // At the latest before a link leads away, for then the address belongs to another screen.
  useEffect(() => {
    document.addEventListener('click', write, { capture: true });
    window.addEventListener('pagehide', write);
    return () => {
      document.removeEventListener('click', write, { capture: true });
      window.removeEventListener('pagehide', write);
      if (timer.current !== null) clearTimeout(timer.current);
    };
  }, []);

  return [text, type];
}
