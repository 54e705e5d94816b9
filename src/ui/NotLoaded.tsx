// What to do when a part of the app cannot be fetched.

import { Button } from './Button.tsx';

interface Props {
  /** The subject of the sentence, with a capital letter. */
  readonly what: string;
  readonly onRetry: () => void;
}

export function NotLoaded({ what, onRetry }: Props) {
  return (
    <>
      <p role="alert">{what} could not be loaded. Connect to the network once, then try again.</p>
      <Button kind="plain" onClick={onRetry}>
        Try again
      </Button>
    </>
  );
}
