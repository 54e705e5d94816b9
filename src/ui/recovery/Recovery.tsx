// The browser has emptied the database: bring a copy back, or begin anew; nothing happens unasked.

import { useEffect, useState } from 'preact/hooks';
import type { Reserve, Wiped } from '../../state/device.ts';
import { Button } from '../Button.tsx';
import { Heading } from '../Heading.tsx';
import { Import } from '../Import.tsx';
import { useModels } from '../models.ts';
import { plural } from '../words.ts';
import styles from './Recovery.module.css';

export function Recovery({ wiped }: { readonly wiped: Wiped }) {
  const { device } = useModels();
  const [reserve, setReserve] = useState<Reserve | null>(null);
  useEffect(() => void device.reserve().then(setReserve), [device]);

  return (
    <main class={styles['recovery']}>
      <Heading class={styles['title']}>Your ratings are gone from this device</Heading>
      <p>
        There were {plural(wiped.events, 'rating or mark', 'ratings and marks')} here, and the
        browser has removed them: for lack of space, with its browsing data, or because the app was
        not opened for long. {copyWords(wiped)}
      </p>
      {reserve && <p>The app kept a copy of its own, of {momentOf(reserve.takenAt)}.</p>}
      <Import onDone={() => location.reload()} offer={reserve} />
      <Button kind="plain" onClick={device.startAgain}>
        Start again without them
      </Button>
    </main>
  );
}

function momentOf(time: number): string {
  const date = { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' } as const;
  return new Date(time).toLocaleString('en-GB', date);
}

function copyWords({ backedUpAt }: Wiped): string {
  if (backedUpAt === 0) {
    return 'No copy was ever exported here; if you have one from another device, import it.';
  }
  const date = new Date(backedUpAt).toLocaleDateString('en-GB', { day: 'numeric', month: 'long' });
  return `You exported a copy on ${date}: look for a file whose name begins with pocket-flask.`;
}
