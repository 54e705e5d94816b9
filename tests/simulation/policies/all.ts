// Every policy that is compared.

import { dueFirst } from './due-first.ts';
import { fixedOrder } from './fixed-order.ts';
import { hardestFirst } from './hardest-first.ts';
import { leitner } from './leitner.ts';
import { newFirst } from './new-first.ts';
import { oracle } from './oracle.ts';
import { ours } from './ours.ts';
import type { Policy } from './policy.ts';
import { random } from './random.ts';

/** Ours first, the oracle last. */
export const POLICIES: readonly Policy[] = [
  ours,
  dueFirst,
  newFirst,
  random,
  leitner,
  hardestFirst,
  fixedOrder,
  oracle,
];
