// Every policy that is compared.

import { dueFirst } from './due-first.ts';
import { fairOracle } from './fair-oracle.ts';
import { fixedOrder } from './fixed-order.ts';
import { hardestFirst } from './hardest-first.ts';
import { leitner } from './leitner.ts';
import { newFirst } from './new-first.ts';
import { oracle } from './oracle.ts';
import { ours } from './ours.ts';
import type { Policy } from './policy.ts';
import { random } from './random.ts';

/** They know no more than ours. */
const RIVALS: readonly Policy[] = [dueFirst, newFirst, random, leitner, hardestFirst, fixedOrder];

/** Ours first; last the two that know more, as `rivalsIn` of result.ts expects. */
export const POLICIES: readonly Policy[] = [ours, ...RIVALS, fairOracle, oracle];
