// A burst by keyboard: Space reveals, 1–4 and the arrows rate, Z takes back, Escape leaves.

import type { Confidence } from '../../memory/event.ts';
import type { Face } from '../../state/sitting.ts';

export interface Actions {
  readonly onReveal: () => void;
  readonly onRate: (confidence: Confidence) => void;
  readonly onUndo: () => void;
  readonly onLeave: () => void;
}

const RATES: Readonly<Record<string, Confidence>> = {
  '1': 1,
  '2': 2,
  '3': 3,
  '4': 4,
  ArrowLeft: 1,
  ArrowRight: 3,
};

/** @returns what the key means on this face, or `null` when it is not ours */
export function actionOf(
  key: string,
  target: Element | null,
  face: Face,
  { onReveal, onRate, onUndo, onLeave }: Actions,
): (() => void) | null {
  if (key === 'z' || key === 'Z') return onUndo;
  if (key === 'Escape') return onLeave;
  if (face.kind === 'question') {
    // On a control, Space presses that control.
    return key === ' ' && !target?.closest('button, a') ? onReveal : null;
  }
  const confidence = RATES[key];
  // Over code or a table that overflows, the arrows scroll that.
  const scrolls = key.startsWith('Arrow') && target?.closest('[data-overflows]');
  return confidence && !scrolls ? () => onRate(confidence) : null;
}
