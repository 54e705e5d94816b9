// The day of the interview as the learner types it.

import { daysUntil, type InterviewDate, parseInterviewDate } from '../memory/horizon.ts';

export type DateChoice =
  | { readonly kind: 'date'; readonly date: InterviewDate | null }
  | { readonly kind: 'impossible' }
  | { readonly kind: 'past' };

/** What the learner typed as the day of the interview; an empty text takes the date away. */
export function readInterviewDate(text: string, now: number): DateChoice {
  if (text === '') return { kind: 'date', date: null };
  const date = parseInterviewDate(text);
  if (!date) return { kind: 'impossible' };
  return daysUntil(now, date) < 0 ? { kind: 'past' } : { kind: 'date', date };
}
