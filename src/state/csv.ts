// All events as a table that any spreadsheet opens.

import type { Event } from '../memory/event.ts';
import { byTime } from '../memory/order.ts';

const COLUMNS = [
  'id',
  'type',
  'time',
  'card',
  'burst',
  'confidence',
  'prediction',
  'took_ms',
  'undoes',
  'text',
] as const;

/** CSV by RFC 4180, a line an event in the order they happened, after a line of names. */
export function csvOf(events: readonly Event[]): string {
  const rows = events.toSorted(byTime).map(rowOf);
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join()}\r\n`).join('');
}

function rowOf(event: Event): readonly string[] {
  const burst = 'burst' in event ? event.burst : '';
  const isReview = event.type === 'review';
  return [
    event.id,
    event.type,
    new Date(event.at).toISOString(),
    event.card,
    burst,
    isReview ? String(event.confidence) : '',
    isReview ? event.prediction : '',
    isReview ? String(Math.round(event.tookMs)) : '',
    event.type === 'undo' ? event.undoes : '',
    event.type === 'note' ? event.text : '',
  ];
}

function cell(text: string): string {
  // A spreadsheet would run a note that begins like a formula.
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
