// The bursts of the last weeks as a calendar, the stronger in colour the more cards.

import type { Calendar, CalendarDay } from '../../memory/calendar.ts';
import { plural } from '../words.ts';
import styles from './Bursts.module.css';
import { Picture } from './Picture.tsx';
import { dayOf } from './words.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Fewer on the busiest day would make a handful of cards look like much. */
const LEAST_FOR_FULL = 12;
const SHADES = 3;

export function Bursts({ calendar }: { readonly calendar: Calendar }) {
  const { weeks, bursts, cards, days } = calendar;
  const busiest = Math.max(LEAST_FOR_FULL, ...weeks.flat().map((day) => day.cards));
  return (
    <Picture title="Bursts">
      <p>
        {bursts === 0
          ? `No burst in the last ${weeks.length} weeks.`
          : `${plural(bursts, 'burst')} with ${plural(cards, 'card')} on ${plural(days, 'day')} of the last ${weeks.length} weeks.`}
      </p>
      <table class={styles['calendar']}>
        <caption class="hidden-text">Bursts a day</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden-text">Week of</span>
            </th>
            {WEEKDAYS.map((name) => (
              <th key={name} scope="col">
                <span aria-hidden="true">{name.charAt(0)}</span>
                <span class="hidden-text">{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.at}>
              <th scope="row">{dayOf(week[0]?.at ?? 0)}</th>
              {week.map((day) => (
                <Day key={day.at} day={day} busiest={busiest} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class={styles['legend']}>
        How many bursts a day; the stronger the colour, the more cards.
      </p>
    </Picture>
  );
}

function Day({ day, busiest }: { readonly day: CalendarDay; readonly busiest: number }) {
  const { at, cards, bursts, when } = day;
  const shade = Math.ceil((SHADES * cards) / busiest);
  return (
    <td class={styles['day']} data-when={when} data-shade={shade}>
      {cards > 0 && (
        <>
          <span aria-hidden="true">{bursts}</span>
          <span class="hidden-text">
            {dayOf(at)}: {plural(bursts, 'burst')}, {plural(cards, 'card')}
          </span>
        </>
      )}
    </td>
  );
}
