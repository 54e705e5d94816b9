// The stamp of the last complete run of tests/bank, which writes checked.json.

import type { Checked } from '../bank/card.ts';
import type { ContentFile } from './content.ts';
import { type Mistake, reportOn } from './mistake.ts';

const MEND = 'Let `npm run test:bank` write it.';

interface Stamp extends Checked {
  /** What stamp.ts makes of the cards; the app does without it. */
  readonly content: string;
}

/** Content without a stamp was checked against nothing. */
export function readChecked(file: ContentFile | undefined, mistakes: Mistake[]): Checked {
  const nothing: Checked = { date: '', versions: {} };
  if (!file) return nothing;
  const report = reportOn(file.path, mistakes);
  try {
    const value: unknown = JSON.parse(file.text);
    if (isStamp(value)) return { date: value.date, versions: value.versions };
    report(1, 'The stamp lacks `date`, `versions` or `content`.', MEND);
  } catch {
    report(1, 'The stamp is not JSON.', MEND);
  }
  return nothing;
}

function isStamp(value: unknown): value is Stamp {
  if (typeof value !== 'object' || value === null) return false;
  const { date, versions, content } = value as Partial<Record<keyof Stamp, unknown>>;
  if (typeof date !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
  if (typeof content !== 'string' || !/^[0-9a-f]{64}$/.test(content)) return false;
  if (typeof versions !== 'object' || versions === null) return false;
  return Object.values(versions).every((version) => typeof version === 'string');
}
