// What the browser is asked for on a learner's gesture, in one file that start-up does not need.

export { claim } from './claim.ts';
export { tick, vibrate } from './feedback.ts';
export { handOver } from './handOver.ts';
export { persistence } from './persistence.ts';
export { readReserve } from './reserve.ts';
export { share } from './share.ts';
export { keepAwake } from './wakeLock.ts';
