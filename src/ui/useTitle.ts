// What the window is called while a screen is there.

import { useEffect } from 'preact/hooks';

const APP = 'Pocket Flask';

/** @param title the app's own name stands alone */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === APP ? APP : `${title} · ${APP}`;
  }, [title]);
}
