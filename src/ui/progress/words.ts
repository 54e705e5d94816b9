// The figures of the progress screen as sentences a person reads.

import type { Outlook } from '../../state/outlook.ts';
import { dateIn } from '../../state/settings.ts';
import { percent, plural, shortDate } from '../words.ts';

/** A moment's day, as "3 Dec", which no line break tears apart. */
export function dayOf(at: number): string {
  return shortDate(dateIn(0, at)).replaceAll(' ', '\u00a0');
}

/** A share from 0 to 1 as "42%". */
export function inPercent(share: number): string {
  return `${percent(share)}%`;
}

/** How today compares with a former day, to go on after "42% ready today, ". */
export function sinceThen(from: number, to: number, at: number): string {
  const [then, now] = [percent(from), percent(to)];
  if (then === now) return `as on ${dayOf(at)}`;
  return `${then < now ? 'up' : 'down'} from ${inPercent(from)} on ${dayOf(at)}`;
}

/** Less than one a day is counted by the week. */
export function pace(cardsADay: number): string {
  const aDay = Math.round(cardsADay);
  if (aDay >= 1) return `${plural(aDay, 'card')} a day`;
  return `${plural(Math.max(1, Math.round(cardsADay * 7)), 'card')} a week`;
}

/** Above this the band is so wide that the forecast needs an excuse. */
const WIDE = 0.4;

export function outlookInWords(outlook: Outlook): string {
  switch (outlook.kind) {
    case 'today':
      return 'Your interview is today. Good luck.';
    case 'no-pace':
      return 'No cards in the last 7 days, so there is no pace to look ahead with. One burst is enough.';
    case 'forecast': {
      const { cardsADay, end, toInterview } = outlook;
      const day = toInterview ? `for your interview on ${dayOf(end.at)}` : `on ${dayOf(end.at)}`;
      const [low, high] = [percent(end.low), percent(end.high)];
      const band = low === high ? '' : `, somewhere between ${low} and ${high}%`;
      const excuse = end.high - end.low > WIDE ? ' A few more days of study narrow that down.' : '';
      return `At ${pace(cardsADay)}, as lately, you will be about ${inPercent(end.readiness)} ready ${day}${band}.${excuse}`;
    }
  }
}

/** Hours and minutes as said: 3 h 12 min. */
export function span(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes}\u00a0min`;
  return `${Math.floor(minutes / 60)}\u00a0h\u00a0${minutes % 60}\u00a0min`;
}

/** How often, of so many times: "42 of 50 times". */
export function times(count: number, of: number): string {
  return `${count} of ${plural(of, 'time')}`;
}
