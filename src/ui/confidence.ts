// What the four confidences are called.

import type { Confidence } from '../memory/event.ts';

export const CONFIDENCE: Readonly<Record<Confidence, string>> = {
  1: 'Blank',
  2: 'Shaky',
  3: 'Solid',
  4: 'Nailed',
};
