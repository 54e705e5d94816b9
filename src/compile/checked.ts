// The stamp of the last complete run of tests/bank, which writes checked.json.

import type { Checked } from '../bank/card.ts';
import type { ContentFile } from './content.ts';
import { type Mistake, reportOn } from './mistake.ts';

const MEND = 'Let `npm run test:bank` write it.';

/** Content without a stamp was checked against nothing. */
export function readChecked(file: ContentFile | undefined, mistakes: Mistake[]): Checked {
  const nothing: Checked = { date: '', versions: {} };
  if (!file) return nothing;
  const report = reportOn(file.path, mistakes);
  try {
    const value: unknown = JSON.parse(file.text);
    if (isChecked(value)) return value;
    report(1, 'The stamp lacks `date` or `versions`.', MEND);
  } catch {
    report(1, 'The stamp is not JSON.', MEND);
  }
  return nothing;
}

function isChecked(value: unknown): value is Checked {
  if (typeof value !== 'object' || value === null) return false;
  const { date, versions } = value as Partial<Record<keyof Checked, unknown>>;
  if (typeof date !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
  if (typeof versions !== 'object' || versions === null) return false;
  return Object.values(versions).every((version) => typeof version === 'string');
}
