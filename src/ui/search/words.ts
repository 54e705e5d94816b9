// The sentences of the search.

import type { Found } from '../../state/search.ts';
import { plural } from '../words.ts';

/** Each finds something in the bank, which a test makes sure of. */
export const EXAMPLES = ['app context', 'url_for', 'csrf', 'g', 'N+1'] as const;

/** At least one of both was found. */
export function foundWords({ topics, cards, total }: Found): string {
  const all = plural(total, 'card');
  const parts = [
    topics.length > 0 && plural(topics.length, 'topic'),
    total > 0 && (total > cards.length ? `the best ${cards.length} of ${all}` : all),
  ];
  const words = parts.filter((part) => part !== false).join(' and ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function nothingFound(query: string): string {
  return `Nothing found for “${query}”. Try a single word of it, or a name from the code.`;
}
