// Storage on a page of its own: what the tests of the real IndexedDB ask of it, by name.

import { abortAnywhere, bigMerge } from './aborting.ts';
import { dump } from './device.ts';
import { everyday } from './everyday.ts';
import { comparing, merging, takingBack, travelling } from './merging.ts';

export const lab = {
  abortAnywhere,
  bigMerge,
  comparing,
  dump,
  everyday,
  merging,
  takingBack,
  travelling,
};

Object.assign(globalThis, { lab });
