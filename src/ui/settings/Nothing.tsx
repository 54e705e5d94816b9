// What is left after everything was erased: the way to begin afresh.

import { useEffect } from 'preact/hooks';
import { hashOf } from '../../state/route.ts';
import { Button } from '../Button.tsx';
import { useModels } from '../models.ts';
import { Screen } from '../Screen.tsx';

export function Nothing() {
  const { device } = useModels();

  // What the other screens would show is no longer there.
  useEffect(() => {
    window.addEventListener('hashchange', device.startAgain);
    return () => window.removeEventListener('hashchange', device.startAgain);
  }, [device]);

  function begin(): void {
    history.replaceState(null, '', hashOf({ screen: 'study' }));
    device.startAgain();
  }

  return (
    <Screen title="Everything is erased">
      <p>
        Nothing of you is left in this app. The file that was handed to you is the only copy: see
        that it has arrived before you go on.
      </p>
      <Button kind="primary" onClick={begin}>
        Start afresh
      </Button>
    </Screen>
  );
}
