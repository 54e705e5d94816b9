// Keys that work wherever the focus is, as long as the screen that asked for them is there.

import { useEffect, useRef } from 'preact/hooks';

/** @param press handles a plain key press; `true` when it was its own, so that the browser leaves it alone */
export function useKeys(press: (key: string, target: Element | null) => boolean): void {
  const latest = useRef(press);
  latest.current = press;

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
      const target = event.target instanceof Element ? event.target : null;
      // A dialog has its own keys.
      if (target?.closest('dialog')) return;
      if (latest.current(event.key, target)) event.preventDefault();
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
