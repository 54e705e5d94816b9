// What can be said of the days ahead: the forecast to the interview, or why there is none.

import type { CardId, Topic } from '../bank/card.ts';
import type { Review } from '../memory/event.ts';
import { daysUntil, horizon, type InterviewDate } from '../memory/horizon.ts';
import type { Memory } from '../memory/memory.ts';
import { outcomesOf } from '../memory/outcomes.ts';
import { paceOf } from '../memory/pace.ts';
import { type ForecastPoint, forecast } from '../queue/forecast.ts';

export type { ForecastPoint } from '../queue/forecast.ts';

export type Outlook =
  /** The interview is today. */
  | { readonly kind: 'today' }
  /** No card was rated in the last seven days. */
  | { readonly kind: 'no-pace' }
  | {
      readonly kind: 'forecast';
      readonly cardsADay: number;
      /** One a day; never empty. */
      readonly points: readonly ForecastPoint[];
      readonly end: ForecastPoint;
      /** Whether it reaches to the interview. */
      readonly toInterview: boolean;
    };

export interface Now {
  /** Epoch ms. */
  readonly now: number;
  readonly interview: InterviewDate | null;
  /** Those of the interview, with the cards that may be asked. */
  readonly topics: readonly Topic[];
  readonly memories: ReadonlyMap<CardId, Memory>;
}

const DAY_MS = 86_400_000;
const DAYS_WITHOUT_DATE = 7;
/** Further ahead the pace of one week says nothing. */
const MOST_DAYS = 56;

/** @param reviews as `reviewsOf` gives them */
export function outlookOf(reviews: readonly Review[], situation: Now): Outlook {
  const { now, interview } = situation;
  const daysLeft = interview ? daysUntil(now, interview) : -1;
  if (daysLeft === 0) return { kind: 'today' };
  const pace = paceOf(reviews, now);
  if (!pace) return { kind: 'no-pace' };

  const target =
    interview && daysLeft > 0 ? morningOf(interview) : now + DAYS_WITHOUT_DATE * DAY_MS;
  const until = Math.min(target, now + MOST_DAYS * DAY_MS);
  const points = forecast({
    ...situation,
    pace,
    outcomes: outcomesOf(reviews),
    until,
    // On the way to the interview it is the interview itself that is prepared for, to the last hour.
    horizon: (at) => horizon(daysLeft > 0 ? now : at, interview),
  });
  const end = points.at(-1);
  if (!end) return { kind: 'no-pace' };
  const toInterview = daysLeft > 0 && until === target;
  return { kind: 'forecast', cardsADay: pace.cardsADay, points, end, toInterview };
}

/** Long before it, the horizon is the interview and nothing else. */
function morningOf(interview: InterviewDate): number {
  return horizon(0, interview);
}
