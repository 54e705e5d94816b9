// The shipped queue, as the app calls it.

import { horizon } from '../../../src/memory/horizon.ts';
import { pick } from '../../../src/queue/pick.ts';
import type { Policy } from './policy.ts';

export const ours: Policy = {
  name: 'ours',
  begin:
    ({ bank: { topics }, schedule: { date } }) =>
    ({ memories, shown, seed, now }) =>
      pick({ topics, memories, shown, seed, now, horizon: horizon(now, date) })?.card ?? null,
};
