// The moment we prepare for: the interview, or a week from now while there is no date.

declare const brand: unique symbol;

/** A day that exists, as `YYYY-MM-DD`, in the time zone of the device. */
export type InterviewDate = string & { readonly [brand]: 'InterviewDate' };

const DAY_MS = 86_400_000;
const INTERVIEW_HOUR = 9;
const DAYS_WITHOUT_DATE = 7;

/** `null` for anything but `YYYY-MM-DD`, and for days that do not exist, such as 2026-02-30. */
export function parseInterviewDate(text: string): InterviewDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  // Engines disagree on the string 2026-02-30; all of them carry it over to March as numbers.
  const [year, month, day] = numbers(text);
  const utc = new Date(Date.UTC(year, month - 1, day));
  return utc.toISOString().startsWith(text) ? (text as InterviewDate) : null;
}

/**
 * 09:00 local time on the day of the interview, but never less than a day ahead, so that the last
 * evening and the days after still order the cards; without a date, seven days ahead.
 *
 * @param now epoch ms
 * @returns epoch ms
 */
export function horizon(now: number, interview: InterviewDate | null): number {
  if (interview === null) return now + DAYS_WITHOUT_DATE * DAY_MS;
  return Math.max(morningOf(interview), now + DAY_MS);
}

/** 09:00 local time, in epoch ms. */
function morningOf(interview: InterviewDate): number {
  const [year, month, day] = numbers(interview);
  return new Date(year, month - 1, day, INTERVIEW_HOUR).getTime();
}

/** From the evening before the last evening on, only what is still to be won matters. */
const LAST_HOURS_MS = 36 * 3_600_000;

/**
 * Whether the interview is less than 36 hours away, or today.
 *
 * @param now epoch ms
 */
export function isLastDay(now: number, interview: InterviewDate | null): boolean {
  if (interview === null || daysUntil(now, interview) < 0) return false;
  return morningOf(interview) - now <= LAST_HOURS_MS;
}

/**
 * The local date so many days from now.
 *
 * @param now epoch ms
 */
export function dateIn(days: number, now: number): InterviewDate {
  const today = new Date(now);
  const utc = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate() + days);
  return new Date(utc).toISOString().slice(0, 10) as InterviewDate;
}

/**
 * Whole local calendar days from now to the date: 0 today, 1 tomorrow, negative once it is past.
 *
 * @param now epoch ms
 */
export function daysUntil(now: number, date: InterviewDate): number {
  const [year, month, day] = numbers(date);
  const today = new Date(now);
  // Calendar days counted in UTC, where each has 24 hours; local ones can have 23 or 25.
  const todayUtc = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate());
  return (Date.UTC(year, month - 1, day) - todayUtc) / DAY_MS;
}

function numbers(date: string): [year: number, month: number, day: number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8))];
}
