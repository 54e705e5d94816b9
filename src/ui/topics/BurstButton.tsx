// Starts a burst on some of the cards.

import type { Scope } from '../../state/bursts.ts';
import { Button } from '../Button.tsx';
import { useModels } from '../models.ts';

interface Props {
  readonly kind: 'primary' | 'plain';
  readonly scope: Scope;
  /** What it is on, as the end of a sentence. */
  readonly on: string;
}

export function BurstButton({ kind, scope, on }: Props) {
  const { bursts, route, settings } = useModels();
  const { minutes } = settings.settings.value;

  function start(): void {
    bursts.ask(minutes, scope);
    route.open({ screen: 'burst' });
  }

  return (
    <Button kind={kind} onClick={start}>
      Start a {bursts.unfinished.value ? 'new ' : ''}
      {minutes}-minute burst on {on}
    </Button>
  );
}
