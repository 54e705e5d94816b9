// A burst by keyboard: Space reveals, 1–4 and the arrows rate, Z takes back.

import { useEffect, useRef } from 'preact/hooks';
import type { Confidence } from '../../memory/event.ts';
import type { Face } from '../../state/burst.ts';

interface Keys {
  readonly face: Face;
  readonly onReveal: () => void;
  readonly onRate: (confidence: Confidence) => void;
  readonly onUndo: () => void;
}

const RATES: Readonly<Record<string, Confidence>> = {
  '1': 1,
  '2': 2,
  '3': 3,
  '4': 4,
  ArrowLeft: 1,
  ArrowRight: 3,
};

export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => press(event, latest.current);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function press(event: KeyboardEvent, { face, onReveal, onRate, onUndo }: Keys): void {
  if (event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
  const target = event.target instanceof Element ? event.target : null;
  const confidence = RATES[event.key];
  // Arrows over code that overflows scroll the code.
  const scrolls = event.key.startsWith('Arrow') && target?.closest('pre');
  if (event.key === 'z' || event.key === 'Z') {
    onUndo();
  } else if (face.kind === 'question' && event.key === ' ' && !target?.closest('button, a')) {
    event.preventDefault();
    onReveal();
  } else if (face.kind === 'answer' && confidence && !scrolls) {
    event.preventDefault();
    onRate(confidence);
  }
}
