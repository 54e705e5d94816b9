// The rules of ids: their form, that each is given once, and what a follow-up may name.

import { type Mistake, type Report, reportOn } from './mistake.ts';
import { nearest } from './nearest.ts';
import type { SourceCard } from './parse.ts';

export interface Ids {
  /** Of each card, by the path of the first file that has it. */
  readonly known: ReadonlyMap<string, string>;
  readonly retired: ReadonlySet<string>;
}

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The ids of all cards, which are the names of their files. */
export function readIds(
  cards: readonly SourceCard[],
  retired: ReadonlySet<string>,
  mistakes: Mistake[],
): Ids {
  const known = new Map<string, string>();
  for (const { id, path } of cards) {
    const report = reportOn(path, mistakes);
    const first = known.get(id);
    if (first) report(1, `The id \`${id}\` is also that of ${first}.`, 'Rename the newer file.');
    else known.set(id, path);
    checkId(id, 'file', report);
    if (retired.has(id)) {
      const wrong = `The id \`${id}\` is retired: learners have ratings for the old card.`;
      report(1, wrong, 'Give the file another name.');
    }
  }
  return { known, retired };
}

/** Reports a file or folder whose name is not an id. */
export function checkId(id: string, place: 'file' | 'folder', report: Report): void {
  if (ID.test(id)) return;
  const mend = `Name the ${place} in lower-case words joined by hyphens.`;
  report(1, `\`${id}\` is not an id.`, mend);
}

/** Reports a follow-up that leads nowhere. */
export function checkFollowUp(id: string, ids: Ids, line: number, report: Report): void {
  if (ids.known.has(id)) return;
  report(line, `There is no card \`${id}\` to follow up.`, mendFollowUp(id, ids));
}

function mendFollowUp(id: string, { known, retired }: Ids): string {
  if (retired.has(id)) return 'It is retired: drop it.';
  const meant = nearest(id, known.keys());
  return meant ? `Did you mean \`${meant}\`?` : 'Write that card, or drop the follow-up.';
}
