// What only the mock interview says.

import type { Level } from '../../bank/card.ts';
import type { Points } from '../../state/mockReport.ts';
import { clock } from '../words.ts';

export const LEVEL: Readonly<Record<Level, string>> = {
  junior: 'Junior',
  mid: 'Mid',
  senior: 'Senior',
};

/** The time left for a question, or how far it is over: "1:24", "0:12 over". */
export function timeLeft(leftMs: number): string {
  const overSeconds = Math.floor(Math.max(0, -leftMs) / 1000);
  return overSeconds > 0 ? `${clock(overSeconds * 1000)} over` : clock(Math.max(0, leftMs));
}

/** The time that an answer took: "1:48". */
export function timeTaken(ms: number): string {
  return clock(Math.round(ms / 1000) * 1000);
}

export function points({ hit, of }: Points): string {
  return `${hit} of ${of}`;
}
