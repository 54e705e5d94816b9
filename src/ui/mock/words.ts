// What only the mock interview says.

import type { Level } from '../../bank/card.ts';
import type { Judging } from '../../state/mock.ts';
import type { Points } from '../../state/mockReport.ts';
import type { Step } from '../../state/mockSteps.ts';
import { CONFIDENCE } from '../confidence.ts';
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

interface Place {
  readonly kind: 'question' | 'judge';
  readonly number: number;
  readonly judging: Judging;
}

/** What comes of it if it is ended here. */
export function ending({ kind, number, judging }: Place): string {
  if (kind === 'judge') {
    return judging === 'at-the-end'
      ? 'you get the report at once. It counts only what you have judged.'
      : 'nothing more is asked. You judge this answer, and get the report on what you answered.';
  }
  if (number === 1) return 'nothing of it is kept, as you have not answered anything.';
  return judging === 'at-the-end'
    ? 'nothing more is asked. You judge what you answered, and get the report on it.'
    : 'nothing more is asked. You still get the report on what you answered.';
}

export function stepName({ from, review }: Step): string {
  if (review) return CONFIDENCE[review.confidence].toLowerCase();
  return from.kind === 'question' ? 'answer' : 'end';
}
