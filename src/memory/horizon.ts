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
  const [year, month, day] = numbers(interview);
  const morning = new Date(year, month - 1, day, INTERVIEW_HOUR).getTime();
  return Math.max(morning, now + DAY_MS);
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
