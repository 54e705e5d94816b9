// A text in which the words that a search hit stand out.

import type { Highlighted } from '../../state/highlight.ts';

interface Props {
  readonly text: Highlighted;
}

export function HighlightedText({ text }: Props) {
  return (
    <>{text.map(({ at, text: piece, isHit }) => (isHit ? <mark key={at}>{piece}</mark> : piece))}</>
  );
}
